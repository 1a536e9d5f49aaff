"""What can be closed, and who closes it first."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncConnection

from bus.driver import run
from order.domain.closing import Closable, closable
from order.domain.record import OrderRecord
from order.repository.holdings import find_positions
from order.repository.orders import find_carried, list_live
from vocabulary import AccountId, Symbol

_WAIT = """
select pg_advisory_xact_lock(hashtextextended(account_id::text, 0))
from unnest(cast(:account_ids as uuid[])) as account_id order by account_id
"""


async def wait_in_turn(connection: AsyncConnection, account_ids: Collection[AccountId]) -> None:
    """Go on alone, of all who close positions of these accounts, until the transaction ends."""
    await run(connection, _WAIT, {"account_ids": sorted(account_ids)})


async def find_closable(
    connection: AsyncConnection, account_id: AccountId, symbol: Symbol | None = None
) -> list[Closable]:
    """The account's positions, or that of one symbol, and what of them is free."""
    positions = await find_positions(connection, account_id)
    live = await list_live(connection, account_id, symbol)
    carried = await find_carried(connection, live)
    by_symbol: defaultdict[Symbol, list[OrderRecord]] = defaultdict(list)
    for one in live:
        by_symbol[one.ticket.symbol].append(one)
    return [
        closable(held, quantity, by_symbol[held], carried)
        for held, quantity in positions.items()
        if symbol is None or held == symbol
    ]
