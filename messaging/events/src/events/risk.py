"""Facts owned by the risk service. Money is in dollars."""

from uuid import UUID

from pydantic import AwareDatetime

from events.base import (
    Cash,
    Event,
    Figure,
    OfAccount,
    PositivePrice,
    PositiveShares,
    Shares,
)
from events.order_facts import OfOrder, OrderTerms
from vocabulary import AlertKind, MarginCallKind, RejectedBy, RejectionReason, Side, Symbol


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
    allowed: Figure | None = None
    """How far the account may go, in what the rule counts: dollars, per cent or orders."""
    reached: Figure | None = None
    """How far it would have gone, or has gone already."""


class RiskLimitBreached(OfAccount, Event, name="RISK_LIMIT_BREACHED"):
    """An account went past one of its limits."""

    limit: str
    """The limit's name."""
    allowed: Cash
    """How far the account may go, in dollars."""
    reached: Cash
    """How far it went, in dollars."""


class TradingHalted(OfAccount, Event, name="TRADING_HALTED"):
    """The account may not place orders any more; those that are open are canceled."""

    reason: str
    """Why, in plain words."""
    symbol: Symbol | None = None
    """Only orders for this symbol; missing if it may not trade at all."""


class TradingResumed(OfAccount, Event, name="TRADING_RESUMED"):
    """The account may place orders again."""

    symbol: Symbol | None = None
    """Only for this symbol; missing if it could not trade at all."""


class MarginCallIssued(OfAccount, Event, name="MARGIN_CALL_ISSUED"):
    """A margin account has too little equity; its owner has until ``due`` to mend that."""

    kind: MarginCallKind
    """What it is not enough for."""
    equity: Cash
    """What the account is worth, in dollars."""
    required: Cash
    """What it would have to be worth, in dollars."""
    lacking: Cash
    """The difference, in dollars: to deposit it, or to close positions, meets the call."""
    due: AwareDatetime
    """Until when, in market time. After that the house closes positions."""
    market_time: AwareDatetime
    """When it was issued, in market time."""


class MarginCallMet(OfAccount, Event, name="MARGIN_CALL_MET"):
    """A margin account has enough equity again."""

    liquidated: bool
    """Whether the house closed positions to that end."""


class LiquidationOrdered(OfOrder, Event, name="LIQUIDATION_ORDERED"):
    """A margin call was not met, so the house closes a position, or a part of it, at the market."""

    side: Side
    """Which way the shares go, seen from the account."""
    quantity: PositiveShares
    """How many shares at most."""
    reason: str
    """Why, in plain words."""


class PriceAlertFired(OfAccount, Event, name="PRICE_ALERT_FIRED"):
    """A price did what somebody waits for."""

    alert_id: UUID
    """Which alert of the account."""
    symbol: Symbol
    """Whose price."""
    kind: AlertKind
    """What was waited for."""
    level: PositivePrice
    """The price to cross, in dollars, or by how many per cent to move."""
    price: PositivePrice
    """The middle between bid and ask then, in dollars per share."""
    repeats: bool
    """Whether it waits again; a minute later at the earliest."""
    fired_at: AwareDatetime
    """When, on the wall."""


class AccountReviewRequested(OfAccount, Event, name="ACCOUNT_REVIEW_REQUESTED"):
    """Prices or time have moved so that the margin or the limits of an account want a look."""

    market_time: AwareDatetime
    """When that was noticed, in market time."""


class _OfWithdrawal(OfAccount):
    """The answer to a WITHDRAWAL_REQUESTED."""

    transfer_id: UUID
    """Which transfer."""


class WithdrawalApproved(_OfWithdrawal, Event, name="WITHDRAWAL_APPROVED"):
    """The dollars of a withdrawal were free, and no order may spend them any more."""

    amount: Cash
    """How many dollars may go out."""
    market_time: AwareDatetime | None = None
    """Market time at which somebody asked, if the request said so."""


class WithdrawalRefused(_OfWithdrawal, Event, name="WITHDRAWAL_REFUSED"):
    """The dollars of a withdrawal are not free; nothing was moved."""

    reason: RejectionReason
    """Which rule it broke, for programs."""
    rule: str
    """Which rule it broke, in plain words."""
    free_cash: Cash
    """Dollars that could have been taken out."""


class AccountAtRest(OfAccount, Event, name="ACCOUNT_AT_REST"):
    """An account that is being wound up has nothing open any more, and holds nothing back.

    What it traded may still be on its way to whoever keeps its books: publishers are not ordered
    among each other. So it says after how many fills it came to rest.
    """

    winding_id: UUID
    """Which ACCOUNT_WINDING_UP this answers."""
    fills: int
    """How many fills were settled in the account's whole life, in all of its epochs.

    Accounts that are older than this event count from its introduction on, everywhere.
    """
