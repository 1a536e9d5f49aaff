"""Facts owned by the risk service. Money is in dollars."""

from events.base import Cash, Event, OfAccount, Shares
from events.order import OfOrder, OrderTerms
from vocabulary import RejectedBy, RejectionReason


class OrderApproved(OrderTerms, Event, name="ORDER_APPROVED", key="symbol"):
    """The account can afford the order, and its cost is held until it trades or ends."""


class OrderRejected(OfOrder, Event, name="ORDER_REJECTED", also=frozenset({"order"})):
    """The order was refused, by risk or by the book; it has ended and never traded.

    The figures are those that the rule compared: what the order needed and what the account had
    free, in dollars or in shares.
    """

    rejected_by: RejectedBy = RejectedBy.RISK
    """Who refused it."""
    reason: RejectionReason
    """Which rule it broke, for programs."""
    rule: str
    """Which rule it broke, in plain words."""
    needed_cash: Cash | None = None
    """Dollars that the order would have committed."""
    free_cash: Cash | None = None
    """Dollars that were not committed yet."""
    needed_shares: Shares | None = None
    """Shares that the order would have committed, or asked for."""
    free_shares: Shares | None = None
    """Shares that were not committed yet, or the most that may be asked for."""


class RiskLimitBreached(OfAccount, Event, name="RISK_LIMIT_BREACHED"):
    """An account went past one of its limits."""

    limit: str
    """The limit's name."""
    allowed: Cash
    """How far the account may go, in dollars."""
    reached: Cash
    """How far it went, in dollars."""


class TradingHalted(OfAccount, Event, name="TRADING_HALTED"):
    """The account may not place orders any more."""

    reason: str
    """Why, in plain words."""


class TradingResumed(OfAccount, Event, name="TRADING_RESUMED"):
    """The account may place orders again."""
