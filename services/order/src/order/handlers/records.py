"""What becomes of orders that are refused, and of those that belong to them."""

from collections.abc import Iterator

from bus.handlers import Handlers
from events import Event, OrderRejected, OrderReplacementRefused
from order.domain.record import OrderRecord, Rejection
from vocabulary import RejectedBy, plain

records = Handlers[OrderRecord](key="order_id")


@records.on(OrderRejected)
def close_rejected(record: OrderRecord, rejected: OrderRejected) -> Iterator[Event]:
    """Mark the order and its exits, so that their owner sees that they went nowhere, and why.

    One that the book refused is marked by the book; what was to follow it, here. Of exits nobody
    else says so: who refuses an order names only that. The book never heard of an order that risk
    refused: if another one was to be replaced by it, the book is told that that one stays.
    """
    exits = [leg for leg in record.legs if leg.is_live]
    figures = {
        "needed_cash": rejected.needed_cash,
        "free_cash": rejected.free_cash,
        "needed_shares": rejected.needed_shares,
        "free_shares": rejected.free_shares,
    }
    said = {name: plain(figure) for name, figure in figures.items() if figure is not None}
    record.reject(Rejection(rejected.rejected_by, rejected.reason, rejected.rule, said))
    yield from (_exit_rejected(leg, rejected) for leg in exits)
    if record.replaces is not None and rejected.rejected_by is RejectedBy.RISK:
        yield OrderReplacementRefused(
            order_id=record.replaces,
            account_id=record.account_id,
            symbol=record.ticket.symbol,
            market_time=rejected.market_time,
            replacement_id=record.order_id,
            reason=rejected.rule,
        )


def _exit_rejected(leg: OrderRecord, rejected: OrderRejected) -> OrderRejected:
    return OrderRejected(
        order_id=leg.order_id,
        account_id=leg.account_id,
        symbol=leg.ticket.symbol,
        market_time=rejected.market_time,
        rejected_by=rejected.rejected_by,
        reason=rejected.reason,
        rule=leg.reason or rejected.rule,
    )
