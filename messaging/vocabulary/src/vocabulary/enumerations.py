"""Closed sets of words. Values are what travels in JSON; they never change their meaning."""

from enum import StrEnum


class Side(StrEnum):
    """Which way an order moves shares, seen from the account that placed it."""

    BUY = "buy"
    SELL = "sell"

    @property
    def opposite(self) -> "Side":
        """The side this one trades with."""
        return Side.SELL if self is Side.BUY else Side.BUY


class OrderType(StrEnum):
    """How an order names its price."""

    MARKET = "market"
    LIMIT = "limit"


class OrderStatus(StrEnum):
    """Where an order is in its life. The transitions are in the order service's domain."""

    PENDING_NEW = "pending_new"
    NEW = "new"
    PARTIALLY_FILLED = "partially_filled"
    PENDING_CANCEL = "pending_cancel"
    FILLED = "filled"
    CANCELED = "canceled"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REJECTED = "rejected"


class RejectedBy(StrEnum):
    """Who refused an order."""

    RISK = "risk"
    BOOK = "book"


class RejectionReason(StrEnum):
    """Why an order was refused. Listed in order of precedence."""

    ACCOUNT_UNKNOWN = "account_unknown"
    TRADING_HALTED = "trading_halted"
    ORDER_TOO_LARGE = "order_too_large"
    BUYING_POWER_EXCEEDED = "buying_power_exceeded"
    POSITION_EXCEEDED = "position_exceeded"


class AssetClass(StrEnum):
    """What kind of thing a symbol is."""

    STOCK = "stock"
    ETF = "etf"
    CRYPTO = "crypto"
    COMMODITY = "commodity"
    FX = "fx"


class BarInterval(StrEnum):
    """How long a bar lasts, as written in URLs."""

    MINUTE_1 = "1Min"
    MINUTE_5 = "5Min"
    MINUTE_15 = "15Min"
    MINUTE_30 = "30Min"
    HOUR_1 = "1Hour"
    HOUR_4 = "4Hour"
    DAY_1 = "1Day"
    WEEK_1 = "1Week"
    MONTH_1 = "1Month"
    YEAR_1 = "1Year"


class ClockState(StrEnum):
    """What market time is doing."""

    LIVE = "live"
    REPLAY = "replay"
    PAUSED = "paused"
    ENDED = "ended"


class Role(StrEnum):
    """What a signed-in user may do."""

    TRADER = "trader"
    ADMIN = "admin"
