"""What a client can subscribe to."""

from enum import StrEnum
from typing import NamedTuple

from vocabulary import BarInterval, Symbol


class Channel(StrEnum):
    """One kind of news, as it is called in a subscription."""

    ORDERS = "orders"
    PORTFOLIO = "portfolio"
    SECURITY = "security"
    QUOTES = "quotes"
    DEPTH = "depth"
    TRADES = "trades"
    STATUS = "status"
    BARS = "bars"
    BARS_5MIN = "bars:5Min"
    BARS_15MIN = "bars:15Min"
    BARS_30MIN = "bars:30Min"
    BARS_1HOUR = "bars:1Hour"
    BARS_4HOUR = "bars:4Hour"
    BARS_1DAY = "bars:1Day"
    BARS_1WEEK = "bars:1Week"
    BARS_1MONTH = "bars:1Month"
    BARS_1YEAR = "bars:1Year"
    CLOCK = "clock"


BARS = {
    one: Channel.BARS if one is BarInterval.MINUTE_1 else Channel(f"bars:{one}")
    for one in BarInterval
}
"""Where the bars of each interval are told."""


PRIVATE = frozenset({Channel.ORDERS, Channel.PORTFOLIO, Channel.SECURITY})
"""About one account, for its owner only: numbered, never dropped, resumable."""

BY_SYMBOL = frozenset(
    {Channel.QUOTES, Channel.DEPTH, Channel.TRADES, Channel.STATUS, *BARS.values()}
)
"""Prices: for everybody, one symbol at a time; the newest wins."""

ANY = Symbol("*")
"""Every symbol there is."""


class Topic(NamedTuple):
    """A public channel and a symbol, or :data:`ANY`. The clock has no symbols but ``ANY``."""

    channel: Channel
    symbol: Symbol
