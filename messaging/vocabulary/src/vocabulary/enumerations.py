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
    TRADING_HALTED = "trading_halted"
    ORDER_TOO_LARGE = "order_too_large"
    BUYING_POWER_EXCEEDED = "buying_power_exceeded"
    POSITION_EXCEEDED = "position_exceeded"
    REFUSED_BY_BOOK = "refused_by_book"
    """For example an order that was only to be posted, and would have traded at once."""
    REFUSED_BY_BROKER = "refused_by_broker"
    """The broker that the account trades with did not take it, or could not be reached."""


class LegRole(StrEnum):
    """What an exit of a group is for."""

    TAKE_PROFIT = "take_profit"
    STOP_LOSS = "stop_loss"


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


class Role(StrEnum):
    """What a signed-in user may do."""

    TRADER = "trader"
    ADMIN = "admin"


class RevocationReason(StrEnum):
    """Why a session ended before its time."""

    SIGNED_OUT = "signed_out"
    REVOKED = "revoked"
    """By its owner, from another session."""
    TOKEN_REUSED = "token_reused"  # noqa: S105  # a word, not a token
    """A spent refresh token came back: somebody has a copy."""
    CREDENTIALS_CHANGED = "credentials_changed"
    USER_DISABLED = "user_disabled"
    USER_DELETED = "user_deleted"


class AuditAction(StrEnum):
    """What somebody did, or tried to do, to prove or to change who they are."""

    REGISTER = "register"
    SIGN_IN = "sign_in"
    REFRESH = "refresh"
    SIGN_OUT = "sign_out"
    STEP_UP = "step_up"
    REVOKE_SESSION = "revoke_session"
    CHANGE_PASSWORD = "change_password"  # noqa: S105  # a word, not a password
    ENABLE_SECOND_FACTOR = "enable_second_factor"
    DISABLE_SECOND_FACTOR = "disable_second_factor"
    RENEW_RECOVERY_CODES = "renew_recovery_codes"
    CREATE_API_KEY = "create_api_key"
    REVOKE_API_KEY = "revoke_api_key"
    CHANGE_PROFILE = "change_profile"
    EXPORT_DATA = "export_data"
    DELETE_USER = "delete_user"
    DISABLE_USER = "disable_user"
    ENABLE_USER = "enable_user"
    CHANGE_ROLES = "change_roles"
    ROTATE_SIGNING_KEY = "rotate_signing_key"
    REDRIVE_PARKED = "redrive_parked"
    DISCARD_PARKED = "discard_parked"


class AuditOutcome(StrEnum):
    """How an attempt ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    THROTTLED = "throttled"
