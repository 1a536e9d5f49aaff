"""What happened to orders, and what they traded."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from order.repository.rows import Found
from order.tables import fills, order_events
from vocabulary import OrderId


async def list_fills(connection: AsyncConnection, order_id: OrderId) -> Sequence[Found]:
    """What an order traded, oldest first."""
    query = select(fills).where(fills.c.order_id == order_id).order_by(fills.c.number)
    return (await connection.execute(query)).all()


async def list_events(connection: AsyncConnection, order_id: OrderId) -> Sequence[Found]:
    """What happened to an order, oldest first."""
    query = select(order_events).where(order_events.c.order_id == order_id)
    return (await connection.execute(query.order_by(order_events.c.number))).all()
