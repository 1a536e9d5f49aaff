"""What is said of orders when their owners want something."""

from datetime import datetime

from events import OrderCancelRequested, OrderCreated, OrderLeg
from order.domain.bounds import fee_bound
from order.domain.record import OrderRecord
from order.domain.ticket import Ticket
from vocabulary import LegRole, Money, Price


def created(record: OrderRecord) -> OrderCreated:
    """A trader asked to buy or sell. It is made of what was checked already."""
    ticket = record.ticket
    return OrderCreated.model_construct(
        order_id=record.order_id,
        account_id=record.account_id,
        symbol=ticket.symbol,
        side=ticket.side,
        order_type=ticket.order_type,
        quantity=record.quantity,
        limit_price=ticket.limit_price,
        bound_price=record.bound_price,
        reference_price=record.reference_price,
        market_time=record.market_time,
        notional=ticket.notional,
        fee_bound=_fee_bound(record),
        time_in_force=ticket.time_in_force,
        order_class=ticket.order_class,
        stop_price=ticket.stop_price,
        trail_price=ticket.trail_price,
        trail_percent=_percent(ticket),
        extended_hours=ticket.extended_hours,
        reduce_only=ticket.reduce_only,
        legs=tuple(map(_leg, record.legs)),
        replaces=record.replaces,
    )


def cancel_requested(record: OrderRecord, market_time: datetime | None) -> OrderCancelRequested:
    """The owner wants what is left of an order withdrawn."""
    return OrderCancelRequested(
        order_id=record.order_id,
        account_id=record.account_id,
        symbol=record.ticket.symbol,
        market_time=market_time,
    )


def _leg(record: OrderRecord) -> OrderLeg:
    ticket = record.ticket
    return OrderLeg(
        order_id=record.order_id,
        role=record.leg or LegRole.STOP_LOSS,
        order_type=ticket.order_type,
        limit_price=ticket.limit_price,
        stop_price=ticket.stop_price,
        trail_price=ticket.trail_price,
        trail_percent=_percent(ticket),
        bound_price=record.bound_price,
        fee_bound=_fee_bound(record),
    )


def _percent(ticket: Ticket) -> Price | None:
    """Per cent travel like prices."""
    return None if ticket.trail_percent is None else Price(ticket.trail_percent)


def _fee_bound(record: OrderRecord) -> Money:
    return fee_bound(record.fees, record.ticket.side, record.quantity, record.bound_price)
