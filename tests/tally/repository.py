"""Loads and saves tallies, and takes orders in."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import upsert
from tally.account import Tally
from tally.tables import placed, tallies
from vocabulary import AccountId


class Tallies:
    """The states of the tally's consumer."""

    async def load(
        self, connection: AsyncConnection, keys: Collection[AccountId]
    ) -> Mapping[AccountId, Tally]:
        """One query for all."""
        found = await connection.execute(select(tallies).where(tallies.c.account_id.in_(keys)))
        known = {row.account_id: Tally(*row) for row in found}
        return {key: known.get(key, Tally(key)) for key in keys}

    async def save(self, connection: AsyncConnection, states: Collection[Tally]) -> None:
        """One statement for those that changed."""
        changed = [one for one in states if one.is_changed]
        rows = [
            {
                "account_id": one.account_id,
                "orders": one.orders,
                "last": one.last,
                "disorder": one.disorder,
            }
            for one in changed
        ]
        await upsert(connection, tallies, rows)
        for one in changed:
            one.is_changed = False


async def take_in(connection: AsyncConnection, order_ids: Sequence[UUID]) -> set[UUID]:
    """Note the orders; return those that were not there yet."""
    rows = [{"order_id": one} for one in order_ids]
    statement = insert(placed).values(rows).on_conflict_do_nothing().returning(placed.c.order_id)
    return set(await connection.scalars(statement))
