"""What a crash, a failure or another process left behind is published before anything new."""

import asyncio
from collections.abc import Sequence
from uuid import uuid4

import pytest
from proving.catalogue import created, enveloped, some
from proving.outboxes import FaultyBus, commit, one_by_one, rows
from proving.receiver import Receiver, eventually
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bus import outbox as module
from bus.interface import Subscription, Unpublished
from bus.message import Message, pack
from bus.outbox import Outbox
from events import OrderCreated
from vocabulary import AccountId

pytestmark = pytest.mark.real


async def test_what_a_crash_left_behind_is_published_before_anything_new(
    engine: AsyncEngine, bus: FaultyBus, heard: Receiver
) -> None:
    messages = one_by_one(2)
    async with engine.begin() as connection:
        await Outbox(engine, bus).add(connection, messages[:1])  # and then the process died

    restarted = Outbox(engine, bus)
    await commit(engine, restarted, messages[1:])
    await restarted.flush()
    assert heard.envelopes == []

    await restarted.relay()
    assert bus.attempts == [messages]
    await restarted.relay()
    assert not restarted.behind
    assert await rows(engine) == 0


async def test_who_takes_over_publishes_what_the_other_left_before_anything_new(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, heard: Receiver
) -> None:
    standby = outbox
    messages = one_by_one(2)
    async with engine.begin() as connection:
        await Outbox(engine, bus).add(connection, messages[:1])  # and then the leader died

    standby.catch_up()
    await commit(engine, standby, messages[1:])
    await standby.flush()
    await standby.relay()

    assert bus.attempts == [messages]


async def test_the_relay_never_skips_what_commits_late(
    engine: AsyncEngine, bus: FaultyBus, heard: Receiver
) -> None:
    relay = Outbox(engine, bus)
    early, late = some(1), some(1)
    async with engine.connect() as slow, slow.begin() as transaction:
        await relay.add(slow, pack(late))  # the lower position
        async with engine.begin() as quick:
            await relay.add(quick, pack(early))
        await relay.relay()
        assert heard.envelopes == early
        await transaction.commit()

    await relay.relay()

    assert heard.envelopes == early + late


async def test_nothing_is_lost_or_out_of_order_while_sixteen_write_and_the_relay_catches_up(
    engine: AsyncEngine, bus: FaultyBus, heard: Receiver
) -> None:
    outbox = Outbox(engine, bus)
    streams = [one_by_one(25) for _ in range(16)]

    async def write(messages: Sequence[Message]) -> None:
        for one in messages:
            await commit(engine, outbox, [one])

    publishing = [asyncio.create_task(outbox.run()), asyncio.create_task(outbox.relay_forever())]
    await asyncio.gather(*(write(one) for one in streams))
    await heard.until(lambda: len(heard.once) == 16 * 25)
    await eventually(lambda: _is_zero(outbox))
    for task in publishing:
        task.cancel()
    await asyncio.gather(*publishing, return_exceptions=True)

    order = [one.id for attempt in bus.attempts for one in attempt]
    for stream in streams:
        mine = {one.id for one in stream}
        assert [one for one in dict.fromkeys(order) if one in mine] == [one.id for one in stream]


async def test_two_relays_at_once_publish_everything_once(
    engine: AsyncEngine, bus: FaultyBus, heard: Receiver
) -> None:
    one, other = Outbox(engine, bus), Outbox(engine, bus)
    messages = one_by_one(20)
    async with engine.begin() as connection:
        await one.add(connection, messages)
    bus.open.clear()
    working = asyncio.create_task(one.relay())
    await eventually(lambda: _attempted(bus, 1))

    async with asyncio.timeout(60):
        assert await other.relay() == 0
    assert other.behind

    bus.open.set()
    assert await working == 20
    await other.relay()
    assert bus.attempts == [messages]
    assert not other.behind


