"""A tape that is written by hand: sizes at prices, in short texts."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from exchanging import price, size

from events import TapeWritten
from order.domain.units import time_units
from vocabulary import uuid7

OPEN = datetime(2013, 10, 7, 14, 30, tzinfo=UTC)
_MOMENTS = count(1_700_000_000_000)


class Writer:
    """Writes the tape: ``at`` is in microseconds of market time."""

    def __init__(self, at: datetime = OPEN) -> None:
        self.at = time_units(at)
        self.begin_anew()

    def begin_anew(self, moment: int | None = None) -> None:
        """Be told anew, by another process or not: later, or then, in milliseconds of the wall."""
        self.run = uuid7(next(_MOMENTS) if moment is None else moment, os.urandom(10))
        self.number = 0

    def strip(self, *items: Sequence[Any], later: float = 0, complete: bool = False) -> TapeWritten:
        """What is said ``later``, in seconds; each item is told at that time."""
        self.at += round(later * 1_000_000)
        self.number += 1
        timed = [[item[0], *self._timed(item)] for item in items]
        return TapeWritten(
            run=self.run, number=self.number, time=self.at, complete=complete, items=timed
        )

    def _timed(self, item: Sequence[Any]) -> list[Any]:
        return [self.at] if item[0] == "b" else [item[1], self.at, *item[2:]]


def quoted(bid: str, ask: str, symbol: str = "IBM") -> list[Any]:
    """An item of the tape: sizes at prices, ``100@9.90``; empty for a side that is missing."""
    return ["q", symbol, *_offer(bid), *_offer(ask)]


def traded(what: str, symbol: str = "IBM", auction: str = "") -> list[Any]:
    """An item of the tape: the market traded."""
    return ["t", symbol, *_offer(what), auction]


def standing(symbol: str = "IBM", bid: str = "100@9.90", ask: str = "100@10.10") -> list[list[Any]]:
    """What a complete strip says of a symbol."""
    return [["s", symbol, "trading"], ["p", symbol, "regular"], quoted(bid, ask, symbol)]


def _offer(text: str) -> tuple[int, int]:
    shares, _, dollars = text.partition("@")
    return (price(dollars), size(shares)) if text else (0, 0)
