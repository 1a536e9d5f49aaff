"""Orders one by one: finding them, and what their owners ask of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Select, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.driver import look
from chassis.statements import update_rows
from order.domain.record import OrderRecord
from order.repository.rows import record_of
from order.tables import IS_LIVE, orders
from vocabulary import (
    NO_SHARES,
    AccountId,
    ClientOrderId,
    OrderClass,
    OrderId,
    Quantity,
    Symbol,
)

Name = tuple[AccountId, ClientOrderId | None]
Own = tuple[AccountId, OrderId]
_Select = Select[Any]
_BY_ROLE = (orders.c.leg.desc(), orders.c.order_id)
"""Those that take a profit before those that stop a loss, and each as they came."""

_CHAINS = """
with recursive chain as (
  select order_id as head, order_id as link from unnest(cast(:heads as uuid[])) as given(order_id)
  union all
  select chain.head, orders.replaces from chain join orders on orders.order_id = chain.link
  where orders.replaces is not null
)
select chain.head, chain.link, orders.filled_quantity from chain
join orders on orders.order_id = chain.link
"""


async def find_named(
    connection: AsyncConnection, names: Collection[Name]
) -> dict[Name, OrderRecord]:
    """The orders that were stored under the names, with their exits."""
    if not names:
        return {}
    name = tuple_(orders.c.account_id, orders.c.client_order_id)
    found = (await connection.execute(select(orders).where(name.in_(names)))).all()
    groups = [row.order_id for row in found if row.order_class != OrderClass.SIMPLE]
    whole = await find_whole(connection, groups) if groups else {}
    records = (whole.get(row.order_id) or record_of(row) for row in found)
    return {(record.account_id, record.client_order_id): record for record in records}


async def lock_own(connection: AsyncConnection, own: Iterable[Own]) -> dict[Own, OrderRecord]:
    """The orders that exist and are whose they are said to be; nobody changes them meanwhile."""
    owner = tuple_(orders.c.account_id, orders.c.order_id)
    found = await connection.execute(_locked(select(orders).where(owner.in_(own))))
    return {(row.account_id, row.order_id): record_of(row) for row in found}


async def lock_live(
    connection: AsyncConnection, account_id: AccountId, symbol: Symbol | None
) -> list[OrderRecord]:
    """The account's live orders, of one symbol or all; nobody changes them meanwhile."""
    found = await connection.execute(_locked(_live(account_id, symbol)))
    return [record_of(row) for row in found]


async def list_live(
    connection: AsyncConnection, account_id: AccountId, symbol: Symbol | None
) -> list[OrderRecord]:
    """The account's live orders, of one symbol or all."""
    found = await connection.execute(_live(account_id, symbol))
    return [record_of(row) for row in found]


async def any_live(connection: AsyncConnection, order_ids: Collection[OrderId]) -> bool:
    """Whether one of the orders can still trade."""
    query = select(orders.c.order_id).where(orders.c.order_id.in_(order_ids), text(IS_LIVE))
    return (await connection.execute(query.limit(1))).first() is not None


async def request_cancel(connection: AsyncConnection, records: Collection[OrderRecord]) -> None:
    """Store when owners asked for their orders to be withdrawn; the book writes none of that."""
    rows = [
        {
            "order_id": record.order_id,
            "cancel_requested_at": record.cancel_requested_at,
            "cancel_market_time": record.cancel_market_time,
        }
        for record in records
    ]
    await update_rows(connection, orders, rows)


async def request_replacement(connection: AsyncConnection, record: OrderRecord) -> None:
    """Store which order is to stand in the place of one."""
    row = {"order_id": record.order_id, "replaced_by": record.replaced_by}
    await update_rows(connection, orders, [row])


async def find_own(
    connection: AsyncConnection, account_id: AccountId, order_id: OrderId
) -> OrderRecord | None:
    """One of the account's orders, with its exits; ``None`` if it is not there, or not theirs."""
    record = await find_alone(connection, account_id, order_id)
    if record is not None:
        await add_legs(connection, [record])
    return record


async def find_alone(
    connection: AsyncConnection, account_id: AccountId, order_id: OrderId
) -> OrderRecord | None:
    """The same without its exits."""
    query = select(orders).where(orders.c.order_id == order_id, orders.c.account_id == account_id)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else record_of(row)


async def find_whole(
    connection: AsyncConnection, order_ids: Collection[OrderId]
) -> dict[OrderId, OrderRecord]:
    """Orders with their exits, by one query."""
    wanted = set(order_ids)
    among = orders.c.order_id.in_(wanted) | orders.c.parent_id.in_(wanted)
    rows = (await connection.execute(select(orders).where(among).order_by(*_BY_ROLE))).all()
    legs: defaultdict[OrderId, list[OrderRecord]] = defaultdict(list)
    for row in rows:
        if row.parent_id is not None:
            legs[row.parent_id].append(record_of(row))
    return {
        row.order_id: record_of(row, legs[row.order_id]) for row in rows if row.order_id in wanted
    }


async def add_legs(connection: AsyncConnection, records: Collection[OrderRecord]) -> None:
    """Give orders the exits that they, or those in whose place they stand, were placed with."""
    heads = {
        one.order_id: one
        for one in records
        if one.ticket.order_class is not OrderClass.SIMPLE and one.parent_id is None
    }
    if not heads:
        return
    links = await look(connection, _CHAINS, {"heads": list(heads)})
    among = orders.c.parent_id.in_({link for _, link, _ in links})
    placed_with: defaultdict[OrderId, list[OrderRecord]] = defaultdict(list)
    for row in await connection.execute(select(orders).where(among).order_by(*_BY_ROLE)):
        placed_with[row.parent_id].append(record_of(row))
    for head, link, _ in links:
        heads[head].legs = [*heads[head].legs, *placed_with[link]]


async def find_carried(
    connection: AsyncConnection, records: Collection[OrderRecord]
) -> Mapping[OrderId, Quantity]:
    """How much was traded by the orders in whose place these stand: their quantity counts it in."""
    carried: defaultdict[OrderId, Quantity] = defaultdict(lambda: NO_SHARES)
    heads = [record.order_id for record in records if record.replaces is not None]
    if not heads:
        return carried
    for head, link, filled in await look(connection, _CHAINS, {"heads": heads}):
        if link != head:
            carried[head] = Quantity(carried[head] + filled)
    return carried


def _live(account_id: AccountId, symbol: Symbol | None) -> _Select:
    query = select(orders).where(orders.c.account_id == account_id, text(IS_LIVE))
    if symbol is not None:
        query = query.where(orders.c.symbol == symbol)
    return query.order_by(orders.c.order_id)


def _locked(query: _Select) -> _Select:
    return query.order_by(orders.c.order_id).with_for_update(key_share=True)
