"""Orders that stand in the place of others."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection

from bus.driver import look
from order.domain.record import OrderRecord
from order.repository.orders import Own, find_whole, lock_own
from vocabulary import OrderId, OrderStatus

_NEWEST = """
with recursive line as (
  select order_id as head, order_id, status, replaced_by from orders
  where order_id = any(cast(:heads as uuid[]))
  union all
  select line.head, heir.order_id, heir.status, heir.replaced_by
  from line join orders as heir on heir.order_id = line.replaced_by
  where line.status = 'replaced'
)
select head, order_id from line where status <> 'replaced' or replaced_by is null
"""


async def lock_newest(connection: AsyncConnection, own: Iterable[Own]) -> dict[Own, OrderRecord]:
    """The orders that exist and are whose they are said to be; nobody changes them meanwhile.

    Instead of one that has been replaced it is the last that came in its place.
    """
    found = await lock_own(connection, own)
    while replaced := {name: one.order_id for name, one in found.items() if _has_heir(one)}:
        newest = await _newest(connection, replaced.values())
        heirs = {name: (name[0], newest[order_id]) for name, order_id in replaced.items()}
        found |= await lock_own(connection, {*heirs.values()} - found.keys())
        found |= {name: found[heir] for name, heir in heirs.items()}
    return found


async def find_entry(connection: AsyncConnection, parent_id: OrderId) -> OrderRecord | None:
    """What exits belong to: with what is asked for now, if the first entry has been replaced."""
    whole = await find_whole(connection, [parent_id])
    if (parent := whole.get(parent_id)) is not None and _has_heir(parent):
        newest = (await _newest(connection, [parent_id]))[parent_id]
        parent.ticket = (await find_whole(connection, [newest]))[newest].ticket
    return parent


def _has_heir(record: OrderRecord) -> bool:
    return record.status is OrderStatus.REPLACED and record.replaced_by is not None


async def _newest(connection: AsyncConnection, heads: Iterable[OrderId]) -> dict[OrderId, OrderId]:
    links = await look(connection, _NEWEST, {"heads": [*heads]})
    return {OrderId(head): OrderId(order_id) for head, order_id in links}
