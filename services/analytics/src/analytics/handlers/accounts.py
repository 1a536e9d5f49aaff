"""What the analytics service notes when something happens elsewhere. It has nothing to say itself.

The order of events from different services is left open: nothing here depends on it.
"""

from collections.abc import Iterable

from analytics.domain.record import Fill, Outcome, TrackRecord
from bus.handlers import Handlers
from events import (
    AccountOpened,
    Event,
    OrderAccepted,
    OrderCanceled,
    OrderCreated,
    OrderExpired,
    OrderFilled,
    OrderPartiallyFilled,
    OrderRejected,
    OrderReplaced,
)

handlers = Handlers[TrackRecord](key="account_id")

OUTCOMES = {
    OrderAccepted.name: Outcome.ACCEPTED,
    OrderCanceled.name: Outcome.CANCELED,
    OrderExpired.name: Outcome.EXPIRED,
    OrderReplaced.name: Outcome.REPLACED,
}


@handlers.on(AccountOpened)
def note_opening(record: TrackRecord, opened: AccountOpened) -> Iterable[Event]:
    """Remember what profit is measured against."""
    record.open(opened.cash)
    return ()


@handlers.on(OrderCreated)
def count_created(record: TrackRecord, order: OrderCreated) -> Iterable[Event]:
    """Count an order, and the exits that it comes with: they are orders too."""
    record.count(Outcome.CREATED, 1 + len(order.legs))
    return ()


@handlers.on(OrderAccepted, OrderCanceled, OrderExpired, OrderReplaced)
def count_order(
    record: TrackRecord,
    order: OrderAccepted | OrderCanceled | OrderExpired | OrderReplaced,
) -> Iterable[Event]:
    """Count what became of an order."""
    record.count(OUTCOMES[order.name])
    return ()


@handlers.on(OrderRejected)
def count_rejection(record: TrackRecord, rejected: OrderRejected) -> Iterable[Event]:
    """Count a refusal, and its reason."""
    record.reject(rejected.reason)
    return ()


@handlers.on(OrderPartiallyFilled, OrderFilled)
def note_fill(record: TrackRecord, fill: OrderPartiallyFilled | OrderFilled) -> Iterable[Event]:
    """Take a trade into account, and count the order that it completed."""
    record.trade(
        Fill(
            fill_id=fill.fill_id,
            symbol=fill.symbol,
            side=fill.side,
            quantity=fill.quantity,
            price=fill.price,
            market_time=fill.market_time,
            fee=fill.fee,
        )
    )
    if isinstance(fill, OrderFilled):
        record.count(Outcome.FILLED)
    return ()
