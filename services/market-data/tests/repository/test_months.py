"""The parts of the table of minutes."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from market_data.domain.bars import Bar
from market_data.repository.bars import save_bars
from market_data.repository.months import drop_before
from market_data.tables import minutes
from vocabulary import Price, Quantity, Symbol

pytestmark = pytest.mark.real

TEN, ONE = Price(Decimal(10)), Quantity(Decimal(1))
PARTS = text("select relname from pg_inherits join pg_class on oid = inhrelid and relkind = 'r'")


def a_minute(start: datetime) -> Bar:
    return Bar(Symbol("IBM"), start, TEN, TEN, TEN, TEN, ONE, 1, None)


NEW_YEAR = [
    a_minute(datetime(1999, 12, 31, 23, 59, tzinfo=UTC)),
    a_minute(datetime(2000, 1, 1, 0, 0, tzinfo=UTC)),
    a_minute(datetime(2000, 3, 1, 0, 0, tzinfo=UTC)),
]


@pytest.fixture
async def parted(connection: AsyncConnection) -> None:
    """Nothing, unless the extension makes the parts."""
    if await connection.scalar(text("select 1 from pg_extension where extname = 'timescaledb'")):
        pytest.skip("a hypertable makes its own parts")


@pytest.mark.usefixtures("parted")
async def test_a_month_is_made_when_its_first_minute_is_stored(connection: AsyncConnection) -> None:
    await save_bars(connection, NEW_YEAR[:1])
    await save_bars(connection, NEW_YEAR)

    parts = set(await connection.scalars(PARTS))
    assert {"minutes_1999_12", "minutes_2000_01", "minutes_2000_03"} <= parts
    assert "minutes_2000_02" not in parts
    assert await connection.scalar(select(func.count()).select_from(minutes)) == 3


async def test_two_who_need_the_same_month_do_not_meet(database_url: str) -> None:
    async def store() -> None:
        engine = create_async_engine(database_url, poolclass=NullPool)
        async with engine.begin() as connection:
            await save_bars(connection, [a_minute(datetime(1991, 5, 1, tzinfo=UTC))])
        await engine.dispose()

    await asyncio.gather(*(store() for _ in range(4)))


async def test_what_is_too_old_goes_and_the_rest_stays(connection: AsyncConnection) -> None:
    later = a_minute(datetime(2000, 9, 1, tzinfo=UTC))
    await save_bars(connection, [*NEW_YEAR, later])

    assert await drop_before(connection, datetime(2000, 6, 1, tzinfo=UTC))

    assert list(await connection.scalars(select(minutes.c.start))) == [later.start]


@pytest.mark.usefixtures("parted")
@pytest.mark.parametrize(
    ("before", "dropped"),
    [
        (datetime(1999, 12, 31, 23, 59, tzinfo=UTC), []),
        (datetime(2000, 1, 31, tzinfo=UTC), ["minutes_1999_12"]),
        (datetime(2000, 2, 1, tzinfo=UTC), ["minutes_1999_12", "minutes_2000_01"]),
    ],
)
async def test_what_is_too_old_is_dropped_by_whole_months(
    before: datetime, dropped: list[str], connection: AsyncConnection
) -> None:
    await drop_before(connection, datetime(1999, 12, 1, tzinfo=UTC))
    await save_bars(connection, NEW_YEAR)

    assert await drop_before(connection, before) == dropped

    left = await connection.scalar(select(func.count()).select_from(minutes))
    assert left == len(NEW_YEAR) - len(dropped)
