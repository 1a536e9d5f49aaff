"""Facts owned by the market-data service: prices. Transient; the newest wins.

``time`` is market time. ``sequence`` counts a symbol's quotes and trades, so that the newest of
two is known, and so that a quoted size that was taken stays taken until the next quote.
"""

from pydantic import AwareDatetime, BaseModel

from events.base import Channel, Event, PositivePrice, PositiveShares, Shares
from vocabulary import BarInterval, ClockState, Symbol


class Quote(Event, name="QUOTE", key="symbol", channel=Channel.MARKET):
    """The best bid and offer and the sizes shown there. A missing side has no price."""

    symbol: Symbol
    sequence: int
    time: AwareDatetime
    bid: PositivePrice | None = None
    bid_size: Shares
    ask: PositivePrice | None = None
    ask_size: Shares


class Trade(Event, name="TRADE", key="symbol", channel=Channel.MARKET):
    """A print on the tape: somebody out there traded."""

    symbol: Symbol
    sequence: int
    time: AwareDatetime
    price: PositivePrice
    size: PositiveShares


class Bar(Event, name="BAR", key="symbol", channel=Channel.MARKET):
    """What a symbol did from ``start`` on. ``closed`` is false while the bar is still growing."""

    symbol: Symbol
    interval: BarInterval
    start: AwareDatetime
    open: PositivePrice
    high: PositivePrice
    low: PositivePrice
    close: PositivePrice
    volume: Shares
    trades: int
    vwap: PositivePrice | None = None
    closed: bool


class SymbolSnapshot(BaseModel):
    """The last quote and the last trade price of one symbol."""

    quote: Quote
    last: PositivePrice | None = None


class MarketSnapshot(Event, name="MARKET_SNAPSHOT", key="market", channel=Channel.MARKET):
    """All symbols that changed in the last second; every symbol there is, when ``complete``."""

    time: AwareDatetime
    complete: bool
    symbols: list[SymbolSnapshot]


class MarketClock(Event, name="MARKET_CLOCK", key="market", channel=Channel.MARKET):
    """What time it is on the market, and how fast it goes: market seconds per second."""

    time: AwareDatetime
    state: ClockState
    speed: float
    feed: str
    session_open: bool
