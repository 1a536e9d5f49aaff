"""Works the figures of all accounts out again, from the facts alone, and says what was different.

Account by account, each in a transaction that sees one moment. The service may go on meanwhile: it
touches the record of an account whenever it stores anything of it, so that one of two that meet
fails, and tries again.
"""

from collections.abc import AsyncGenerator, Sequence

from sqlalchemy import Table, select, text, union
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from analytics.repository.recount import WORKED_OUT, recount
from analytics.tables import adjustments, beginnings, dividends, fills, order_facts, payments
from chassis.outage import is_momentary
from vocabulary import AccountId

FACTS = (fills, order_facts, beginnings, payments, adjustments, dividends)
TRIES = 20


async def known_accounts(connection: AsyncConnection) -> Sequence[AccountId]:
    """Every account of which there is a fact, or a figure, in order."""
    tables = {table.name: table for table in (*FACTS, *WORKED_OUT)}
    found = await connection.scalars(union(*(select(one.c.account_id) for one in tables.values())))
    return sorted(found)


async def rebuild(engine: AsyncEngine) -> AsyncGenerator[tuple[int, int, bool]]:
    """Go through all accounts; say how many are done, of how many, and whether one was different.

    ``engine`` makes transactions that see one moment of the database (repeatable read).

    Raises:
        sqlalchemy.exc.DBAPIError: an account never stood still for long enough.
    """
    async with engine.begin() as connection:
        accounts = await known_accounts(connection)
    for number, account_id in enumerate(accounts, start=1):
        yield number, len(accounts), await _rebuilt(engine, account_id)


async def digest(connection: AsyncConnection, account_id: AccountId) -> list[str]:
    """The figures of an account in a few characters: the same only if each of theirs is."""
    tables = (fills, adjustments, *WORKED_OUT)
    return [await _digest_of(connection, table, account_id) for table in tables]


async def _rebuilt(engine: AsyncEngine, account_id: AccountId) -> bool:
    for _ in range(TRIES - 1):
        try:
            return await _attempt(engine, account_id)
        except DBAPIError as error:
            if not is_momentary(error):
                raise
    return await _attempt(engine, account_id)


async def _attempt(engine: AsyncEngine, account_id: AccountId) -> bool:
    async with engine.begin() as connection:
        before = await digest(connection, account_id)
        await recount(connection, account_id)
        return await digest(connection, account_id) != before


async def _digest_of(connection: AsyncConnection, table: Table, account_id: AccountId) -> str:
    rows = (
        "select coalesce(md5(string_agg(one::text, chr(10) order by one::text)), '')"  # noqa: S608  # our own
        f' from "{table.name}" as one where account_id = :account_id'  # our own
    )
    found: str = await connection.scalar(text(rows), {"account_id": account_id})
    return found
