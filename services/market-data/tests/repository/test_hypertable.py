"""Minutes where TimescaleDB is there: the tables, and what is asked of them, are the same."""

from collections.abc import AsyncGenerator, Generator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import containers
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from chassis.migrations import downgrade, upgrade
from chassis.testing import fresh_database
from market_data.domain.bars import Bar
from market_data.repository.bars import save_bars
from market_data.repository.months import drop_before
from market_data.tables import minutes
from vocabulary import Price, Quantity, Symbol

pytestmark = pytest.mark.real

TEN, ONE = Price(Decimal(10)), Quantity(Decimal(1))
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
FORTNIGHTS = [
    Bar(Symbol("IBM"), FIRST + timedelta(14 * n), TEN, TEN, TEN, TEN, ONE, 1, None)
    for n in range(12)
]
CHUNKS = text("select num_chunks from timescaledb_information.hypertables")


@pytest.fixture(scope="module")
def server() -> Generator[str]:
    """A server that has loaded the extension."""
    if not containers.obtainable(containers.TIMESCALE):
        pytest.skip(f"no Docker engine here that has or can pull {containers.TIMESCALE}")
    # its workers would be connected to the database that the others are copied from
    settings = {"timescaledb.max_background_workers": "0"}
    with containers.postgres(containers.TIMESCALE, **settings) as url:
        yield url


@pytest.fixture
async def url(server: str) -> str:
    """A migrated database."""
    return await fresh_database(server, "market_data")


@pytest.fixture
async def timescale(url: str) -> AsyncGenerator[AsyncConnection]:
    """A connection to it."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()


async def test_minutes_are_stored_again_and_dropped_as_in_partitions(
    timescale: AsyncConnection,
) -> None:
    await save_bars(timescale, FORTNIGHTS)
    await save_bars(timescale, FORTNIGHTS)
    months = await timescale.scalar(CHUNKS)

    dropped = await drop_before(timescale, FORTNIGHTS[6].start)

    assert await timescale.scalar(CHUNKS) == months - len(dropped)
    left = list(await timescale.scalars(select(minutes.c.start).order_by(minutes.c.start)))
    assert 0 < len(dropped) < months
    assert set(left) >= {one.start for one in FORTNIGHTS[6:]}


async def test_the_way_back_takes_the_minutes_along(url: str, timescale: AsyncConnection) -> None:
    await save_bars(timescale, FORTNIGHTS)
    await timescale.commit()

    await downgrade("market_data", url, "0001")
    assert await timescale.scalar(text("select count(*) from bars")) == len(FORTNIGHTS)
    await timescale.commit()
    await upgrade("market_data", url)

    assert await timescale.scalar(select(func.count()).select_from(minutes)) == len(FORTNIGHTS)
    assert await timescale.scalar(CHUNKS) > 1
