"""An order as its owner sees it: what it asks for, by which name, its times and its fate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from order.domain.exchange.terms import GTC_MAX
from order.domain.lifecycle import LIVE, Happening, Life
from order.domain.models import fees, fills
from order.domain.routing.report import SIMULATED
from order.domain.ticket import Ticket
from vocabulary import (
    NO_MONEY,
    NO_SHARES,
    AccountId,
    ClientOrderId,
    LegRole,
    Money,
    OrderId,
    OrderStatus,
    Price,
    Quantity,
    RejectedBy,
    RejectionReason,
    TimeInForce,
    average_price,
)


@dataclass(frozen=True, slots=True)
class Rejection:
    """Who refused an order, by which rule, and the figures that were compared."""

    rejected_by: RejectedBy
    reason: RejectionReason
    rule: str
    figures: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(slots=True)
class OrderRecord:
    """An order and what became of it. Times are wall time; ``ended_at`` is missing while it lives.

    ``quantity`` is what the ticket asks for in shares, or what its money buys at ``bound_price``:
    the worst price at which it may trade, in dollars. ``market_time`` is what time it was on the
    market when the order was placed, if that was known; ``cancel_market_time`` likewise.

    ``cancel_requested_at`` and ``replaced_by`` are written by the owner, and what follows
    ``status`` by the book, so that neither can undo what the other did. An exit says whose it is
    (``parent_id``) and what it is for (``leg``). ``traded_value`` is not rounded; ``hwm`` is the
    best price that a trailing stop has seen. ``legs`` are the exits, where they were asked for.
    """

    order_id: OrderId
    account_id: AccountId
    client_order_id: ClientOrderId
    ticket: Ticket
    quantity: Quantity
    bound_price: Price
    created_at: datetime
    updated_at: datetime
    reference_price: Price | None = None
    market_time: datetime | None = None
    fill_model: str = fills.DEFAULT
    fees: str = fees.DEFAULT
    broker: str = SIMULATED
    parent_id: OrderId | None = None
    leg: LegRole | None = None
    replaces: OrderId | None = None
    replaced_by: OrderId | None = None
    cancel_requested_at: datetime | None = None
    cancel_market_time: datetime | None = None
    status: OrderStatus = OrderStatus.PENDING_NEW
    reason: str | None = None
    filled_quantity: Quantity = NO_SHARES
    traded_value: Money = Money(Decimal(0))
    fee: Money = NO_MONEY
    hwm: Price | None = None
    ended_at: datetime | None = None
    rejection: Rejection | None = None
    legs: Sequence["OrderRecord"] = ()

    @property
    def is_live(self) -> bool:
        """Whether the order can still trade, now or once it is approved."""
        return self.status in LIVE or self.status in _ASKED

    @property
    def shown_status(self) -> OrderStatus:
        """The status, or which wish of the owner a live order has still to be answered."""
        if not self.is_live:
            return self.status
        if self.cancel_requested_at is not None:
            return OrderStatus.PENDING_CANCEL
        if self.replaced_by is not None:
            return OrderStatus.PENDING_REPLACE
        return self.status

    @property
    def expires_at(self) -> datetime | None:
        """When the order ends at the latest, in market time; ``None`` if no moment is known.

        One that is good till it is canceled grows old on our book; a broker has its own rules.
        """
        is_gtc = self.ticket.time_in_force is TimeInForce.GTC
        if is_gtc and self.market_time is not None and self.broker == SIMULATED:
            return self.market_time + timedelta(microseconds=GTC_MAX)
        return self.ticket.expires_at

    @property
    def changed_at(self) -> datetime:
        """When the owner, risk or the book last did something to the order."""
        return max(self.updated_at, self.cancel_requested_at or self.updated_at)

    @property
    def average_price(self) -> Price | None:
        """Dollars per share over all fills; ``None`` before the first."""
        if not self.filled_quantity:
            return None
        return average_price(self.traded_value, self.filled_quantity)

    def choose(self, fill_model: str, fees: str, broker: str) -> None:
        """Have it, and its exits, filled and charged like that, by whom the account trades with."""
        for one in (self, *self.legs):
            one.fill_model, one.fees, one.broker = fill_model, fees, broker

    def reject(self, rejection: Rejection) -> None:
        """End an order that never came onto the book, and its exits; one that ended stays so.

        Raises:
            CannotHappen: it is on the book.
        """
        if self.is_live:
            life = Life(self.status)
            life.step(Happening.REJECT, 0, rejection.rule)
            self.status, self.reason = life.status, rejection.rule
            self.rejection = rejection
        for leg in self.legs:
            leg.reject(replace(rejection, rule=f"its entry was refused: {rejection.rule}"))


_ASKED = frozenset({OrderStatus.PENDING_CANCEL, OrderStatus.PENDING_REPLACE})
