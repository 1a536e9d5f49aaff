"""Facts owned by the risk service. Money is in dollars."""

from events.base import Cash, Event, Shares
from events.order import OrderTerms
from vocabulary import AccountId, OrderId, RejectedBy, RejectionReason, Symbol


class OrderApproved(OrderTerms, Event, name="ORDER_APPROVED", key="symbol"):
    """The account can afford the order, and its cost is held until it trades or ends."""


class OrderRejected(Event, name="ORDER_REJECTED"):
    """The order was refused; it never reached the book.

    ``rule`` says in plain words which rule it broke; the figures are those the rule compared:
    what the order needed and what the account had free, in dollars or in shares.
    """

    order_id: OrderId
    account_id: AccountId
    symbol: Symbol
    rejected_by: RejectedBy = RejectedBy.RISK
    reason: RejectionReason
    rule: str
    needed_cash: Cash | None = None
    free_cash: Cash | None = None
    needed_shares: Shares | None = None
    free_shares: Shares | None = None


class RiskLimitBreached(Event, name="RISK_LIMIT_BREACHED"):
    """An account went past one of its limits."""

    account_id: AccountId
    limit: str
    allowed: Cash
    reached: Cash


class TradingHalted(Event, name="TRADING_HALTED"):
    """The account may not place orders any more, for the stated reason."""

    account_id: AccountId
    reason: str


class TradingResumed(Event, name="TRADING_RESUMED"):
    """The account may place orders again."""

    account_id: AccountId
