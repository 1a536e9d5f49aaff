"""Read the logs of a stack: the end of each, and then what is added."""

import time
from collections.abc import Iterator, Sequence
from os import SEEK_END
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


def read_logs(logs: Sequence[Path], number: int, *, follow: bool) -> Iterator[Line]:
    """The last lines of each file, with its name; then what is added, for ever, if so wished."""
    positions = dict.fromkeys(logs, 0)
    for log in logs:
        yield from list(_whole_lines(log, positions))[-number:]
    while follow:
        for log in logs:
            yield from _whole_lines(log, positions)
        time.sleep(LOOK_AGAIN_SECONDS)


def _whole_lines(log: Path, positions: dict[Path, int]) -> Iterator[Line]:
    """The lines from the position on, which moves behind them."""
    with log.open("rb") as file:
        if file.seek(0, SEEK_END) < positions[log]:
            positions[log] = 0  # the file was made shorter
        file.seek(positions[log])
        whole, newline, _ = file.read().rpartition(b"\n")
    positions[log] += len(whole) + len(newline)
    for line in whole.decode(errors="replace").splitlines():
        yield log.stem, line
