"""Orders that somebody should have answered by now."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from order.tables import IS_PENDING
from vocabulary import OrderId

PENDING_SECONDS = 5
"""Nothing is pending for longer: neither an order, nor its cancel, nor its replacement."""

_OVERDUE = text(f"""
with late as (
  select order_id from orders as old where {IS_PENDING}
  and coalesce(cancel_requested_at, created_at) < :before
  and coalesce(
    coalesce(cancel_market_time, market_time) < cast(:market_before as timestamptz), true)
  and (replaced_by is null or cancel_requested_at is not null or exists (
    select 1 from orders where order_id = old.replaced_by and created_at < :before))
)
select count(*) as number, (select order_id from late order by order_id limit 1) as oldest
from late
""")  # noqa: S608  # our own words


class Overdue(NamedTuple):
    """How many orders wait for an answer for too long, and the oldest of them."""

    number: int
    oldest: OrderId | None


async def find_overdue(
    connection: AsyncConnection, before: datetime, market_before: datetime | None
) -> Overdue:
    """Those whose owners asked for something before these moments, of ours and of the market.

    Where market time stands still, nothing is due: a wish takes effect at its market time.
    """
    values = {"before": before, "market_before": market_before}
    row = (await connection.execute(_OVERDUE, values)).one()
    return Overdue(row.number, row.oldest)
