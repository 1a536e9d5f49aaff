"""Facts owned by the market-data service: prices and the clock.

They are transient, and the newest wins.
"""

from math import inf
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, Field

from events.base import Channel, Event, Facts, PositivePrice, PositiveShares, Shares
from vocabulary import (
    AssetClass,
    Auction,
    BarInterval,
    ClockState,
    InstrumentStatus,
    SessionPhase,
    Symbol,
)


def _unless_infinite(speed: object) -> object:
    return None if speed == inf else speed


class _Tick(Facts):
    """One piece of news about a symbol."""

    symbol: Symbol
    """What it is about, for example ``IBM``."""
    sequence: int
    """Counts the symbol's quotes and trades: the newest of two is known, and a quoted size that
    was taken stays taken until the next quote."""
    time: AwareDatetime
    """Market time."""


class Quote(_Tick, Event, name="QUOTE", key="symbol", channel=Channel.MARKET):
    """The best bid and offer and the sizes shown there. A missing side has no price."""

    bid: PositivePrice | None = None
    """What the best buyer pays, in dollars."""
    bid_size: Shares
    """How much is wanted at that price, in shares."""
    ask: PositivePrice | None = None
    """What the best seller wants, in dollars."""
    ask_size: Shares
    """How much is offered at that price, in shares."""
    stale: bool = False
    """Whether the source has fallen silent since: this is the last that is known."""


class Trade(_Tick, Event, name="TRADE", key="symbol", channel=Channel.MARKET):
    """A print on the tape: somebody out there traded."""

    price: PositivePrice
    """What a share was traded at, in dollars."""
    size: PositiveShares
    """How many shares."""
    auction: Auction | None = None
    """The auction that it was made in; missing when it was made in continuous trading."""


class BookLevel(Facts):
    """What stands at one price."""

    price: PositivePrice
    """Dollars per share."""
    size: PositiveShares
    """How many shares are wanted or offered at it."""
    ours: PositiveShares | None = None
    """How many of them our own traders want or offer; missing where they do not."""


class Depth(_Tick, Event, name="DEPTH", key="symbol", channel=Channel.MARKET):
    """Bids and offers, the best first: the market's ten best ones, and those of our traders."""

    bids: list[BookLevel]
    """What buyers want, from the highest price down."""
    asks: list[BookLevel]
    """What sellers offer, from the lowest price up."""


class InstrumentStatusShown(Event, name="INSTRUMENT_STATUS", key="symbol", channel=Channel.MARKET):
    """Whether a symbol trades. It is told when it changes, and repeated now and then."""

    symbol: Symbol
    """What it is about, for example ``IBM``."""
    time: AwareDatetime
    """Market time since when it is so."""
    status: InstrumentStatus
    """Whether, and how, it trades."""
    reason: str | None = None
    """Why, in plain words, if there is something to explain."""


class Bar(Event, name="BAR", key="symbol", channel=Channel.MARKET):
    """What a symbol did in one interval. Prices are dollars per share."""

    symbol: Symbol
    """What it is about, for example ``IBM``."""
    interval: BarInterval
    """How long the bar lasts."""
    start: AwareDatetime
    """When it begins, in market time."""
    open: PositivePrice
    """The first price."""
    high: PositivePrice
    """The highest price."""
    low: PositivePrice
    """The lowest price."""
    close: PositivePrice
    """The last price."""
    volume: Shares
    """Shares traded."""
    trades: int
    """How often something traded."""
    vwap: PositivePrice | None = None
    """The average price, weighted by volume; missing when nothing traded."""
    closed: bool
    """False while the bar is still growing."""


class SymbolSnapshot(Facts):
    """The last quote and the last trade price of one symbol."""

    quote: Quote
    """The last quote."""
    last: PositivePrice | None = None
    """What was last paid for a share, in dollars; missing before the first trade.

    Where shares were split since, for a new share."""
    last_time: AwareDatetime | None = None
    """When that was, in market time, or when the split took effect; only older versions of the
    service left it out."""
    tick_size: PositivePrice | None = None
    """Every price is a multiple of so many dollars. This and what follows are in complete snapshots
    only: they do not change."""
    lot_size: PositiveShares | None = None
    """Sizes are usually quoted in multiples of so many shares."""
    asset_class: AssetClass | None = None
    """What kind of thing it is."""


class MarketSnapshot(Event, name="MARKET_SNAPSHOT", key="market", channel=Channel.MARKET):
    """What changed in the last second, of all symbols together."""

    time: AwareDatetime
    """Market time."""
    complete: bool
    """Whether it shows every symbol there is, changed or not."""
    symbols: list[SymbolSnapshot]
    """The symbols."""


class MarketClock(Event, name="MARKET_CLOCK", key="market", channel=Channel.MARKET):
    """What time it is on the market, and how fast it goes."""

    time: AwareDatetime
    """Market time."""
    state: ClockState
    """What market time is doing."""
    speed: Annotated[float | None, Field(gt=0), BeforeValidator(_unless_infinite)] = None
    """Market seconds per second; missing when time goes as fast as prices can be delivered."""
    feed: str
    """Where the prices come from."""
    session_open: bool
    """Whether the market is in a session."""
    phase: SessionPhase | None = None
    """Which part of the trading day it is in the hours that the market keeps."""
    exchange_phase: SessionPhase | None = None
    """Which part it is on the stock exchange, whatever hours the market keeps."""
    next_open: AwareDatetime | None = None
    """When the next regular session of the stock exchange begins, in market time."""
    next_close: AwareDatetime | None = None
    """When the regular session, this one or else the next, ends, in market time."""
