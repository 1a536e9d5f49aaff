"""The lots of an account that are open."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from portfolio.queries.accounts import require_open
from portfolio.queries.wanted import Spot
from portfolio.tables import lots
from vocabulary import AccountId, Symbol

_l = lots.c


async def list_open_lots(
    connection: AsyncConnection,
    account_id: AccountId,
    symbol: Symbol | None,
    after: Spot | None,
    limit: int,
) -> tuple[Sequence[Row[Any]], Spot | None]:
    """Open lots, the oldest first, from after a place; and the place to go on from.

    Raises:
        AccountNotOpen: there is no such account yet.
    """
    await require_open(connection, account_id)
    query = select(lots).where(_l.account_id == account_id, _l.quantity != 0)
    if symbol is not None:
        query = query.where(_l.symbol == symbol)
    if after is not None:
        query = query.where(_l.number > after.number)
    rows = (await connection.execute(query.order_by(_l.number).limit(limit + 1))).all()
    more = len(rows) > limit
    return rows[:limit], Spot(rows[limit - 1].number) if more else None
