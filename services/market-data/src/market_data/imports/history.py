"""Bars of the past, read from one file in parts."""

from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from market_data.domain.bars import Bar
from market_data.feeds.feed import FeedRefused
from market_data.feeds.replay.files import Kind, Recording, find_recordings
from market_data.feeds.replay.lines import BrokenLines, CsvLines
from market_data.imports.bars import COLUMNS, bar_of, home_of, interval_of, symbol_of
from market_data.imports.header import Row, row_reader
from vocabulary import BarInterval, Symbol

LINES_PER_PART = 10_000


class Part(NamedTuple):
    """Some bars, each once, and the last line that was read for them."""

    bars: Sequence[Bar]
    line: int


def find_history(path: Path) -> list[Recording]:
    """The files of bars in a folder, or that one file.

    Raises:
        FeedRefused: there are none.
    """
    found = [one for one in find_recordings(path, ()) if one.kind is Kind.BARS]
    if not found:
        raise FeedRefused("no_bars", f"there are ticks in {path}, and no bars: replay it")
    return found


def read_header(
    rows: Iterator[list[str]], path: Path, columns: Sequence[str]
) -> Callable[[Sequence[str]], Row]:
    """What makes rows of the lines after the first.

    Raises:
        FeedRefused: the file is empty, or a column is missing.
    """
    for header in rows:
        return row_reader(path, header, columns)
    raise FeedRefused("empty_file", f"{path}: is empty; it should begin with {','.join(columns)}")


class HistoryFile:
    """One file. Its symbols are in a column; if not, its name says which, or whoever imports it.

    That is ``only``: of a file with a column nothing else is taken. ``interval`` is what the first
    line looks like, if nobody says it.
    """

    def __init__(
        self, recording: Recording, only: Symbol | None, interval: BarInterval | None
    ) -> None:
        self.lines = CsvLines(recording.path)
        self.broken = BrokenLines()
        self.only = only
        self._named = only or recording.instrument.symbol
        self.interval = interval or _interval(self.lines.path)
        self._home = cache(home_of)

    def parts(self, after_line: int = 0) -> Generator[Part]:
        """What it holds after a line that was read before.

        Raises:
            FeedRefused: the file is damaged or empty, or a column is missing.
        """
        rows = self.lines.rows()
        read = read_header(rows, self.lines.path, COLUMNS)
        bars: dict[tuple[Symbol, datetime], Bar] = {}
        try:
            for fields in rows:
                line = self.lines.lines_read
                if line <= after_line:
                    continue
                if fields and (bar := self._bar(read, fields)):
                    bars[bar.symbol, bar.start] = bar
                if line % LINES_PER_PART == 0:
                    yield Part(list(bars.values()), line)
                    bars.clear()
        except FeedRefused:  # what was read before the damage is good
            yield Part(list(bars.values()), self.lines.lines_read)
            raise
        yield Part(list(bars.values()), self.lines.lines_read)

    def _bar(self, read: Callable[[Sequence[str]], Row], fields: Sequence[str]) -> Bar | None:
        """Nothing, if it is of another symbol or cannot be read."""
        try:
            row = read(fields)
            symbol = symbol_of(row.get("symbol", self._named))
            if self.only and symbol != self.only:
                return None
            return bar_of(row, symbol, self.interval, self._home(symbol))
        except (ValueError, OverflowError) as error:
            self.broken.add(self.lines.broken(error))
            return None


def _interval(path: Path) -> BarInterval:
    lines, reason = CsvLines(path), ""
    rows = lines.rows()
    read = read_header(rows, path, COLUMNS)
    for fields in filter(None, rows):
        try:
            return interval_of(read(fields)["timestamp"])
        except (ValueError, OverflowError) as error:  # a broken line says nothing
            reason = reason or f"; {lines.broken(error)}"
    raise FeedRefused("no_bars", f"{path}: there is no line that can be read{reason}")
