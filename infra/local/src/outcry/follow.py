"""Read the logs of a stack: the end of each, and then what is added."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from outcry.errors import Problem
from outcry.places import Places

LOOK_AGAIN_SECONDS = 0.25
Line = tuple[str, str]


def logs_of(places: Places, names: Sequence[str]) -> list[Path]:
    """The log files of the named programs, or of all.

    Raises:
        Problem: there is no such program.
    """
    known = {path.stem: path for path in sorted(places.logs.glob("*.log"))}
    if unknown := [name for name in names if name not in known]:
        raise Problem(f"there is no log of {', '.join(unknown)}; there is {', '.join(known)}")
    return [known[name] for name in names] or list(known.values())


def last_lines(logs: Sequence[Path], number: int) -> Iterator[Line]:
    """The last lines of each file, with its name."""
    for log in logs:
        for line in log.read_text(errors="replace").splitlines()[-number:]:
            yield log.stem, line


def new_lines(logs: Sequence[Path]) -> Iterator[Line]:
    """What is added to the files from now on, for ever."""
    positions = {log: log.stat().st_size for log in logs}
    while True:
        for log in logs:
            size = log.stat().st_size
            position = positions[log] if size >= positions[log] else 0  # it was made shorter
            with log.open("rb") as file:
                file.seek(position)
                whole, newline, _ = file.read().rpartition(b"\n")
            positions[log] = position + len(whole) + len(newline)
            for line in whole.decode(errors="replace").splitlines():
                yield log.stem, line
        time.sleep(LOOK_AGAIN_SECONDS)
