"""A small file system for the databases of a stack, and nothing left on it."""

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


def fill(folder: Path) -> Path:
    """Leave not a byte free on the file system of ``folder``; what has to go to have room again."""
    ballast, about = folder / BALLAST, os.statvfs(folder)
    with ballast.open("wb", buffering=0) as file:
        with suppress(OSError):  # somebody else may have taken some of it by now
            os.posix_fallocate(file.fileno(), 0, about.f_bavail * about.f_frsize)
        file.seek(0, os.SEEK_END)
        size = CHUNK_BYTES
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2  # there may be room for less
    return ballast
