"""Lists of orders: which of an account's, from where on, and how many."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from order.domain.record import OrderRecord
from order.repository.orders import add_legs
from order.repository.rows import record_of
from order.tables import IS_LIVE, orders
from vocabulary import AccountId, ClientOrderId, OrderId, Side, Symbol

Ending = Literal["filled", "canceled", "expired", "replaced", "rejected"]
Life = Literal["open", "closed", "all"] | Ending
Direction = Literal["asc", "desc"]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which of an account's orders: those ``beyond`` one that was seen already.

    ``after`` and ``until`` are about when they were placed; neither moment is included. ``nested``
    leaves out exits: they are shown with the orders that they belong to.
    """

    status: Life = "all"
    symbols: Collection[Symbol] = ()
    side: Side | None = None
    client_order_id: ClientOrderId | None = None
    after: datetime | None = None
    until: datetime | None = None
    direction: Direction = "desc"
    nested: bool = False
    beyond: OrderId | None = None
    limit: int = 50


async def list_own(
    connection: AsyncConnection, account_id: AccountId, wanted: Filter
) -> list[OrderRecord]:
    """Some of the account's orders, newest first unless the oldest are to be."""
    query = select(orders).where(orders.c.account_id == account_id)
    for condition in _conditions(wanted):
        query = query.where(condition)
    newest_first = wanted.direction == "desc"
    order = orders.c.order_id.desc() if newest_first else orders.c.order_id
    found = await connection.execute(query.order_by(order).limit(wanted.limit))
    records = [record_of(row) for row in found]
    if wanted.nested:
        await add_legs(connection, records)
    return records


def _conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    columns = orders.c
    yield from _period(wanted)
    if wanted.status != "all":
        yield literal_column(_lived(wanted.status))
    if wanted.symbols:
        yield columns.symbol.in_(wanted.symbols)
    if wanted.side is not None:
        yield columns.side == wanted.side
    if wanted.client_order_id is not None:
        yield columns.client_order_id == wanted.client_order_id
    if wanted.nested:
        yield columns.parent_id.is_(None)


def _lived(status: Life) -> str:
    """Written out: of what is a parameter, the planner does not know that an index has it."""
    if status in {"open", "closed"}:
        return IS_LIVE if status == "open" else f"not ({IS_LIVE})"
    return f"status = '{status}'"


def _period(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """When they were placed, and beyond which one; ids sort by time."""
    columns = orders.c
    if wanted.after is not None:
        yield columns.created_at > wanted.after
    if wanted.until is not None:
        yield columns.created_at < wanted.until
    if wanted.beyond is not None:
        newest_first, beyond = wanted.direction == "desc", wanted.beyond
        yield columns.order_id < beyond if newest_first else columns.order_id > beyond
