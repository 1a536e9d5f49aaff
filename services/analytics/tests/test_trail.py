"""The audit trail defends itself, and shows what was done to it by somebody whom nothing stops."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from analytics.domain.trail import BEGINNING, Broken, Entry, Head, Trail, following
from analytics.queries.audit import ROWS_AT_ONCE, verify
from analytics.repository.audit import Trails, find_head
from analytics.tables import audit_trail
from chassis.testing import drop_database, fresh_database

pytestmark = pytest.mark.real

ENTRIES = 10
SHIFT = "update audit_trail set position = -position where position >= 4"
MIDDLE = "update audit_trail set position = 1 - position where position < 0"
COPY = """
insert into audit_trail select 4, gen_random_uuid(), recorded_at, action, user_id, account_id,
    session_id, order_id, correlation_id, document, previous, hash
    from audit_trail where position = 5
"""
SWAP = """
update audit_trail as one set document = other.document, event_id = other.event_id
    from audit_trail as other
    where one.position in (4, 7) and other.position = 11 - one.position
"""


def entry(document: str = '{"action":"sign_in"}') -> Entry:
    return Entry(
        event_id=uuid4(),
        recorded_at=datetime.now(UTC),
        action="sign_in",
        user_id=uuid4(),
        account_id=None,
        session_id=None,
        order_id=None,
        correlation_id=uuid4(),
        document=document,
    )


@pytest.fixture
async def engine(postgres_url: str) -> AsyncGenerator[AsyncEngine]:
    """A database with a trail of some entries; its owner is a superuser."""
    url = await fresh_database(postgres_url, "analytics")
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await write(connection, ENTRIES)
    yield engine
    await engine.dispose()
    await drop_database(url)


async def write(connection: AsyncConnection, count: int) -> Trail:
    """Append so many entries, as the service does."""
    [trail] = (await Trails().load(connection, ["*"])).values()
    for number in range(count):
        trail.append(entry(f'{{"number":{number}}}'))
    await Trails().save(connection, [trail])
    return trail


async def tamper(engine: AsyncEngine, *statements: str) -> None:
    """What somebody can do who may do everything."""
    async with engine.begin() as connection:
        await connection.execute(text("alter table audit_trail disable trigger all"))
        for statement in statements:
            await connection.execute(text(statement))
        await connection.execute(text("alter table audit_trail enable trigger all"))


async def verified(engine: AsyncEngine, *noted: Head) -> Head:
    async with engine.connect() as connection:
        return await verify(connection, dict(noted))


async def first_broken(engine: AsyncEngine, *noted: Head) -> int:
    with pytest.raises(Broken) as broken:
        await verified(engine, *noted)
    return broken.value.position


async def test_what_nobody_touched_is_whole(engine: AsyncEngine) -> None:
    head = await verified(engine)

    async with engine.connect() as connection:
        assert await find_head(connection) == head
    assert head.position == ENTRIES
    assert await verified(engine, head) == head


async def test_a_trail_longer_than_what_is_read_at_once_is_whole(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await write(connection, 2 * ROWS_AT_ONCE)

    assert (await verified(engine)).position == ENTRIES + 2 * ROWS_AT_ONCE


async def test_an_empty_trail_is_whole_unless_there_was_one(engine: AsyncEngine) -> None:
    head = await verified(engine)
    await tamper(engine, "truncate audit_trail")

    assert await verified(engine) == BEGINNING
    assert await first_broken(engine, head) == 1


@pytest.mark.parametrize(
    "change",
    [
        "document = replace(document, '3', '4')",
        "document = document || ' '",
        "event_id = gen_random_uuid()",
        "recorded_at = recorded_at + interval '1 microsecond'",
        "action = 'sign_out'",
        "user_id = gen_random_uuid()",
        "user_id = null",
        "account_id = user_id",
        "session_id = user_id",
        "order_id = user_id",
        "correlation_id = event_id",
        "previous = hash",
        "hash = previous",
        "hash = set_byte(hash, 31, 255 - get_byte(hash, 31))",
    ],
)
async def test_a_change_is_found(engine: AsyncEngine, change: str) -> None:
    await tamper(engine, f"update audit_trail set {change} where position = 4")  # noqa: S608

    assert await first_broken(engine) == 4


@pytest.mark.parametrize(
    ("statements", "position"),
    [
        (["delete from audit_trail where position = 1"], 1),
        (["delete from audit_trail where position = 4"], 4),
        (["delete from audit_trail where position = 3", SHIFT, MIDDLE.replace("1 -", "-1 -")], 3),
        ([SWAP], 4),
        ([SHIFT, MIDDLE, COPY], 4),
    ],
    ids=["the first", "one in the middle", "without a gap", "two swapped", "one slipped in"],
)
async def test_a_hole_a_swap_and_an_insertion_are_found(
    engine: AsyncEngine, statements: list[str], position: int
) -> None:
    await tamper(engine, *statements)

    assert await first_broken(engine) == position


async def test_a_tail_that_was_cut_off_is_found_with_the_head(engine: AsyncEngine) -> None:
    head = await verified(engine)
    await tamper(engine, "delete from audit_trail where position > 8")

    assert (await verified(engine)).position == 8
    assert await first_broken(engine, head) == 9


async def test_a_trail_that_was_written_anew_is_found_with_the_head(engine: AsyncEngine) -> None:
    head = await verified(engine)
    await tamper(engine, "truncate audit_trail")
    async with engine.begin() as connection:
        await write(connection, ENTRIES)

    assert (await verified(engine)).position == ENTRIES
    assert await first_broken(engine, head) == ENTRIES


@pytest.mark.parametrize("replica", [False, True], ids=["ordinary", "as replication"])
@pytest.mark.parametrize(
    "change", ["delete from {}", "truncate {}", "update {} set action = action"]
)
async def test_the_database_refuses_to_change_it(
    engine: AsyncEngine, change: str, *, replica: bool
) -> None:
    async with engine.connect() as connection:
        if replica:  # a superuser's shortcut past ordinary triggers
            await connection.execute(text("set session_replication_role = replica"))
        with pytest.raises(DBAPIError, match="audit_trail is only ever added to"):
            await connection.execute(text(change.format(audit_trail)))


async def test_two_writers_cannot_both_go_on_from_the_same_head(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        [slow] = (await Trails().load(connection, ["*"])).values()
        trail = await write(connection, 1)
        slow.append(entry())

        assert trail.head != slow.head
        with pytest.raises(IntegrityError, match="audit_trail_pkey"):
            await Trails().save(connection, [slow])


async def test_what_was_saved_is_not_saved_again(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        trail = await write(connection, 2)
        await Trails().save(connection, [trail])

        assert await find_head(connection) == trail.head
        assert following(trail.head, entry()).position == ENTRIES + 3
