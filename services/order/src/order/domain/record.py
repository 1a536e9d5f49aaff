"""An order as its owner sees it: by the name they gave it, with its times and its fate."""

from dataclasses import dataclass
from datetime import datetime

from order.domain.order import LIVE, Order
from vocabulary import ClientOrderId, OrderStatus, RejectedBy, RejectionReason


@dataclass(frozen=True, slots=True)
class Rejection:
    """Who refused an order, and by which rule."""

    rejected_by: RejectedBy
    reason: RejectionReason
    rule: str


@dataclass(slots=True)
class OrderRecord:
    """An order and what surrounds it. Times are wall time; ``ended_at`` is missing while it lives.

    ``market_time`` is what time it was on the market when the order was placed, if that was known.
    ``cancel_requested_at`` is written by the owner and ``order`` by the book, so that neither can
    undo what the other did.
    """

    order: Order
    client_order_id: ClientOrderId
    created_at: datetime
    updated_at: datetime
    cancel_requested_at: datetime | None = None
    ended_at: datetime | None = None
    rejection: Rejection | None = None
    market_time: datetime | None = None

    @property
    def is_live(self) -> bool:
        """Whether the order can still trade, now or once it is approved."""
        return self.order.status in LIVE

    @property
    def shown_status(self) -> OrderStatus:
        """The status, or ``pending_cancel`` for a live order whose cancel is asked for."""
        if self.is_live and self.cancel_requested_at is not None:
            return OrderStatus.PENDING_CANCEL
        return self.order.status

    @property
    def changed_at(self) -> datetime:
        """When the owner, risk or the book last did something to the order."""
        return max(self.updated_at, self.cancel_requested_at or self.updated_at)

    def reject(self, rejection: Rejection) -> None:
        """End an order that never came onto the book.

        Raises:
            IllegalTransition: it is there, or has ended.
        """
        self.order.become(OrderStatus.REJECTED)
        self.rejection = rejection