async def test_what_leads_to_nobody_stays_and_keeps_nothing_back(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, heard: Receiver
) -> None:
    lost = pack(enveloped([created(AccountId(uuid4()), 1)]))
    fine = one_by_one(10)
    await commit(engine, outbox, fine[:5] + lost + fine[5:])
    await outbox.flush()
    with pytest.raises(Unpublished, match="ORDER_CREATED"):
        await outbox.relay()

    assert len(heard.envelopes) == 10  # each once: what was confirmed is not sent again
    assert await rows(engine) == await outbox.depth() == 1

    found = Receiver()
    bound = Subscription("test.late", frozenset({OrderCreated.name}))
    async with bus.listening(bound, found.arrived):
        await outbox.relay()
    assert len(found.envelopes) == 1
    assert await rows(engine) == 0


async def test_many_that_lead_to_nobody_keep_nothing_back(
    engine: AsyncEngine,
    outbox: Outbox,
    heard: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "RELAY_MAX", 3)
    events = [created(AccountId(uuid4()), 1) for _ in range(10)]
    async with engine.begin() as connection:
        for event in events:
            await outbox.add(connection, pack(enveloped([event])))
        await outbox.add(connection, one_by_one(2))
    outbox.catch_up()

    with pytest.raises(Unpublished):
        await outbox.relay()

    assert len(heard.envelopes) == 2
    assert await rows(engine) == 10


async def test_nothing_goes_before_what_did_not_go(
    engine: AsyncEngine,
    bus: FaultyBus,
    outbox: Outbox,
    heard: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "RELAY_MAX", 3)
    messages = one_by_one(10)
    async with engine.begin() as connection:
        await outbox.add(connection, messages)
    outbox.catch_up()
    bus.down = True

    with pytest.raises(Unpublished):
        await outbox.relay()

    assert bus.attempts == [messages[:3]]
    bus.down = False
    await outbox.relay()
    await heard.until(lambda: len(heard.once) == 10)
    assert [one for attempt in bus.attempts[1:] for one in attempt] == messages


async def test_what_somebody_is_removing_was_confirmed_and_is_not_sent_again(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, heard: Receiver
) -> None:
    messages = one_by_one(3)
    async with engine.begin() as connection:
        await outbox.add(connection, messages)
    outbox.catch_up()
    async with engine.connect() as removing, removing.begin() as transaction:
        await removing.execute(text("delete from outbox"))
        assert await outbox.relay() == 0
        assert bus.attempts == []
        await transaction.rollback()

    outbox.catch_up()
    assert await outbox.relay() == 3
    assert bus.attempts == [messages]


async def test_another_process_publishes_what_is_old_and_leaves_what_is_fresh(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, heard: Receiver
) -> None:
    old, fresh = some(1), some(1)
    crashed = Outbox(engine, bus)
    async with engine.begin() as connection:
        await crashed.add(connection, pack(old))
    async with engine.begin() as connection:
        await connection.execute(text("update outbox set created_at = now() - interval '6 s'"))
        await crashed.add(connection, pack(fresh))

    await outbox.relay()

    assert heard.envelopes == old
    assert await rows(engine) == 1


async def test_the_relay_wakes_at_once_when_something_is_left_to_it(
    engine: AsyncEngine,
    bus: FaultyBus,
    outbox: Outbox,
    heard: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bus.outbox.RETRY_SECONDS", 60.0)
    relaying = asyncio.create_task(outbox.relay_forever())
    await asyncio.sleep(0.05)  # it has found nothing and is at rest
    bus.down = True
    await commit(engine, outbox, one_by_one(1))
    await outbox.flush()
    bus.down = False

    async with asyncio.timeout(60):
        await heard.events(1)
    relaying.cancel()
    await asyncio.gather(relaying, return_exceptions=True)


async def _attempted(bus: FaultyBus, times: int) -> bool:
    return len(bus.attempts) >= times


async def _is_zero(outbox: Outbox) -> bool:
    return await outbox.depth() == 0
