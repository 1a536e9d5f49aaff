"""Recorded days, read anew: nothing in here knows how the exchange or the feed reads them."""

import csv
import gzip
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from heapq import merge
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

RECORDED = Path(__file__).parents[3] / "shared/market-data/ticks"
DAYS = (date(2013, 10, 7), date(2013, 10, 8))
SYMBOLS = ("IBM", "BAC")
DOLLAR, SHARE = 10**8, 10**9
"""Prices and sizes are whole numbers."""
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class Tick(NamedTuple):
    """A trade's ``price`` and ``size``, or a quote: those of the bid, and of the ask."""

    time: int
    """In microseconds since 1970."""
    symbol: str
    is_quote: bool
    price: int
    size: int
    ask: int = 0
    ask_size: int = 0

    def item(self, auction: str = "") -> list[object]:
        """As it is said on the tape."""
        head = ["q" if self.is_quote else "t", self.symbol, self.time, self.price, self.size]
        return [*head, self.ask, self.ask_size] if self.is_quote else [*head, auction]


class Window(NamedTuple):
    """A part of a day: from one time of day to another, in UTC."""

    day: date
    begins: str = "13:30:00"
    ends: str = "20:00:00"


def ticks_of(windows: Iterable[Window], symbol: str) -> Iterator[Tick]:
    """All that was recorded of a symbol; of the same time, quotes first."""
    for window in windows:
        kinds = [_read(window, symbol, kind) for kind in ("quotes", "trades")]
        yield from merge(*kinds, key=attrgetter("time"))


def excerpt(windows: Sequence[Window], folder: Path) -> None:
    """Write parts of days as recordings that a feed can replay."""
    for symbol in SYMBOLS:
        for kind in ("quotes", "trades"):
            name = f"{symbol}.{kind}.csv"
            rows = [[*_header(windows[0], symbol, kind)]]
            rows += [row for window in windows for row in _rows(window, symbol, kind)]
            with (folder / name).open("w", newline="") as file:
                csv.writer(file).writerows(rows)


class Shown:
    """The quote of a symbol at any time."""

    def __init__(self, ticks: Iterable[Tick]) -> None:
        self._quotes = [tick for tick in ticks if tick.is_quote and 0 < tick.price < tick.ask]
        self._times = [tick.time for tick in self._quotes]

    def at(self, time: int) -> Tick:
        """The last one until then; before the first, the first."""
        return self._quotes[max(bisect_right(self._times, time) - 1, 0)]


@lru_cache(1 << 16)
def micros(text: str) -> int:
    """A moment, in microseconds since 1970."""
    passed = datetime.fromisoformat(text) - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


@lru_cache(1 << 14)
def whole(text: str, unit: int) -> int:
    """A decimal number, counted in parts of ``unit``."""
    before, _, after = text.partition(".")
    return int(before or "0") * unit + int(after.ljust(len(str(unit)) - 1, "0") or "0")


def _read(window: Window, symbol: str, kind: str) -> Iterator[Tick]:
    for row in _rows(window, symbol, kind):
        price, size = whole(row[2], DOLLAR), whole(row[3], SHARE)
        if kind == "trades":
            yield Tick(micros(row[0]), symbol, is_quote=False, price=price, size=size)
        else:
            other = whole(row[4], DOLLAR), whole(row[5], SHARE)
            yield Tick(micros(row[0]), symbol, True, price, size, *other)  # noqa: FBT003


def _rows(window: Window, symbol: str, kind: str) -> Iterator[list[str]]:
    begins, ends = f"{window.day}T{window.begins}", f"{window.day}T{window.ends}"
    with _open(window, symbol, kind) as file:
        rows = csv.reader(file)
        next(rows)
        yield from (row for row in rows if begins <= row[0] < ends)


def _header(window: Window, symbol: str, kind: str) -> list[str]:
    with _open(window, symbol, kind) as file:
        return next(csv.reader(file))


def _open(window: Window, symbol: str, kind: str):  # noqa: ANN202
    return gzip.open(RECORDED / str(window.day) / f"{symbol}.{kind}.csv.gz", "rt", newline="")
