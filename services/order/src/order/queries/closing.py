"""Positions that can be closed."""

import asyncio
from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.transaction import Database
from order.domain.closing import Closable
from order.repository import orders as repository
from order.repository.closing import find_closable
from vocabulary import AccountId, OrderId, Symbol

PATIENCE_SECONDS = 3.0
"""So long the end of orders is waited for that are taken back before a position is closed."""
_LOOKS = 100


async def list_closable(
    connection: AsyncConnection, account_id: AccountId, symbol: Symbol | None = None
) -> list[Closable]:
    """The account's positions, or that of one symbol, and what of them is free."""
    await connection.execution_options(isolation_level="REPEATABLE READ")
    return await find_closable(connection, account_id, symbol)


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
