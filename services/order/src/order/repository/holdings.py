"""What accounts hold."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.driver import run
from order.tables import positions
from vocabulary import NO_SHARES, AccountId, Quantity, Symbol

Moves = Mapping[tuple[AccountId, Symbol], Quantity]
"""By how many shares positions change: more than before, or less."""

_MOVE = """
insert into positions (account_id, symbol, quantity)
select * from unnest(
  cast(:accounts as uuid[]), cast(:symbols as text[]), cast(:quantities as numeric[])
)
on conflict (account_id, symbol) do update set quantity = positions.quantity + excluded.quantity
"""


async def move_positions(connection: AsyncConnection, moves: Moves) -> None:
    """Change positions, in the transaction in which the fills that do it are stored.

    Sorted, so that two who change the same ones wait for each other, never in a ring.
    """
    if not moves:
        return
    keys = sorted(moves)
    columns = {
        "accounts": [account_id for account_id, _ in keys],
        "symbols": [symbol for _, symbol in keys],
        "quantities": [moves[key] for key in keys],
    }
    await run(connection, _MOVE, columns)


async def find_positions(
    connection: AsyncConnection, account_id: AccountId
) -> dict[Symbol, Quantity]:
    """What the account holds, by symbol: negative where it owes shares."""
    query = select(positions.c.symbol, positions.c.quantity).where(
        positions.c.account_id == account_id, positions.c.quantity != NO_SHARES
    )
    found = await connection.execute(query.order_by(positions.c.symbol))
    return {row.symbol: row.quantity for row in found}
