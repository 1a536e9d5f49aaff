"""A plan that was made while a table was small is kept when it has grown: it has to go by keys."""

import asyncio
from collections.abc import AsyncGenerator
from uuid import UUID

import pytest
from proving.databases import own_database
from sqlalchemy import Column, Integer, MetaData, Table, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bus.driver import look
from chassis import lifespan
from chassis.statements import delete_rows, insert_rows, update_rows
from chassis.tables import identity

pytestmark = pytest.mark.real
metadata = MetaData()
counts = Table(
    "counts", metadata, identity("id", primary_key=True), Column("count", Integer, nullable=False)
)
OFTEN = 10
"""After half as many times PostgreSQL keeps the plan."""
PLANNED = "select prepare_time from pg_prepared_statements where statement like '%prepare_time%'"
"""When it was planned itself."""
SEQUENTIALLY = text("select seq_tup_read from pg_stat_user_tables where relname = 'counts'")


@pytest.fixture
async def engine(postgres_url: str) -> AsyncGenerator[AsyncEngine]:
    async with own_database(postgres_url, metadata) as own:
        async with own.begin() as connection:
            await connection.execute(text("alter table counts set (autovacuum_enabled = off)"))
        yield own


async def test_no_statement_reads_all_of_a_table_that_was_small(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        for start in range(0, 100 * OFTEN, 100):
            await insert_rows(connection, counts, rows(start, 100))
            await update_rows(connection, counts, rows(start, 100))
            await delete_rows(connection, counts, [{"id": UUID(int=start)}])
        await insert_rows(connection, counts, rows(10_000, 10_000))
        before = await read_sequentially(connection)

        await update_rows(connection, counts, rows(10_000, 100))
        await delete_rows(connection, counts, [{"id": UUID(int=10_000)}])

        assert await read_sequentially(connection) == before


async def test_a_plan_is_not_kept_for_long(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was made for an empty table, which keys lead through no faster, would be slow."""
    monkeypatch.setattr(lifespan, "PLAN_SECONDS", 0.1)
    engine = lifespan.make_engine(f"{postgres_url}/postgres", "test")
    async with engine.connect() as connection:
        await look(connection, PLANNED, {})
        [[first]] = await look(connection, PLANNED, {})
        await asyncio.sleep(0.2)
        await look(connection, PLANNED, {})
        [[second]] = await look(connection, PLANNED, {})
    await engine.dispose()

    assert second > first


def rows(start: int, number: int) -> list[dict[str, object]]:
    return [{"id": UUID(int=one), "count": one} for one in range(start, start + number)]


async def read_sequentially(connection: AsyncConnection) -> int:
    """How many rows were read by looking through all of the table."""
    await connection.commit()
    await connection.execute(text("select pg_stat_force_next_flush()"))
    await connection.commit()
    return await connection.scalar(SEQUENTIALLY) or 0
