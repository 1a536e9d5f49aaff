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
select account_id, symbol, sum(moved) from (
  select orders.account_id, orders.symbol,
    case when orders.side = 'buy' then fills.quantity else -fills.quantity end as moved
  from fills join orders using (order_id)
  where orders.account_id = :account_id and fills.created_at > :moment
  union all
  select account_id, symbol, added from split_shares
  where account_id = :account_id and epoch >= cast(:epoch as integer)
) as own
group by account_id, symbol
on conflict (account_id, symbol) do update set quantity = excluded.quantity
"""

_BEGIN = """
insert into epochs (account_id, epoch) values (:account_id, :epoch)
on conflict (account_id) do update set epoch = greatest(epochs.epoch, excluded.epoch)
returning epoch
"""
_SPLIT = """
insert into split_shares (account_id, symbol, epoch, added)
values (:account_id, :symbol, :epoch, :added)
on conflict (account_id, symbol, epoch) do update set added = split_shares.added + excluded.added
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


async def split_positions(
    connection: AsyncConnection,
    account_id: AccountId,
    splits: Mapping[tuple[Symbol, int], Quantity],
) -> None:
    """Add what splits have made of shares, by symbol and epoch; not of an epoch that is over.

    Who begins an epoch meanwhile waits, and takes what was added to the one before.
    """
    if not splits:
        return
    known = await _known_epoch(connection, account_id, 0)
    moved: dict[tuple[AccountId, Symbol], Quantity] = {}
    for (symbol, epoch), added in sorted(splits.items()):
        about = {"account_id": account_id, "symbol": symbol, "epoch": epoch, "added": added}
        await run(connection, _SPLIT, about)
        if epoch >= known:
            before = moved.get((account_id, symbol), NO_SHARES)
            moved[account_id, symbol] = Quantity(before + added)
    await move_positions(connection, moved)


async def forget_traded_before(
    connection: AsyncConnection, moments: Mapping[AccountId, tuple[datetime, int | None]]
) -> None:
    """Let accounts hold only what they have traded after some moment of wall time.

    Where an epoch is named, which began then, also what splits have added since; if there was a
    later one already, nothing is forgotten.

    Their rows are locked first, each statement sees what was committed before it, and rows that
    come in between are set: so what is traded meanwhile is counted once, whoever counts it.
    """
    for account_id in sorted(moments):
        own, (moment, epoch) = {"account_id": account_id}, moments[account_id]
        if epoch is not None and await _known_epoch(connection, account_id, epoch) > epoch:
            continue
        await run(connection, _LOCK, own)
        await run(connection, _FORGET, own)
        await run(connection, _COUNT, {**own, "moment": moment, "epoch": epoch})


async def _known_epoch(connection: AsyncConnection, account_id: AccountId, epoch: int) -> int:
    """How often the account has begun, at least so often; nobody else asks meanwhile."""
    (row,) = await run(connection, _BEGIN, {"account_id": account_id, "epoch": epoch})
    found: int = row["epoch"]
    return found


async def find_positions(
    connection: AsyncConnection, account_id: AccountId
) -> dict[Symbol, Quantity]:
    """What the account holds, by symbol: negative where it owes shares."""
    query = select(positions.c.symbol, positions.c.quantity).where(
        positions.c.account_id == account_id, positions.c.quantity != NO_SHARES
    )
    found = await connection.execute(query.order_by(positions.c.symbol))
    return {row.symbol: row.quantity for row in found}
