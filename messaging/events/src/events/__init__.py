"""Every event in the system, one module per owner.

The owner is the only service that may publish the event. A fact is added here once and is
then typed for every publisher, validated for every consumer, and exported for the browser.
"""

from events.auth import AuditRecorded, SessionRevoked, UserDeleted, UserRegistered
from events.base import CATALOGUE, Channel, Event
from events.exchange import ClockSteered, CorporateActionAnnounced, CorporateActionEffective
from events.market import (
    Bar,
    BookLevel,
    Depth,
    InstrumentStatusShown,
    MarketClock,
    MarketSnapshot,
    Quote,
    SymbolSnapshot,
    Trade,
)
from events.order import (
    OrderAccepted,
    OrderBook,
    OrderCanceled,
    OrderCancelRequested,
    OrderCreated,
    OrderExpired,
    OrderFilled,
    OrderLeg,
    OrderPartiallyFilled,
    OrderReplaced,
    OrderReplacementRefused,
    OrderUpdated,
)
from events.portfolio import (
    AccountOpened,
    AccountReset,
    CashDeposited,
    CashWithdrawn,
    PortfolioUpdated,
    PositionChanged,
)
from events.risk import (
    AccountReviewRequested,
    LiquidationOrdered,
    MarginCallIssued,
    MarginCallMet,
    OrderApproved,
    OrderRejected,
    RiskLimitBreached,
    TradingHalted,
    TradingResumed,
)
from events.tape import TapeWord, TapeWritten

__all__ = [
    "CATALOGUE",
    "AccountOpened",
    "AccountReset",
    "AccountReviewRequested",
    "AuditRecorded",
    "Bar",
    "BookLevel",
    "CashDeposited",
    "CashWithdrawn",
    "Channel",
    "ClockSteered",
    "CorporateActionAnnounced",
    "CorporateActionEffective",
    "Depth",
    "Event",
    "InstrumentStatusShown",
    "LiquidationOrdered",
    "MarginCallIssued",
    "MarginCallMet",
    "MarketClock",
    "MarketSnapshot",
    "OrderAccepted",
    "OrderApproved",
    "OrderBook",
    "OrderCancelRequested",
    "OrderCanceled",
    "OrderCreated",
    "OrderExpired",
    "OrderFilled",
    "OrderLeg",
    "OrderPartiallyFilled",
    "OrderRejected",
    "OrderReplaced",
    "OrderReplacementRefused",
    "OrderUpdated",
    "PortfolioUpdated",
    "PositionChanged",
    "Quote",
    "RiskLimitBreached",
    "SessionRevoked",
    "SymbolSnapshot",
    "TapeWord",
    "TapeWritten",
    "Trade",
    "TradingHalted",
    "TradingResumed",
    "UserDeleted",
    "UserRegistered",
]
