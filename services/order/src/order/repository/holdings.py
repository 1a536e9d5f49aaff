"""What accounts hold."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import upsert
from order.domain.holdings import Holdings
from order.tables import positions
from vocabulary import NO_SHARES, AccountId, Quantity, Symbol


class Positions:
    """Positions that change; the others stay as they are stored."""

    async def load(
        self, _connection: AsyncConnection, account_ids: Collection[AccountId]
    ) -> dict[AccountId, Holdings]:
        """Nothing yet: what changes is told whole."""
        return {account_id: Holdings(account_id) for account_id in account_ids}

    async def save(self, connection: AsyncConnection, states: Collection[Holdings]) -> None:
        """Store what changed."""
        rows = [
            {"account_id": held.account_id, "symbol": symbol, "quantity": quantity}
            for held in states
            for symbol, quantity in held.changed.items()
        ]
        await upsert(connection, positions, rows)
        for held in states:
            held.changed.clear()


async def find_positions(
    connection: AsyncConnection, account_id: AccountId
) -> dict[Symbol, Quantity]:
    """What the account holds, by symbol: negative where it owes shares."""
    query = select(positions.c.symbol, positions.c.quantity).where(
        positions.c.account_id == account_id, positions.c.quantity != NO_SHARES
    )
    found = await connection.execute(query.order_by(positions.c.symbol))
    return {row.symbol: row.quantity for row in found}
