"""TCP ports on this machine: which are taken, and some that are free."""

import socket
from collections.abc import Mapping
from contextlib import ExitStack

from outcry.errors import Problem

HOST = "127.0.0.1"


def free_ports(number: int) -> list[int]:
    """So many ports that nothing listens on now."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for one in sockets:
            one.bind((HOST, 0))
        return [one.getsockname()[1] for one in sockets]


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
