"""A network namespace for a stack: users come in by one link, all else is inside of it."""

import ctypes
import os
import subprocess
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

NAME = "outcry-chaos"
OUTSIDE, INSIDE = "10.199.77.1", "10.199.77.2"
LINK = ("outcry-out", "outcry-in")
CLONE_NEWNET = 0x40000000
Within = tuple[str, ...]
T = TypeVar("T")


@contextmanager
def namespace() -> Generator[str]:
    """The name of a namespace with one link to here, which is gone afterwards."""
    _delete()
    try:
        _ip("netns", "add", NAME)
        _ip("link", "add", LINK[0], "type", "veth", "peer", "name", LINK[1], "netns", NAME)
        _ip("address", "add", f"{OUTSIDE}/30", "dev", LINK[0])
        _ip("link", "set", LINK[0], "up")
        for command in (
            ("address", "add", f"{INSIDE}/30", "dev", LINK[1]),
            ("link", "set", LINK[1], "up"),
            ("link", "set", "lo", "up"),
        ):
            _ip("-netns", NAME, *command)
        yield NAME
    finally:
        _delete()


def cut(within: Within) -> None:
    """Nothing inside of the namespace can reach anything else there."""
    subprocess.run([*within, "ip", "link", "set", "lo", "down"], check=True)  # noqa: S603


def mend(within: Within) -> None:
    """Everything can, again."""
    subprocess.run([*within, "ip", "link", "set", "lo", "up"], check=True)  # noqa: S603


def inside(within: Within, do: Callable[[], T]) -> T:
    """Do it in a thread that is where the stack is."""
    with ThreadPoolExecutor(1, initializer=_enter if within else None) as pool:
        return pool.submit(do).result()


def _enter() -> None:
    """Move this thread, and no other, into the namespace."""
    handle = os.open(Path("/run/netns") / NAME, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).setns(handle, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"cannot enter {NAME}")
    finally:
        os.close(handle)


def _delete() -> None:
    for command in (("link", "delete", LINK[0]), ("netns", "delete", NAME)):
        subprocess.run(["ip", *command], check=False, stderr=subprocess.DEVNULL)  # noqa: S603, S607


def _ip(*command: str) -> None:
    subprocess.run(["ip", *command], check=True)  # noqa: S603, S607
