"""Orders as rows, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from order.domain.order import LIVE, Order
from order.domain.record import OrderRecord, Rejection
from vocabulary import OrderStatus, OrderType, RejectedBy, RejectionReason, Side

Found = Row[Any]
Values = Mapping[str, Any]


def order_of(row: Found) -> Order:
    """What the book knows of an order."""
    return Order(
        order_id=row.order_id,
        account_id=row.account_id,
        symbol=row.symbol,
        side=Side(row.side),
        order_type=OrderType(row.order_type),
        quantity=row.quantity,
        bound_price=row.bound_price,
        limit_price=row.limit_price,
        reference_price=row.reference_price,
        status=OrderStatus(row.status),
        book_position=row.book_position,
        filled_quantity=row.filled_quantity,
        traded_value=row.traded_value,
        fill_count=row.fill_count,
    )


def record_of(row: Found) -> OrderRecord:
    """What the owner of an order knows of it."""
    rejection = None
    if row.rejected_by is not None:
        rejection = Rejection(
            RejectedBy(row.rejected_by), RejectionReason(row.rejection_reason), row.rejection_rule
        )
    return OrderRecord(
        order=order_of(row),
        client_order_id=row.client_order_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        cancel_requested_at=row.cancel_requested_at,
        ended_at=row.ended_at,
        rejection=rejection,
        market_time=row.market_time,
    )


def new_row(record: OrderRecord) -> Values:
    """A new order, whole."""
    order = record.order
    return {
        "order_id": order.order_id,
        "account_id": order.account_id,
        "client_order_id": record.client_order_id,
        "symbol": order.symbol,
        "side": order.side,
        "order_type": order.order_type,
        "quantity": order.quantity,
        "limit_price": order.limit_price,
        "bound_price": order.bound_price,
        "reference_price": order.reference_price,
        "created_at": record.created_at,
        "market_time": record.market_time,
        **fate_row(order, record.created_at),
    }


def fate_row(order: Order, now: datetime) -> Values:
    """What changes in an order's life; never what it asks for, nor what its owner writes."""
    return {
        "order_id": order.order_id,
        "status": order.status,
        "book_position": order.book_position,
        "filled_quantity": order.filled_quantity,
        "traded_value": order.traded_value,
        "fill_count": order.fill_count,
        "updated_at": now,
        "ended_at": None if order.status in LIVE else now,
    }
