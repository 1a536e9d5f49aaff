"""Statements that go past SQLAlchemy are in its transactions, and fail as its own do."""

from collections.abc import AsyncGenerator
from uuid import uuid4

import pytest
from proving.catalogue import some
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bus import inbox
from bus.driver import look, run
from chassis.outage import is_outage

pytestmark = pytest.mark.real
INSERT = "insert into inbox (consumer, event_id) values (:consumer, :id)"
KILL = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncGenerator[AsyncConnection]:
    async with engine.connect() as own:
        yield own


async def count(engine: AsyncEngine) -> int:
    async with engine.connect() as other:
        return await other.scalar(text("select count(*) from inbox")) or 0


async def test_names_become_positions_each_once_and_casts_are_left_alone(
    connection: AsyncConnection,
) -> None:
    statement = "select :b::int as b, cast(:a as text) as a, :b::int + 1 as c"

    [row] = await run(connection, statement, {"a": "x", "b": 5})

    assert (row["b"], row["a"], row["c"]) == (5, "x", 6)


async def test_it_is_part_of_the_transaction_whoever_begins_it(
    engine: AsyncEngine, connection: AsyncConnection
) -> None:
    for first_is_ours in (True, False):
        async with connection.begin() as transaction:
            if not first_is_ours:
                await connection.execute(text("select 1"))
            await run(connection, INSERT, {"consumer": "a", "id": uuid4()})
            await connection.execute(text("insert into inbox values ('b', gen_random_uuid())"))
            assert await count(engine) == 0
            await transaction.rollback()

    assert await count(engine) == 0
    async with connection.begin():
        await run(connection, INSERT, {"consumer": "a", "id": uuid4()})
    assert await count(engine) == 1


async def test_a_row_that_breaks_a_key_is_an_integrity_error(connection: AsyncConnection) -> None:
    row = {"consumer": "a", "id": uuid4()}
    async with connection.begin() as transaction:
        await run(connection, INSERT, row)
        with pytest.raises(IntegrityError):
            await run(connection, INSERT, row)
        await transaction.rollback()

    async with connection.begin():  # and the connection is as good as before
        await run(connection, INSERT, row)


@pytest.mark.parametrize(
    ("statement", "parameters", "state"),
    [
        ("select 1 / :zero::int", {"zero": 0}, "22012"),
        ("select :small::smallint", {"small": 2**20}, "22000"),
        ("select nothing from nowhere", {}, "42P01"),
    ],
)
async def test_other_failures_say_what_state_they_are(
    connection: AsyncConnection, statement: str, parameters: dict[str, object], state: str
) -> None:
    with pytest.raises(DBAPIError) as caught:
        await run(connection, statement, parameters)

    assert not caught.value.connection_invalidated
    assert getattr(caught.value.orig, "sqlstate", None) == state


async def test_a_session_that_died_is_an_outage(
    engine: AsyncEngine, connection: AsyncConnection
) -> None:
    async with connection.begin():
        await inbox.take(connection, "a", some(1))
    async with engine.connect() as other:
        await other.execute(text(f"{KILL} and pid <> pg_backend_pid()"))

    with pytest.raises(DBAPIError) as caught:  # beginning, taking or rolling back
        async with connection.begin():
            await inbox.take(connection, "a", some(1))

    assert is_outage(caught.value)
    assert await count(engine) == 1


async def test_whoever_has_begun_nothing_can_still_take_it_back(
    engine: AsyncEngine, connection: AsyncConnection
) -> None:
    await run(connection, INSERT, {"consumer": "a", "id": uuid4()})
    await connection.rollback()

    assert await count(engine) == 0
    assert (await run(connection, "select 1 as one", {}))[0]["one"] == 1


async def test_whoever_only_looks_is_in_a_transaction_if_there_is_one_and_begins_none(
    engine: AsyncEngine, connection: AsyncConnection
) -> None:
    statement = "select count(*) as number from inbox"
    await look(connection, statement, {})
    assert not connection.in_transaction()

    async with connection.begin():
        await run(connection, INSERT, {"consumer": "a", "id": uuid4()})
        [row] = await look(connection, statement, {})
        assert row["number"] == 1
        assert await count(engine) == 0
    with pytest.raises(DBAPIError):
        await look(connection, "select nonsense", {})
