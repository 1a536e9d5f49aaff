"""TCP ports on this machine: which are taken, and some that are free."""

import socket
from collections.abc import Mapping
from itertools import islice
from random import SystemRandom

from outcry.errors import Problem

PRIVATE = range(16_384, 32_768)
"""Above what stacks are configured to use, and below what the kernel takes for connections."""


def free_ports(number: int) -> list[int]:
    """So many ports that nothing listens on now, and that no outgoing connection will take."""
    candidates = SystemRandom().sample(PRIVATE, len(PRIVATE))
    return list(islice(filter(_is_free, candidates), number))


def check_free(ports: Mapping[str, int]) -> None:
    """Make sure that the port of every variable can be listened on.

    Raises:
        Problem: some are taken, or two variables name the same one.
    """
    taken = [f"port {port} ({name})" for name, port in ports.items() if not _is_free(port)]
    if taken:
        raise Problem(
            f"{', '.join(taken)} {'is' if len(taken) == 1 else 'are'} taken by another program."
            "\nStop that program, or choose another port in .env with the variable in brackets."
        )
    names: dict[int, str] = {}
    for name, port in ports.items():
        other = names.setdefault(port, name)
        if other != name:
            raise Problem(f"{other} and {name} are both {port} in .env: change one of them.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError:
            return False
    return True
