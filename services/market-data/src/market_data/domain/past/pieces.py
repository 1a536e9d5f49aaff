"""What happened in a part of a day, in whole numbers, and the bars of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from market_data.domain.bars import EXACT, MINUTE, WIDTHS, Bar, bar_start
from market_data.domain.instruments import Instrument
from market_data.domain.simulation.maker import LOT_UNITS
from vocabulary import BarInterval, Price, Quantity

_ALIGNED = 30
"""Sessions open at a full or half hour."""


class Piece(NamedTuple):
    """Prices in ticks, ``units`` in hundredths of a lot; ``value`` is their product, summed up."""

    open: int
    high: int
    low: int
    close: int
    units: int
    trades: int
    value: int


def folded(pieces: Sequence[Piece]) -> Piece:
    """Several in the order of time, as one."""
    opens, highs, lows, closes, units, trades, values = zip(*pieces, strict=True)
    return Piece(opens[0], max(highs), min(lows), closes[-1], sum(units), sum(trades), sum(values))


def starting(
    minutes: Sequence[Piece], opens: datetime, interval: BarInterval, zone: ZoneInfo
) -> Iterator[tuple[datetime, Piece]]:
    """The pieces of an interval that those of ``minutes`` from ``opens`` on make."""
    if interval is BarInterval.DAY_1:
        yield bar_start(opens, interval, zone), folded(minutes)
        return
    width = min(WIDTHS[interval] // MINUTE, _ALIGNED)
    parts = [
        (bar_start(opens + n * MINUTE, interval, zone), folded(minutes[n : n + width]))
        for n in range(0, len(minutes), width)
    ]
    for start, several in groupby(parts, itemgetter(0)):
        yield start, folded([piece for _, piece in several])


class Maker:
    """Makes bars of pieces."""

    def __init__(self, instrument: Instrument) -> None:
        self._symbol = instrument.symbol
        self._tick = instrument.tick_size
        self._unit = Quantity(instrument.lot / LOT_UNITS)
        self._worth = EXACT.multiply(self._tick, self._unit)

    def bar(self, piece: Piece, start: datetime, interval: BarInterval) -> Bar:
        """The bar of a piece."""
        tick = self._tick
        return Bar(
            self._symbol,
            start,
            Price(tick * piece.open),
            Price(tick * piece.high),
            Price(tick * piece.low),
            Price(tick * piece.close),
            Quantity(self._unit * piece.units),
            piece.trades,
            EXACT.multiply(self._worth, piece.value),
            interval,
        )
