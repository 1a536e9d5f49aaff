"""The role that looks at PostgreSQL for Prometheus: it sees how the server is, and no data."""

from collections.abc import Mapping

import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from outcry.databases import MONITOR

pytestmark = pytest.mark.real
HIDDEN = "select count(*) from pg_stat_activity where query = '<insufficient privilege>'"


async def asked(values: Mapping[str, str], database: str, query: str) -> list[object]:
    """The first column of what the role is answered there."""
    url = URL.create(
        "postgresql+asyncpg",
        username=MONITOR,
        password=values["OBSERVE_DATABASE_PASSWORD"],
        host=values["POSTGRES_HOST"],
        port=int(values["POSTGRES_PORT"]),
        database=database,
    )
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return list(await connection.scalars(text(query)))
    finally:
        await engine.dispose()


async def test_it_sees_statistics_of_every_database(values: Mapping[str, str]) -> None:
    seen = await asked(values, "postgres", "select datname from pg_stat_database")

    assert {"auth", "order", "portfolio"} <= set(seen)
    assert await asked(values, "postgres", HIDDEN) == [0]


@pytest.mark.parametrize("database", ["auth", "order", "portfolio", "template1"])
async def test_it_gets_into_no_database_with_data(values: Mapping[str, str], database: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied for database"):
        await asked(values, database, "select 1")
