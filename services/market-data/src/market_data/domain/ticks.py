"""What a feed tells: quotes, depth, trades, halts, whole bars, each at a moment of market time.

Named tuples, because a replay makes a hundred thousand of them a second and a frozen dataclass
costs three times as much.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from market_data.domain.bars import Bar
from vocabulary import Auction, InstrumentStatus, Price, Quantity, Symbol


class QuoteTick(NamedTuple):
    """The best bid and offer, in dollars, and the shares shown there. A missing side is None.

    A ``stale`` one may not hold any more: its source has fallen silent since.
    """

    time: datetime
    symbol: Symbol
    bid: Price | None
    bid_size: Quantity
    ask: Price | None
    ask_size: Quantity
    stale: bool = False


class TradeTick(NamedTuple):
    """Somebody traded ``size`` shares at ``price`` dollars each."""

    time: datetime
    symbol: Symbol
    price: Price
    size: Quantity
    auction: Auction | None = None


class Level(NamedTuple):
    """What stands at one price: dollars, and shares."""

    price: Price
    size: Quantity


class DepthTick(NamedTuple):
    """The market's bids and offers, best first, ten of each at most."""

    time: datetime
    symbol: Symbol
    bids: tuple[Level, ...]
    asks: tuple[Level, ...]


class StatusTick(NamedTuple):
    """From ``time`` on the symbol trades like this; ``reason`` is for people."""

    time: datetime
    symbol: Symbol
    status: InstrumentStatus
    reason: str | None = None


class StaleTick(NamedTuple):
    """From ``time`` on nobody knows whether what was told of the symbol last still holds."""

    time: datetime
    symbol: Symbol


class BandTick(NamedTuple):
    """From ``time`` on it trades on without a halt from ``low`` to ``high``; None: at any price."""

    time: datetime
    symbol: Symbol
    low: Price | None
    high: Price | None


class BarTick(NamedTuple):
    """A bar that the source itself made, known from ``time`` on, the end of the bar."""

    time: datetime
    symbol: Symbol
    bar: Bar


Tick = QuoteTick | TradeTick | DepthTick | StatusTick | StaleTick | BandTick | BarTick


def moved(tick: Tick, by: timedelta) -> Tick:
    """The same, but ``by`` later."""
    time = tick.time + by
    if isinstance(tick, BarTick):
        return tick._replace(time=time, bar=replace(tick.bar, start=tick.bar.start + by))
    return tick._replace(time=time)
