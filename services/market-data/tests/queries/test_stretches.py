"""Answers from a database that may be started anew meanwhile."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from chassis.lifespan import make_engine
from market_data.domain.stretch import Stretch
from market_data.queries.stretches import Stretches
from vocabulary import BarInterval, Symbol

pytestmark = pytest.mark.real

NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)
WANTED = Stretch.of_whole_bars(
    Symbol("IBM"), BarInterval.MINUTE_1, ZoneInfo("UTC"), first=None, until=NOON, limit=10
)
END_SESSIONS = text(
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where application_name = 'test stretches' and pid <> pg_backend_pid()"
)


@pytest.fixture
async def engine(database_url: str) -> AsyncGenerator[AsyncEngine]:
    engine = make_engine(database_url, "test stretches", ping=False)
    yield engine
    await engine.dispose()


async def test_sessions_that_ended_are_not_noticed_by_who_asks(
    engine: AsyncEngine, database_url: str
) -> None:
    stretches = Stretches(engine)
    await stretches.lines(WANTED)
    other = create_async_engine(database_url, poolclass=NullPool)
    async with other.connect() as connection:
        assert (await connection.execute(END_SESSIONS)).all()
    await other.dispose()

    for _ in range(3):
        assert await stretches.lines(WANTED) == []


async def test_what_is_wrong_with_a_statement_is_not_tried_twice(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("alter table minutes rename to gone"))
    try:
        with pytest.raises(DBAPIError, match="does not exist"):
            await Stretches(engine).lines(WANTED)
    finally:
        async with engine.begin() as connection:
            await connection.execute(text("alter table gone rename to minutes"))
