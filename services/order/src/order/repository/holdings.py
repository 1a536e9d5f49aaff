"""What accounts hold."""

from collections.abc import Mapping
from datetime import datetime

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

_LOCK = "select symbol from positions where account_id = :account_id order by symbol for update"
_FORGET = "delete from positions where account_id = :account_id"
_COUNT = """
insert into positions (account_id, symbol, quantity)
select orders.account_id, orders.symbol,
  sum(case when orders.side = 'buy' then fills.quantity else -fills.quantity end)
from fills join orders using (order_id)
where orders.account_id = :account_id and fills.created_at > :moment
group by orders.account_id, orders.symbol
on conflict (account_id, symbol) do update set quantity = excluded.quantity
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


async def forget_traded_before(
    connection: AsyncConnection, moments: Mapping[AccountId, datetime]
) -> None:
    """Let accounts hold only what they have traded after some moment of wall time.

    Their rows are locked first, each statement sees what was committed before it, and rows that
    come in between are set: so what is traded meanwhile is counted once, whoever counts it.
    """
    for account_id in sorted(moments):
        own = {"account_id": account_id}
        await run(connection, _LOCK, own)
        await run(connection, _FORGET, own)
        await run(connection, _COUNT, {**own, "moment": moments[account_id]})


async def find_positions(
    connection: AsyncConnection, account_id: AccountId
) -> dict[Symbol, Quantity]:
    """What the account holds, by symbol: negative where it owes shares."""
    query = select(positions.c.symbol, positions.c.quantity).where(
        positions.c.account_id == account_id, positions.c.quantity != NO_SHARES
    )
    found = await connection.execute(query.order_by(positions.c.symbol))
    return {row.symbol: row.quantity for row in found}
