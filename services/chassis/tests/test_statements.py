"""One statement for many rows: exact values of every type, no deadlocks, nothing half done."""

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from proving.databases import own_database
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    select,
)
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis.statements import (
    delete_rows,
    insert_missing,
    insert_rows,
    update_rows,
    upsert,
)
from chassis.tables import identity, money, price, quantity, timestamp

pytestmark = pytest.mark.real
metadata = MetaData()
rows = Table(
    "rows",
    metadata,
    identity("id", primary_key=True),
    price("price", nullable=True),
    quantity("quantity"),
    money("money"),
    timestamp("at", nullable=True),
    identity("other", nullable=True),
    Column("name", String),
    Column("good", Boolean, nullable=False),
    Column("small", SmallInteger, nullable=False),
    Column("count", Integer, nullable=False),
    Column("big", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("day", Date),
)
pairs = Table(
    "pairs",
    metadata,
    identity("account", primary_key=True),
    Column("order", String, primary_key=True),  # a name that has to be quoted
    Column("total", Integer, nullable=False, server_default="7"),
)
Statement = Callable[[AsyncConnection, Table, Collection[Mapping[str, Any]]], Awaitable[None]]
NOW = datetime(2026, 1, 5, 14, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture
async def engine(postgres_url: str) -> AsyncGenerator[AsyncEngine]:
    async with own_database(postgres_url, metadata) as own:
        yield own


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncGenerator[AsyncConnection]:
    async with engine.connect() as own:
        yield own


def row(number: int, **changes: object) -> dict[str, Any]:
    """A row with the most and the finest that its columns hold."""
    return {
        "id": UUID(int=number),
        "price": Decimal("123456789012345678901234567890.12345678"),
        "quantity": Decimal("-0.000000001"),
        "money": Decimal("9999999999999999999999999999999999.9999"),
        "at": NOW,
        "other": uuid4(),
        "name": 'O\'Hara, "Zoë" {1,2} \\ NULL',
        "good": True,
        "small": -(2**15),
        "count": 2**31 - 1,
        "big": -(2**63),
        "body": bytes(range(256)),
        "day": date(2026, 1, 5),
    } | changes


async def stored(connection: AsyncConnection, table: Table) -> Sequence[dict[str, Any]]:
    found = await connection.execute(select(table).order_by(*table.primary_key))
    return [dict(one) for one in found.mappings()]


async def test_every_type_is_stored_to_the_last_digit(connection: AsyncConnection) -> None:
    sent = [row(1), row(2, price=None, at=None, other=None, name=None, day=None, good=False)]

    await insert_rows(connection, rows, sent)

    assert await stored(connection, rows) == sent


async def test_upsert_inserts_what_is_new_and_replaces_what_is_named(
    connection: AsyncConnection,
) -> None:
    await insert_rows(connection, rows, [row(1), row(2)])
    changes = [row(2, name="changed", price=None), row(3)]

    await upsert(connection, rows, changes)

    assert [one["name"] for one in await stored(connection, rows)] == [
        row(1)["name"],
        "changed",
        row(3)["name"],
    ]


async def test_what_is_missing_is_inserted_and_nothing_replaced(
    connection: AsyncConnection,
) -> None:
    await insert_rows(connection, rows, [row(1), row(2)])
    before = await stored(connection, rows)

    await insert_missing(connection, rows, [row(2, name="changed", price=None), row(3)])

    after = await stored(connection, rows)
    assert after[:2] == before
    assert len(after) == 3


async def test_upsert_of_keys_alone_leaves_what_is_there(connection: AsyncConnection) -> None:
    key = {"account": uuid4(), "order": "a"}
    await insert_rows(connection, pairs, [key | {"total": 1}])

    await upsert(connection, pairs, [key, key | {"order": "b"}])

    assert [one["total"] for one in await stored(connection, pairs)] == [1, 7]


async def test_update_touches_named_columns_of_rows_that_exist(
    connection: AsyncConnection,
) -> None:
    await insert_rows(connection, rows, [row(1), row(2)])

    changes = [{"id": UUID(int=number), "count": number} for number in (2, 3)]
    await update_rows(connection, rows, changes)

    assert [one["count"] for one in await stored(connection, rows)] == [2**31 - 1, 2]
    assert (await stored(connection, rows))[1]["price"] == row(2)["price"]


async def test_delete_takes_the_rows_with_these_keys(connection: AsyncConnection) -> None:
    account = uuid4()
    sent = [{"account": account, "order": name, "total": 1} for name in "abcd"]
    await insert_rows(connection, pairs, sent)

    await delete_rows(connection, pairs, [{"account": account, "order": name} for name in "bdx"])

    assert await stored(connection, pairs) == [sent[0], sent[2]]


@pytest.mark.parametrize(
    "statement", [insert_rows, insert_missing, upsert, update_rows, delete_rows]
)
async def test_nothing_is_no_statement(connection: AsyncConnection, statement: Any) -> None:  # noqa: ANN401
    await statement(connection, rows, [])

    assert await stored(connection, rows) == []


@pytest.mark.parametrize("extra", [{"surplus": 1}, {}])
async def test_rows_that_name_other_columns_than_the_first_are_refused(
    connection: AsyncConnection, extra: dict[str, object]
) -> None:
    """A column that only some rows name would be left out of all of them, silently."""
    first = {"account": uuid4(), "order": "a"} | ({} if extra else {"total": 1})

    with pytest.raises(ValueError, match="same columns"):
        await insert_rows(connection, pairs, [first, {"account": uuid4(), "order": "b"} | extra])


async def test_a_row_that_breaks_a_key_inserts_none(connection: AsyncConnection) -> None:
    transaction = await connection.begin()
    with pytest.raises(IntegrityError):
        await insert_rows(connection, rows, [row(1), row(2), row(1)])
    await transaction.rollback()

    assert await stored(connection, rows) == []


async def test_a_number_that_does_not_fit_is_an_error(connection: AsyncConnection) -> None:
    with pytest.raises(DBAPIError, match="overflow"):
        await insert_rows(connection, rows, [row(1, money=Decimal("1E+34"))])


@pytest.mark.parametrize("statement", [upsert, update_rows])
async def test_sixteen_writers_of_the_same_rows_never_deadlock(
    engine: AsyncEngine, statement: Statement
) -> None:
    """Few rows and many are found by different plans, in different orders, if we let them."""
    dice = random.Random(7)  # noqa: S311  # shuffles, nothing secret
    keys = [{"account": uuid4(), "order": "a"} for _ in range(1000)]
    async with engine.begin() as connection:
        for start in range(0, 1000, 100):
            await insert_rows(connection, pairs, keys[start : start + 100])

    async def write() -> None:
        for _ in range(8):
            some = dice.sample(keys, dice.choice([2, 40, 700]))
            async with engine.begin() as connection:
                await statement(connection, pairs, [key | {"total": 1} for key in some])

    await asyncio.gather(*(write() for _ in range(16)))


async def test_sixteen_that_delete_the_same_rows_never_deadlock(engine: AsyncEngine) -> None:
    dice = random.Random(7)  # noqa: S311  # shuffles, nothing secret
    keys = [{"account": uuid4(), "order": "a"} for _ in range(1000)]
    async with engine.begin() as connection:
        for start in range(0, 1000, 100):
            await insert_rows(connection, pairs, keys[start : start + 100])

    async def delete(size: int) -> None:
        async with engine.begin() as connection:
            await delete_rows(connection, pairs, dice.sample(keys, size))

    await asyncio.gather(*(delete(size) for size in [2, 40, 700, 40, 40, 400] * 3))
