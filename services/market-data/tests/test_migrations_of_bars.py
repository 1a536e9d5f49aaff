"""Bars that were stored before there were months and roll-ups."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from chassis.migrations import downgrade, upgrade
from chassis.testing import fresh_database

pytestmark = pytest.mark.real

OLD = """
insert into bars (symbol, interval, start, open, high, low, close, volume, trades, turnover)
select 'IBM', '1Min', start, 10, 12, 9, 11, 100, 3, 1050.123456789
from unnest(array['2013-09-30 23:59+00', '2013-10-01 00:00+00', '2013-12-31 23:59+00',
    '2014-01-01 00:00+00']::timestamptz[]) as start
"""


@pytest.fixture
async def url(postgres_url: str) -> str:
    """A database as it was before."""
    url = await fresh_database(postgres_url, "market_data")
    await downgrade("market_data", url, "0001")
    return url


async def asked(url: str, statement: str) -> list[str]:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        result = await connection.execute(text(statement))
        found = [str(tuple(row)) for row in result] if result.returns_rows else []
    await engine.dispose()
    return found


async def test_bars_survive_the_way_to_months_and_back(url: str) -> None:
    shown = (
        "select symbol, start, open, high, low, close, volume, trades, turnover from {} order by 2"
    )
    await asked(url, OLD)
    before = await asked(url, shown.format("bars"))

    await upgrade("market_data", url)
    assert await asked(url, shown.format("minutes")) == before
    assert len(await asked(url, "select distinct tableoid from minutes")) > 1
    await downgrade("market_data", url, "0001")

    assert len(before) == 4
    assert await asked(url, shown.format("bars")) == before
