"""Whatever is wrong with what is kept of accounts is found, and nothing else is."""

from collections.abc import Mapping

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from traders import Trader

from portfolio.queries.verification import Check, Difference, differences, extent

pytestmark = pytest.mark.real

STORY = ("buy 10 IBM 180 fee 1", "buy 5 IBM 181", "sell 12 IBM 190 fee 0.5", "sell 7 BAC 14")
TAMPERING: Mapping[str, set[Check]] = {
    "update accounts set cash = cash + 1": {Check.CASH},
    "update accounts set number = number + 1": {Check.NUMBERS},
    "update positions set quantity = quantity + 1 where symbol = 'IBM'": {
        Check.HOLDINGS,
        Check.FILLS,
        Check.LOTS,
    },
    "delete from positions where symbol = 'BAC'": {
        Check.HOLDINGS,
        Check.FILLS,
        Check.LOTS,
        Check.COST,
    },
    "update positions set cost = cost + 1 where symbol = 'IBM'": {Check.COST},
    "update positions set realised = realised + 1 where symbol = 'IBM'": {
        Check.REALISED,
        Check.COST,
    },
    "update positions set realised = realised + 1, cost = cost + 1 where symbol = 'IBM'": {
        Check.REALISED
    },
    "update positions set dividends = 1, realised = realised - 1 where symbol = 'IBM'": {
        Check.DIVIDENDS,
        Check.REALISED,
    },
    "update accounts set paid_in = paid_in + 1": {Check.PAID_IN},
    "update trades set realised = realised + 1 where symbol = 'BAC'": {Check.REALISED},
    "update lots set quantity = quantity + 1 where symbol = 'BAC'": {Check.LOTS},
    "delete from lots": {Check.LOTS},
    "delete from trades where symbol = 'IBM' and side = 'sell'": {
        Check.FILLS,
        Check.BOOKED,
        Check.FEES,
        Check.REALISED,
    },
    "update trades set value = value + 1 where symbol = 'BAC'": {Check.BOOKED},
    "update trades set fee = fee + 1 where symbol = 'BAC'": {Check.FEES},
    "update trades set side = 'buy' where symbol = 'BAC'": {Check.FILLS, Check.BOOKED},
    "delete from entries where asset = 'BAC'": {Check.HOLDINGS, Check.BOOKED},
    "delete from bookings where kind = 'fee'": {
        Check.CASH,
        Check.NUMBERS,
        Check.FEES,
        Check.COST,
    },
    "update entries set amount = amount + 1 where asset = 'BAC' and amount < 0": {
        Check.BALANCE,
        Check.HOLDINGS,
        Check.BOOKED,
    },
}
GUARDS = ("bookings", "entries", "trades")


async def found(connection: AsyncConnection) -> list[Difference]:
    return [one async for one in differences(connection)]


async def tamper(connection: AsyncConnection, change: str) -> None:
    """As nobody can who does not own the tables."""
    for table in GUARDS:
        await connection.execute(text(f"alter table {table} disable trigger history_is_final"))
    await connection.execute(text(change))


async def test_what_was_booked_follows_from_its_entries(holder: Trader) -> None:
    await holder.trade(*STORY)

    async with holder.simulation.database("portfolio").engine.connect() as connection:
        assert await found(connection) == []
        looked_at = await extent(connection)
    assert (looked_at["trades"], looked_at["bookings"], looked_at["lots"]) == (4, 7, 3)


async def test_every_change_by_hand_is_found(holder: Trader) -> None:
    await holder.trade(*STORY)
    engine = holder.simulation.database("portfolio").engine

    for change, expected in TAMPERING.items():
        async with engine.connect() as connection:
            await tamper(connection, change)
            assert {one.check for one in await found(connection)} == expected, change
            await connection.rollback()


async def test_a_difference_names_what_is_kept_and_what_follows(holder: Trader) -> None:
    await holder.trade(*STORY)

    async with holder.simulation.database("portfolio").engine.connect() as connection:
        await tamper(connection, "update lots set quantity = -6 where symbol = 'BAC'")
        (one,) = await found(connection)

    assert one.as_data() == {
        "check": "a position is the sum of its lots",
        "of": str(holder.account_id),
        "asset": "BAC",
        "kept": "-7.000000000",
        "follows": "-6.000000000",
    }
