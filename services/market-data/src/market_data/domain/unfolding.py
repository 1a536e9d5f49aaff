"""A recorded bar as ticks, for markets of which nothing finer was recorded.

The price goes from the open to the nearer end of the range, to the other end, and to the close:
up to the high last when the bar closed higher than it opened, down to the low last when not. At
each of the four prices stands a quote, one tick to either side, and a quarter of the volume trades.
At the end of the minute the bar itself is told, which settles what the made-up trades cannot know.
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal

from market_data.domain.bars import MINUTE, Bar
from market_data.domain.instruments import Instrument
from market_data.domain.ticks import BarTick, QuoteTick, Tick, TradeTick
from vocabulary import NO_SHARES, QUANTITY_PLACES, Price, Quantity

MOMENTS = tuple(timedelta(milliseconds=moment) for moment in (0, 20_000, 40_000, 59_999))
_SMALLEST = Decimal(1).scaleb(-QUANTITY_PLACES)


def unfold(bar: Bar, instrument: Instrument) -> Iterator[Tick]:
    """The ticks of one minute; a bar without volume has quotes and no trades."""
    rising = bar.close >= bar.open
    middle = (bar.low, bar.high) if rising else (bar.high, bar.low)
    sizes = _quarters(bar.volume)
    shown = max(*sizes, instrument.lot)
    for moment, price, size in zip(MOMENTS, (bar.open, *middle, bar.close), sizes, strict=True):
        time = bar.start + moment
        bid, ask = Price(price - instrument.tick_size), Price(price + instrument.tick_size)
        if bid > 0:
            yield QuoteTick(time, bar.symbol, bid, shown, ask, shown)
        else:
            yield QuoteTick(time, bar.symbol, None, NO_SHARES, ask, shown)
        if size:
            yield TradeTick(time, bar.symbol, price, size)
    yield BarTick(bar.start + MINUTE, bar.symbol, bar)


def _quarters(volume: Quantity) -> list[Quantity]:
    """Four parts, of whole shares if the volume is; what is left over goes to the last."""
    unit = Decimal(1) if volume == volume.to_integral_value() else _SMALLEST
    part = Quantity((volume / 4).quantize(unit, ROUND_DOWN))
    return [part, part, part, Quantity(volume - 3 * part)]
