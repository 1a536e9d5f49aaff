"""An event takes effect once; what could not be handled is kept, in order, until it can be."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from proving.catalogue import some
from pydantic import ValidationError
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bus import inbox, tables
from bus.envelope import Envelope
from bus.inbox import Parked, Taken
from bus.interface import Subscription
from bus.message import partition_of
from vocabulary import AccountId

pytestmark = pytest.mark.real
CONSUMER = "test.consumer"
WHOLE = Subscription(CONSUMER, frozenset({"ORDER_ACCEPTED"}))


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncGenerator[AsyncConnection]:
    async with engine.connect() as own:
        yield own


async def test_what_was_taken_is_not_taken_again(connection: AsyncConnection) -> None:
    first, again = some(3), some(2)
    async with connection.begin():
        assert (await inbox.take(connection, CONSUMER, first)).fresh == first

    async with connection.begin():
        assert (await inbox.take(connection, CONSUMER, [*again, *first])).fresh == again


async def test_what_comes_twice_at_once_is_taken_once(connection: AsyncConnection) -> None:
    one, other = some(2)
    async with connection.begin():
        assert (await inbox.take(connection, CONSUMER, [one, other, one])).fresh == [one, other]


async def test_consumers_remember_for_themselves(connection: AsyncConnection) -> None:
    sent = some(2)
    async with connection.begin():
        await inbox.take(connection, CONSUMER, sent)
        assert (await inbox.take(connection, "test.other", sent)).fresh == sent


async def test_what_was_rolled_back_is_taken_again(connection: AsyncConnection) -> None:
    sent = some(2)
    async with connection.begin() as transaction:
        await inbox.take(connection, CONSUMER, sent)
        await transaction.rollback()

    async with connection.begin():
        assert (await inbox.take(connection, CONSUMER, sent)).fresh == sent


async def test_two_processes_with_the_same_event_wait_for_each_other(engine: AsyncEngine) -> None:
    sent = some(1)
    async with engine.connect() as one, engine.connect() as other, other.begin():
        async with one.begin():
            await inbox.take(one, CONSUMER, sent)
            await inbox.park(one, CONSUMER, [Parked(sent[0], "a", "boom", 3)])
            second = asyncio.create_task(inbox.take(other, CONSUMER, sent))
            await asyncio.sleep(0.1)
            assert not second.done()

        assert await second == Taken([], {"a"})


async def test_a_parked_event_blocks_its_key_for_its_consumer(connection: AsyncConnection) -> None:
    event, later = some(2)
    async with connection.begin():
        await inbox.park(connection, CONSUMER, [Parked(event, "a", "boom", 3)])
        await inbox.park(connection, CONSUMER, [Parked(later, "a", "behind")])
        await inbox.park(connection, CONSUMER, [])

        assert await inbox.blocked_keys(connection, CONSUMER) == {"a"}
        assert await inbox.take(connection, CONSUMER, [later]) == Taken([later], {"a"})
        assert await inbox.take(connection, "test.other", [later]) == Taken([later], set())
        assert await inbox.count_parked(connection) == 2


async def test_a_parked_event_is_kept_as_it_was(connection: AsyncConnection) -> None:
    [event] = some(1)
    async with connection.begin():
        await inbox.park(connection, CONSUMER, [Parked(event, "a", "boom", 3)])
        await connection.execute(text("update parked set redrive = true"))
        [waiting] = await inbox.to_redrive(connection, WHOLE)

    assert waiting.envelope() == event


async def test_what_is_no_event_any_more_says_so(connection: AsyncConnection) -> None:
    async with connection.begin():
        await inbox.park(connection, CONSUMER, [Parked(some(1)[0], "a", "boom", 3)])
        await connection.execute(text("update parked set redrive = true, body = '{}'"))
        [waiting] = await inbox.to_redrive(connection, WHOLE)

    with pytest.raises(ValidationError):
        waiting.envelope()


async def test_nothing_is_redriven_that_nobody_asked_for(connection: AsyncConnection) -> None:
    async with connection.begin():
        await inbox.park(connection, CONSUMER, [Parked(some(1)[0], "a", "boom", 3)])

        assert await inbox.to_redrive(connection, WHOLE) == []


async def test_a_key_is_redriven_as_a_whole_and_in_order(connection: AsyncConnection) -> None:
    ones, others = some(3, AccountId(uuid4())), some(2)
    async with connection.begin():
        for one in ones:
            await inbox.park(connection, CONSUMER, [Parked(one, "a", "boom", 3)])
        await inbox.park(connection, CONSUMER, [Parked(one, "b", "boom", 3) for one in others])
        await _ask(connection, "a")

        waiting = await inbox.to_redrive(connection, WHOLE)

    assert [one.envelope() for one in waiting] == ones


async def test_a_long_queue_behind_a_key_is_redriven_to_its_end(
    connection: AsyncConnection,
) -> None:
    """Asked for once, at its first event; what a round or a crash leaves over is not forgotten."""
    events = some(2 * inbox.REDRIVEN_AT_ONCE_MAX + 50, AccountId(uuid4()))
    async with connection.begin():
        await inbox.park(connection, CONSUMER, [Parked(one, "a", "boom", 3) for one in events])
        await connection.execute(
            text("update parked set redrive = position = (select min(position) from parked)")
        )
    redriven: list[Envelope[Any]] = []
    for _ in range(5):
        async with connection.begin():
            round_ = await inbox.to_redrive(connection, WHOLE)
        for waiting in round_:
            async with connection.begin():
                redriven.append(waiting.envelope())
                await inbox.unpark(connection, waiting)

    assert redriven == events


async def test_a_partition_redrives_its_own_keys_only(connection: AsyncConnection) -> None:
    """Two processes that handle the same parked event would do it twice."""
    events = some(20)
    async with connection.begin():
        for one in events:
            await inbox.park(connection, CONSUMER, [Parked(one, one.subject, "boom", 3)])
        await connection.execute(text("update parked set redrive = true"))

        for partition in range(2):
            where = Subscription(CONSUMER, WHOLE.names, partition, 2)
            waiting = await inbox.to_redrive(connection, where)
            mine = [one for one in events if partition_of(one.subject, 2) == partition]
            assert [one.envelope() for one in waiting] == mine


async def test_what_fails_again_waits_for_the_next_time(connection: AsyncConnection) -> None:
    async with connection.begin():
        await inbox.park(connection, CONSUMER, [Parked(one, "a", "boom", 3) for one in some(2)])
        await _ask(connection, "a")
        [one, _] = await inbox.to_redrive(connection, WHOLE)
        await inbox.park_again(connection, CONSUMER, one, "boom again")

        assert await inbox.to_redrive(connection, WHOLE) == []
        query = select(tables.parked.c.error, tables.parked.c.attempts).order_by("position")
        rows = (await connection.execute(query)).all()
        assert [tuple(row) for row in rows] == [("boom again", 4), ("boom", 3)]


async def test_what_is_old_is_forgotten(connection: AsyncConnection) -> None:
    old, young = some(1), some(1)
    async with connection.begin():
        await inbox.take(connection, CONSUMER, old)
        await connection.execute(text("update inbox set handled_at = now() - interval '31 days'"))
        await inbox.take(connection, CONSUMER, young)
    async with connection.begin():
        assert await inbox.forget_older_than(connection, timedelta(days=30)) == 1
        assert (await inbox.take(connection, CONSUMER, [*old, *young])).fresh == old


async def _ask(connection: AsyncConnection, key: str) -> None:
    await connection.execute(text("update parked set redrive = true where key = :k"), {"k": key})
