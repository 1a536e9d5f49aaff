"""What an auditor can ask about the orders of everybody: what they may still cost."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from order.domain.open_orders import OpenOrders, Row
from order.tables import fills, orders
from vocabulary import AccountId


async def all_open(connection: AsyncConnection) -> dict[AccountId, OpenOrders]:
    """The orders of every account that has some open, with all that decide what they may cost.

    They are of one moment if the transaction sees only one.
    """
    live = await connection.execute(select(orders).where(orders.c.ended_at.is_(None)))
    found: dict[UUID, Row] = {row.order_id: row for row in live}
    new = [*found.values()]
    while new:
        new = [row for row in await _kin(connection, new) if row.order_id not in found]
        found.update({row.order_id: row for row in new})
    of_account: defaultdict[AccountId, dict[UUID, Row]] = defaultdict(dict)
    for order_id, row in found.items():
        of_account[row.account_id][order_id] = row
    spent = await _fills_for_money(connection, found.values())
    return {
        account_id: OpenOrders(rows, [one for one in spent if one.order_id in rows])
        for account_id, rows in of_account.items()
    }


async def _kin(connection: AsyncConnection, rows: Iterable[Row]) -> list[Row]:
    """Orders that these belong to, stand in the place of, or gave their place to."""
    own = {row.order_id for row in rows}
    near = {each for row in rows for each in (row.parent_id, row.replaces, row.replaced_by)}
    wanted = or_(
        orders.c.order_id == _any("near", near - {None}),
        orders.c.parent_id == _any("own", own),
    )
    return list(await connection.execute(select(orders).where(wanted)))


async def _fills_for_money(connection: AsyncConnection, rows: Iterable[Row]) -> list[Row]:
    """What orders for an amount of money have traded."""
    for_money = {row.order_id for row in rows if row.notional is not None}
    query = select(fills).where(fills.c.order_id == _any("own", for_money))
    return list(await connection.execute(query)) if for_money else []


def _any(name: str, ids: Iterable[UUID]) -> Any:  # noqa: ANN401  # SQLAlchemy's
    return func.any(bindparam(name, sorted(ids), type_=ARRAY(Uuid)))
