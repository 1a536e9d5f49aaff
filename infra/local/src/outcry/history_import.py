"""Files into the database of market-data, with progress, and from where an earlier try ended."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from market_data.domain.progress import Progress
from market_data.feeds.feed import BrokenLine, FeedRefused
from market_data.feeds.replay.files import Recording
from market_data.imports.actions import read_actions
from market_data.imports.bars import home_of
from market_data.imports.history import HistoryFile, find_history
from market_data.imports.store import Outcome, Transactions, import_actions, import_history
from outcry.databases import connected
from outcry.errors import Problem
from vocabulary import BarInterval, Symbol

DATABASE = "market_data"
NAMED_MAX = 5
"""Symbols of one file that are named; of others it is said how many there are."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is taken of files, and whether those that were imported before are read again."""

    symbol: Symbol | None = None
    interval: BarInterval | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one file. ``broken`` are the lines that were left out."""

    file: str
    interval: BarInterval
    symbols: str
    first: date | None
    last: date | None
    bars: int
    broken: int


class Watch(Protocol):
    """Shows how far a file is: its bytes on the disk, the bars in it so far, and longer ones."""

    def begin(self, name: str, size: int) -> None:
        """A file of so many bytes begins."""
        ...

    def show(self, done: int, bars: int) -> None:
        """It is so far."""
        ...

    def make_longer(self, done: int, steps: int) -> None:
        """All of it is stored, and so many steps towards the longer bars are done."""
        ...

    def complain(self, lines: Sequence[BrokenLine], count: int) -> None:
        """These lines, and as many more as make ``count``, were left out of the file that ends."""
        ...


async def import_files(
    path: Path, values: Mapping[str, str], wanted: Wanted, watch: Watch
) -> list[Imported]:
    """Every file of bars in a folder, or that one file.

    Raises:
        Problem: there is none, one is damaged, or the database cannot be reached.
    """
    try:
        found = find_history(path)
        return [await _import(one, values, wanted, watch) for one in found]
    except FeedRefused as error:
        raise Problem(str(error)) from None


async def import_action_file(path: Path, values: Mapping[str, str], watch: Watch) -> Outcome:
    """Every split and dividend of a file.

    Raises:
        Problem: it cannot be read, or the database cannot be reached.
    """
    try:
        read = read_actions(path)
    except (FeedRefused, OSError) as error:
        raise Problem(str(error)) from None
    watch.complain(read.broken.first, read.broken.count)
    return await import_actions([action for _, action in read.actions], _transactions(values))


def _transactions(values: Mapping[str, str]) -> Transactions:
    def begin() -> AbstractAsyncContextManager[AsyncConnection]:
        return connected(DATABASE, values, "READ COMMITTED")  # the service writes meanwhile

    return begin


async def _import(
    recording: Recording, values: Mapping[str, str], wanted: Wanted, watch: Watch
) -> Imported:
    file = HistoryFile(recording, wanted.symbol, wanted.interval)
    watch.begin(file.lines.path.name, file.lines.bytes_total)

    def show(progress: Progress) -> None:
        if progress.steps_done:
            watch.make_longer(progress.steps_done, progress.steps)
        else:
            watch.show(file.lines.bytes_read, progress.bars)

    progress = await import_history(file, _transactions(values), show, again=wanted.again)
    watch.show(file.lines.bytes_total, progress.bars)
    watch.complain(file.broken.first, file.broken.count)
    return _imported(file.lines.path.name, progress)


def _imported(name: str, progress: Progress) -> Imported:
    symbols = sorted(progress.symbols)
    zone = home_of(symbols[0]) if symbols else None
    first, last = (
        moment and moment.astimezone(zone).date() for moment in (progress.first, progress.last)
    )
    more = [f"{len(symbols) - NAMED_MAX} more"] if len(symbols) > NAMED_MAX else []
    shown = ", ".join(symbols[:NAMED_MAX] + more)
    return Imported(name, progress.interval, shown, first, last, progress.bars, progress.broken)
