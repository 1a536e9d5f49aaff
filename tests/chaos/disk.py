"""A small file system for the databases of a stack, and nothing left on it."""

import errno
import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

SIZE = "1500m"
"""Room for all databases of a short run, and for the write-ahead log."""
BALLAST = "ballast"
CHUNK_BYTES = 1 << 20


class NotAllowed(Exception):
    """Nobody may mount anything here."""


@contextmanager
def small(folder: Path, size: str = SIZE) -> Generator[None]:
    """``folder`` is a file system of its own while the block lasts; its content is gone then.

    Raises:
        NotAllowed: only root may do this, and not in every container.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(folder)]
    done = subprocess.run(mount, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise NotAllowed(done.stderr.strip())
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607


@contextmanager
def filled(folder: Path) -> Generator[None]:
    """Not a byte is free on the file system of ``folder`` while the block lasts."""
    ballast = folder / BALLAST
    try:
        with ballast.open("wb", buffering=0) as file, suppress_full():
            while True:
                _whole(file.fileno(), bytes(CHUNK_BYTES))
        yield
    finally:
        ballast.unlink(missing_ok=True)


@contextmanager
def suppress_full() -> Generator[None]:
    """It is what is wanted here."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


def _whole(file: int, data: bytes) -> None:
    """Write all of it, smaller and smaller pieces where there is little room left."""
    size = len(data)
    while size:
        with suppress(OSError):
            os.write(file, data[:size])
            return
        size //= 2
    raise OSError(errno.ENOSPC, "full")
