"""What a client can subscribe to."""

from enum import StrEnum
from typing import NamedTuple

from vocabulary import Symbol


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
    CLOCK = "clock"


PRIVATE = frozenset({Channel.ORDERS, Channel.PORTFOLIO, Channel.SECURITY})
"""About one account, for its owner only: numbered, never dropped, resumable."""

BY_SYMBOL = frozenset({Channel.QUOTES, Channel.DEPTH, Channel.TRADES, Channel.STATUS, Channel.BARS})
"""Prices: for everybody, one symbol at a time; the newest wins."""

ANY = Symbol("*")
"""Every symbol there is."""


class Topic(NamedTuple):
    """A public channel and a symbol, or :data:`ANY`. The clock has no symbols but ``ANY``."""

    channel: Channel
    symbol: Symbol
