"""What is committed is published, in order and at least once, whatever happens in between."""

import asyncio
from uuid import uuid4

import pytest
from proving.catalogue import accepted, some
from proving.outboxes import FaultyBus, commit, one_by_one, rows
from proving.receiver import Receiver, by_subject, eventually
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bus import outbox as module
from bus.envelope import Origin, first
from bus.interface import Unpublished
from bus.message import pack
from bus.outbox import Outbox

pytestmark = pytest.mark.real
OLDER = """
    update outbox set created_at = created_at - interval '1 hour'
    where position = (select min(position) from outbox)
"""


async def test_what_is_committed_is_published_and_its_row_goes_later(
    engine: AsyncEngine, outbox: Outbox, heard: Receiver
) -> None:
    sent = some(30)
    await commit(engine, outbox, pack(sent))
    await outbox.flush()

    assert by_subject(heard.envelopes) == by_subject(sent)
    assert await outbox.depth() == 0

    await commit(engine, outbox, ())
    assert await rows(engine) == 0


async def test_what_is_rolled_back_is_never_published(
    engine: AsyncEngine, outbox: Outbox, heard: Receiver
) -> None:
    async with engine.connect() as connection, connection.begin() as transaction:
        await outbox.add(connection, pack(some(3)))
        await transaction.rollback()

    await outbox.flush()
    await outbox.relay()

    assert heard.envelopes == []


async def test_the_traceparent_survives_the_row_and_the_wire(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, heard: Receiver
) -> None:
    origin = Origin(uuid4(), "00-" + "1" * 32 + "-" + "2" * 16 + "-01")
    async with engine.begin() as connection:
        await outbox.add(connection, pack([first(accepted(), "order", origin)]))

    await Outbox(engine, bus).relay()

    [arrived] = heard.envelopes
    assert (arrived.traceparent, arrived.correlationid) == (
        origin.traceparent,
        origin.correlationid,
    )


async def test_after_a_failure_the_order_is_kept_and_then_memory_is_used_again(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, heard: Receiver
) -> None:
    messages = one_by_one(5)
    bus.down = True
    await commit(engine, outbox, messages[:2])
    await outbox.flush()
    with pytest.raises(Unpublished):
        await outbox.relay()
    bus.down = False
    await commit(engine, outbox, messages[2:4])
    await outbox.flush()
    assert heard.envelopes == []

    while outbox.behind:
        await outbox.relay()
    await commit(engine, outbox, messages[4:])
    await outbox.flush()

    assert [len(one) for one in bus.attempts] == [2, 2, 4, 1]
    assert bus.attempts[2] + bus.attempts[3] == messages
    assert len(heard.envelopes) == 5


async def test_what_was_committed_while_publishing_failed_does_not_overtake(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, heard: Receiver
) -> None:
    messages = one_by_one(2)
    await commit(engine, outbox, messages[:1])
    bus.open.clear()
    bus.down = True
    flushing = asyncio.create_task(outbox.flush())
    await eventually(lambda: _attempted(bus, 1))
    await commit(engine, outbox, messages[1:])
    bus.open.set()
    await flushing
    bus.down = False

    await outbox.flush()
    assert heard.envelopes == []
    await outbox.relay()

    assert bus.attempts[-1] == messages


async def test_a_lost_confirm_means_again_with_the_same_ids(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, heard: Receiver
) -> None:
    messages = one_by_one(3)
    bus.loses_confirms = True
    await commit(engine, outbox, messages)
    await outbox.flush()
    bus.loses_confirms = False
    await outbox.relay()

    ids = [one.id for one in heard.envelopes]
    assert len(ids) == 6
    assert ids[:3] == ids[3:]
    assert await rows(engine) == 0


async def test_a_bus_that_stands_still_fills_no_memory(
    engine: AsyncEngine,
    bus: FaultyBus,
    outbox: Outbox,
    heard: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "WAITING_MAX", 20)
    messages = one_by_one(60)
    bus.open.clear()
    running = asyncio.create_task(outbox.run())
    for one in messages:
        await commit(engine, outbox, [one])
        await asyncio.sleep(0)
    assert outbox.behind
    assert outbox.waiting <= 21

    bus.open.set()
    while outbox.behind:
        await outbox.relay()
    await heard.until(lambda: len(heard.once) == 60)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    sent = [one.id for attempt in bus.attempts for one in attempt]
    assert list(dict.fromkeys(sent)) == [one.id for one in messages]


async def test_tidying_up_waits_for_nobody(
    engine: AsyncEngine, outbox: Outbox, heard: Receiver
) -> None:
    """Two processes that delete the same rows must never wait for each other in a ring."""
    await commit(engine, outbox, one_by_one(3))
    await outbox.flush()
    async with engine.connect() as other, other.begin():
        await other.execute(text("select 1 from outbox limit 1 for update"))
        async with asyncio.timeout(60):
            await commit(engine, outbox, ())

    assert await rows(engine) == 1


async def test_finishing_publishes_and_tidies_up_all_of_it(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, heard: Receiver
) -> None:
    running = asyncio.create_task(outbox.run())
    bus.open.clear()
    await commit(engine, outbox, one_by_one(1))
    await eventually(lambda: _attempted(bus, 1))  # this one is on its way
    await commit(engine, outbox, one_by_one(2))
    finishing = asyncio.create_task(outbox.finish())
    await asyncio.sleep(0.05)
    assert not finishing.done()
    bus.open.set()

    await finishing

    assert len(heard.envelopes) == 3
    assert await rows(engine) == 0
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_finishing_without_a_bus_leaves_all_of_it_for_the_next_start(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, heard: Receiver
) -> None:
    bus.down = True
    await commit(engine, outbox, one_by_one(3))

    await outbox.finish()

    assert await rows(engine) == await outbox.depth() == 3


async def test_the_depth_counts_what_is_not_known_to_be_published(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, heard: Receiver
) -> None:
    await commit(engine, outbox, one_by_one(4))
    assert await outbox.depth() == 4
    await outbox.flush()
    assert await outbox.depth() == 0
    await Outbox(engine, bus).relay()  # of a process that has just started; it sends them again
    assert await outbox.depth() == 0


async def test_the_age_is_that_of_the_oldest_that_is_not_known_to_be_published(
    engine: AsyncEngine, outbox: Outbox, heard: Receiver
) -> None:
    assert await outbox.age_seconds() == 0
    await commit(engine, outbox, one_by_one(2))
    async with engine.begin() as connection:
        await connection.execute(text(OLDER))
    assert 3600 <= await outbox.age_seconds() < 3700
    await outbox.flush()
    assert await outbox.age_seconds() == 0


async def _attempted(bus: FaultyBus, times: int) -> bool:
    return len(bus.attempts) >= times
