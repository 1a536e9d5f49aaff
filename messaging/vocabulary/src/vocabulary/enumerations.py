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
    STOP = "stop"
    STOP_LIMIT = "stop_limit"
    TRAILING_STOP = "trailing_stop"


class TimeInForce(StrEnum):
    """How long an order lives."""

    DAY = "day"
    GTC = "gtc"
    """Until it is canceled."""
    GTD = "gtd"
    """Until a day that it names."""
    IOC = "ioc"
    """What it can trade at once; the rest is canceled."""
    FOK = "fok"
    """All of it at once, or nothing."""
    OPG = "opg"
    """Only in the opening auction."""
    CLS = "cls"
    """Only in the closing auction."""


class OrderClass(StrEnum):
    """Which orders belong together."""

    SIMPLE = "simple"
    BRACKET = "bracket"
    """An entry, and two exits that wait until it is filled: a profit to take, a loss to stop."""
    OCO = "oco"
    """Two exits: one cancels the other."""
    OTO = "oto"
    """An entry, and one exit that waits until it is filled."""


class OrderStatus(StrEnum):
    """Where an order is in its life. The transitions are in the order service's domain."""

    PENDING_NEW = "pending_new"
    ACCEPTED = "accepted"
    """Received, and on its way or waiting until it may trade."""
    HELD = "held"
    """An exit that waits until its entry is filled."""
    NEW = "new"
    PARTIALLY_FILLED = "partially_filled"
    PENDING_CANCEL = "pending_cancel"
    PENDING_REPLACE = "pending_replace"
    FILLED = "filled"
    CANCELED = "canceled"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REJECTED = "rejected"


class RejectedBy(StrEnum):
    """Who refused an order."""

    RISK = "risk"
    BOOK = "book"
    BROKER = "broker"


class RejectionReason(StrEnum):
    """Why an order was refused. Listed in order of precedence."""

    ACCOUNT_UNKNOWN = "account_unknown"
    ACCOUNT_CLOSED = "account_closed"
    TRADING_HALTED = "trading_halted"
    BUYING_POWER_EXCEEDED = "buying_power_exceeded"
    POSITION_EXCEEDED = "position_exceeded"
    """More shares would be sold than the account has."""
    POSITION_TOO_LARGE = "position_too_large"
    ORDER_TOO_LARGE = "order_too_large"
    PRICE_TOO_FAR = "price_too_far"
    CONCENTRATION_EXCEEDED = "concentration_exceeded"
    ORDER_RATE_EXCEEDED = "order_rate_exceeded"
    DAILY_LOSS_EXCEEDED = "daily_loss_exceeded"
    DRAWDOWN_EXCEEDED = "drawdown_exceeded"
    SHORT_SALE_FORBIDDEN = "short_sale_forbidden"
    MARGIN_EXCEEDED = "margin_exceeded"
    DAY_TRADES_EXCEEDED = "day_trades_exceeded"
    WASH_TRADE = "wash_trade"
    MARKET_CLOSED = "market_closed"
    SYMBOL_HALTED = "symbol_halted"
    REFUSED_BY_BOOK = "refused_by_book"
    """For example an order that was only to be posted, and would have traded at once."""
    REFUSED_BY_BROKER = "refused_by_broker"
    """The broker that the account trades with did not take it, or could not be reached."""


class LegRole(StrEnum):
    """What an exit of a group is for."""

    TAKE_PROFIT = "take_profit"
    STOP_LOSS = "stop_loss"


class MarginType(StrEnum):
    """Whether an account may borrow."""

    CASH = "cash"
    """It spends what it has, and sells what it owns."""
    MARGIN = "margin"
    """It may borrow dollars, and shares to sell short."""


class TransferKind(StrEnum):
    """Which way play money goes, seen from the account."""

    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"


class WindingPurpose(StrEnum):
    """What an account is wound up for: why it trades no more, and lets go of what is open."""

    RESET = "reset"
    """It starts over."""
    CLOSE = "close"
    """It ends."""


class FillModelName(StrEnum):
    """What an account may choose for how its orders are filled; the order service has the models.

    With their versions, because a model never changes.
    """

    INSTANT = "instant/1"
    TOUCH = "touch/1"
    REALISTIC = "realistic/1"
    ADVERSE = "adverse/1"


class MarginCallKind(StrEnum):
    """What a margin account no longer has enough equity for."""

    MAINTENANCE = "maintenance"
    """To hold what it holds."""
    OVERNIGHT = "overnight"
    """To hold after the session what it could only open within it."""


class AlertKind(StrEnum):
    """What somebody wants to hear of a price."""

    CROSSES = "crosses"
    """That it has come to a level, from either side."""
    MOVES = "moves"
    """That it has moved by so many per cent, up or down."""


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


class SessionPhase(StrEnum):
    """Which part of a trading day it is."""

    CLOSED = "closed"
    PRE = "pre"
    REGULAR = "regular"
    AFTER = "after"


class InstrumentStatus(StrEnum):
    """Whether, and how, a symbol trades."""

    TRADING = "trading"
    HALTED = "halted"
    OPENING_AUCTION = "opening_auction"
    CLOSING_AUCTION = "closing_auction"
    CLOSED = "closed"


class Auction(StrEnum):
    """Which auction a trade was made in. One that ends a halt is an opening too."""

    OPENING = "opening"
    CLOSING = "closing"


class CorporateActionKind(StrEnum):
    """What a company did to its shares."""

    SPLIT = "split"
    DIVIDEND = "dividend"
