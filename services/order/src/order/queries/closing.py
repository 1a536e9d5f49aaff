"""Positions that can be closed."""

import asyncio
from collections import defaultdict
from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.transaction import Database
from order.domain.closing import Closable, closable
from order.domain.record import OrderRecord
from order.repository import orders as repository
from order.repository.holdings import find_positions
from vocabulary import AccountId, OrderId, Symbol

PATIENCE_SECONDS = 3.0
"""So long the end of orders is waited for that are taken back before a position is closed."""
_LOOKS = 100


async def list_closable(
    connection: AsyncConnection, account_id: AccountId, symbol: Symbol | None = None
) -> list[Closable]:
    """The account's positions, or that of one symbol, and what of them is free."""
    await connection.execution_options(isolation_level="REPEATABLE READ")
    positions = await find_positions(connection, account_id)
    live = await repository.list_live(connection, account_id, symbol)
    carried = await repository.find_carried(connection, live)
    by_symbol: defaultdict[Symbol, list[OrderRecord]] = defaultdict(list)
    for one in live:
        by_symbol[one.ticket.symbol].append(one)
    return [
        closable(held, quantity, by_symbol[held], carried)
        for held, quantity in positions.items()
        if symbol is None or held == symbol
    ]


async def wait_until_ended(database: Database, order_ids: Collection[OrderId]) -> None:
    """Wait until none of these orders lives, or until it has been long enough.

    A book may be busy, and where market time stands still, nothing ends: the caller goes by what is
    free then.
    """
    for _ in range(_LOOKS):
        if not await _any_live(database, order_ids):
            return
        await asyncio.sleep(PATIENCE_SECONDS / _LOOKS)


async def _any_live(database: Database, order_ids: Collection[OrderId]) -> bool:
    async with database.engine.connect() as connection:
        return await repository.any_live(connection, order_ids)
