"""Orders one by one: adding, finding, listing, and marking what became of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sqlalchemy import ARRAY, bindparam, cast, func, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

from chassis.statements import update_rows
from order.domain.record import OrderRecord
from order.repository.rows import Found, new_row, record_of
from order.tables import IS_LIVE, fills, orders
from vocabulary import AccountId, ClientOrderId, OrderId, Symbol

Life = Literal["open", "closed", "all"]
Name = tuple[AccountId, ClientOrderId | None]
Own = tuple[AccountId, OrderId]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which of an account's orders: ``before`` one that was seen already, newest first."""

    status: Life = "all"
    symbol: Symbol | None = None
    client_order_id: ClientOrderId | None = None
    before: OrderId | None = None
    limit: int = 50


async def add_new(connection: AsyncConnection, records: Sequence[OrderRecord]) -> set[OrderId]:
    """Store orders whose name is new to their account; return which.

    Sorted by name: two processes that are given the same ones wait for each other, never in a ring.
    """
    if not records:
        return set()
    ordered = sorted(records, key=_name)
    rows = [new_row(record) for record in ordered]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return set(await connection.scalars(_insert_new(tuple(columns)), columns))


async def find_named(
    connection: AsyncConnection, names: Collection[Name]
) -> dict[Name, OrderRecord]:
    """The orders that were stored under the names."""
    if not names:
        return {}
    name = tuple_(orders.c.account_id, orders.c.client_order_id)
    found = await connection.execute(select(orders).where(name.in_(names)))
    return {_name(record): record for record in map(record_of, found)}


async def lock_own(connection: AsyncConnection, own: Iterable[Own]) -> dict[Own, OrderRecord]:
    """The orders that exist and are whose they are said to be; nobody changes them meanwhile."""
    owner = tuple_(orders.c.account_id, orders.c.order_id)
    query = select(orders).where(owner.in_(own)).order_by(orders.c.order_id)
    found = await connection.execute(query.with_for_update(key_share=True))
    return {(row.account_id, row.order_id): record_of(row) for row in found}


async def request_cancel(connection: AsyncConnection, records: Collection[OrderRecord]) -> None:
    """Store when owners asked for their orders to be withdrawn; the book writes none of that."""
    rows = [
        {
            "order_id": record.order_id,
            "cancel_requested_at": record.cancel_requested_at,
        }
        for record in records
    ]
    await update_rows(connection, orders, rows)


async def find_own(
    connection: AsyncConnection, account_id: AccountId, order_id: OrderId
) -> OrderRecord | None:
    """One of the account's orders; ``None`` if there is none, or it is somebody else's."""
    query = select(orders).where(orders.c.order_id == order_id, orders.c.account_id == account_id)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else record_of(row)


async def list_own(
    connection: AsyncConnection, account_id: AccountId, wanted: Filter
) -> list[OrderRecord]:
    """Some of the account's orders, newest first."""
    query = select(orders).where(orders.c.account_id == account_id)
    if wanted.status != "all":
        query = query.where(text(IS_LIVE if wanted.status == "open" else f"not ({IS_LIVE})"))
    if wanted.symbol is not None:
        query = query.where(orders.c.symbol == wanted.symbol)
    if wanted.client_order_id is not None:
        query = query.where(orders.c.client_order_id == wanted.client_order_id)
    if wanted.before is not None:
        query = query.where(orders.c.order_id < wanted.before)
    newest_first = query.order_by(orders.c.order_id.desc()).limit(wanted.limit)
    return [record_of(row) for row in await connection.execute(newest_first)]


async def list_fills(connection: AsyncConnection, order_id: OrderId) -> Sequence[Found]:
    """What an order traded, oldest first."""
    query = select(fills).where(fills.c.order_id == order_id).order_by(fills.c.number)
    return (await connection.execute(query)).all()


async def find_whole(
    connection: AsyncConnection, order_ids: Collection[OrderId]
) -> dict[OrderId, OrderRecord]:
    """Orders with their exits, by one query."""
    wanted = set(order_ids)
    among = orders.c.order_id.in_(wanted) | orders.c.parent_id.in_(wanted)
    rows = (await connection.execute(select(orders).where(among).order_by(orders.c.order_id))).all()
    legs: defaultdict[OrderId, list[OrderRecord]] = defaultdict(list)
    for row in rows:
        if row.parent_id is not None:
            legs[row.parent_id].append(record_of(row))
    return {
        row.order_id: record_of(row, legs[row.order_id]) for row in rows if row.order_id in wanted
    }


def _name(record: OrderRecord) -> Name:
    return record.account_id, record.client_order_id


@cache
def _insert_new(names: tuple[str, ...]) -> ReturningInsert[Any]:
    """One row for each entry of the arrays; none where the account has an order of that name."""
    arrays = [cast(bindparam(name), ARRAY(orders.c[name].type)) for name in names]
    new = func.unnest(*arrays).table_valued(*names, name="new").render_derived()
    return (
        insert(orders)
        .from_select(names, select(*(new.c[name] for name in names)))
        .on_conflict_do_nothing(constraint="one_order_for_a_name")
        .returning(orders.c.order_id)
    )
