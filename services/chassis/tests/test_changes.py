"""Changes of several tables in one statement: all of them are made, or none."""

from collections.abc import AsyncGenerator, Sequence

import pytest
from proving.databases import own_database
from sqlalchemy import Column, Integer, MetaData, String, Table, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import Row, deleted, inserted, updated, upserted, write

pytestmark = pytest.mark.real
metadata = MetaData()
apples, pears = (
    Table(
        name,
        metadata,
        Column("name", String, primary_key=True),
        Column("total", Integer, nullable=False),
    )
    for name in ("apples", "pears")
)


@pytest.fixture
async def connection(postgres_url: str) -> AsyncGenerator[AsyncConnection]:
    async with own_database(postgres_url, metadata) as engine, engine.connect() as own:
        yield own


def row(name: str, total: int) -> Row:
    return {"name": name, "total": total}


async def stored(connection: AsyncConnection, table: Table) -> Sequence[tuple[str, int]]:
    found = await connection.execute(select(table).order_by(table.c.name))
    return [(one.name, one.total) for one in found]


async def test_changes_of_several_tables_are_made_together(connection: AsyncConnection) -> None:
    first = [row(name, 1) for name in "abc"]
    await write(connection, inserted(apples, first), inserted(pears, first))

    await write(
        connection,
        inserted(apples, [row("d", 4)]),
        updated(apples, [row("b", 2)]),
        deleted(pears, [{"name": "a"}]),
        updated(pears, []),
        upserted(pears, [row("b", 2), row("d", 3)]),
    )

    assert await stored(connection, apples) == [("a", 1), ("b", 2), ("c", 1), ("d", 4)]
    assert await stored(connection, pears) == [("b", 2), ("c", 1), ("d", 3)]


async def test_if_one_cannot_be_made_none_is(connection: AsyncConnection) -> None:
    await write(connection, inserted(apples, [row("a", 1)]))
    await connection.commit()

    with pytest.raises(IntegrityError, match="apples_pkey"):
        await write(connection, inserted(pears, [row("b", 1)]), inserted(apples, [row("a", 2)]))
    await connection.rollback()

    assert await stored(connection, pears) == []
    assert await stored(connection, apples) == [("a", 1)]


async def test_without_rows_nothing_is_asked(connection: AsyncConnection) -> None:
    await write(connection, inserted(apples, []), deleted(pears, []))

    assert not connection.in_transaction()
