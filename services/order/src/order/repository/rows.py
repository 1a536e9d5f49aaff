"""Orders as rows, and back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from order.domain.record import OrderRecord, Rejection
from order.domain.ticket import Exit, Ticket
from vocabulary import (
    LegRole,
    OrderClass,
    OrderStatus,
    OrderType,
    RejectedBy,
    RejectionReason,
    Side,
    TimeInForce,
)

Found = Row[Any]
Values = Mapping[str, Any]


def ticket_of(row: Found, legs: Iterable[OrderRecord] = ()) -> Ticket:
    """What its owner asked for at first; of an exit, what they asked of it."""
    exits = {leg.leg: exit_of(leg.ticket) for leg in legs if leg.replaces is None}
    return Ticket(
        row.symbol,
        Side(row.side),
        OrderType(row.order_type),
        row.quantity if row.notional is None else None,
        limit_price=row.limit_price,
        notional=row.notional,
        stop_price=row.stop_price,
        trail_price=row.trail_price,
        trail_percent=row.trail_percent,
        time_in_force=TimeInForce(row.time_in_force),
        order_class=OrderClass(row.order_class),
        display_quantity=row.display_quantity,
        post_only=row.post_only,
        reduce_only=row.reduce_only,
        extended_hours=row.extended_hours,
        expires_at=row.expires_at,
        take_profit=exits.get(LegRole.TAKE_PROFIT),
        stop_loss=exits.get(LegRole.STOP_LOSS),
    )


def exit_of(ticket: Ticket) -> Exit:
    """The prices of an order that is an exit."""
    return Exit(ticket.limit_price, ticket.stop_price, ticket.trail_price, ticket.trail_percent)


def record_of(row: Found, legs: Sequence[OrderRecord] = ()) -> OrderRecord:
    """What the owner of an order knows of it, and of its exits if they are given."""
    rejection = None
    if row.rejected_by is not None:
        rejection = Rejection(
            RejectedBy(row.rejected_by), RejectionReason(row.rejection_reason), row.rejection_rule
        )
    return OrderRecord(
        order_id=row.order_id,
        account_id=row.account_id,
        client_order_id=row.client_order_id,
        ticket=ticket_of(row, legs),
        quantity=row.quantity,
        bound_price=row.bound_price,
        created_at=row.created_at,
        updated_at=row.updated_at,
        reference_price=row.reference_price,
        market_time=row.market_time,
        fill_model=row.fill_model,
        fees=row.fees,
        broker=row.broker,
        parent_id=row.parent_id,
        leg=None if row.leg is None else LegRole(row.leg),
        replaces=row.replaces,
        replaced_by=row.replaced_by,
        cancel_requested_at=row.cancel_requested_at,
        cancel_market_time=row.cancel_market_time,
        status=OrderStatus(row.status),
        reason=row.reason,
        filled_quantity=row.filled_quantity,
        traded_value=row.traded_value,
        fee=row.fee,
        hwm=row.hwm,
        ended_at=row.ended_at,
        rejection=rejection,
        legs=legs,
    )


def asked_row(record: OrderRecord) -> Values:
    """What is asked of a new order, but not of its exits: they are rows of their own."""
    ticket = record.ticket
    return {
        "order_id": record.order_id,
        "account_id": record.account_id,
        "client_order_id": record.client_order_id,
        "symbol": ticket.symbol,
        "side": ticket.side,
        "order_type": ticket.order_type,
        "time_in_force": ticket.time_in_force,
        "order_class": ticket.order_class,
        "quantity": record.quantity,
        "notional": ticket.notional,
        "limit_price": ticket.limit_price,
        "stop_price": ticket.stop_price,
        "trail_price": ticket.trail_price,
        "trail_percent": ticket.trail_percent,
        "display_quantity": ticket.display_quantity,
        "post_only": ticket.post_only,
        "reduce_only": ticket.reduce_only,
        "extended_hours": ticket.extended_hours,
        "expires_at": ticket.expires_at,
        "fill_model": record.fill_model,
        "fees": record.fees,
        "broker": record.broker,
        "bound_price": record.bound_price,
        "reference_price": record.reference_price,
        "parent_id": record.parent_id,
        "leg": record.leg,
        "replaces": record.replaces,
        "created_at": record.created_at,
        "market_time": record.market_time,
    }


def new_row(record: OrderRecord) -> Values:
    """A new order, of which nothing has become yet."""
    return {
        **asked_row(record),
        "status": record.status,
        "book_position": 0,
        "filled_quantity": record.filled_quantity,
        "traded_value": record.traded_value,
        "fill_count": 0,
        "fee": record.fee,
        "updated_at": record.updated_at,
    }
