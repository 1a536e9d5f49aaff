"""What is committed is published, in order and at least once, whatever happens in between."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from uuid import uuid4

import pytest
from proving.catalogue import accepted, created, enveloped, some
from proving.databases import own_database
from proving.receiver import Receiver, by_subject, eventually
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from bus import outbox as module
from bus import tables
from bus.envelope import Origin, first
from bus.interface import Subscription, Unpublished
from bus.memory import InMemoryBus
from bus.message import Message, pack
from bus.outbox import Outbox
from events import OrderAccepted, OrderCreated
from vocabulary import AccountId

pytestmark = pytest.mark.real
EVERYTHING = Subscription("test.listener", frozenset({OrderAccepted.name}))


class FaultyBus(InMemoryBus):
    """A bus with a mind of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.attempts: list[list[Message]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.loses_confirms = False

    @override
    async def publish(self, messages: Sequence[Message]) -> None:
        self.attempts.append(list(messages))
        await self.open.wait()
        await super().publish(messages)
        if self.loses_confirms:
            raise Unpublished("the connection died", [one.id for one in messages])


@pytest.fixture
async def engine(postgres_url: str) -> AsyncGenerator[AsyncEngine]:
    async with own_database(postgres_url, tables.metadata) as own:
        yield own


@pytest.fixture
async def bus() -> FaultyBus:
    return FaultyBus()


@pytest.fixture
async def receiver(bus: FaultyBus) -> AsyncGenerator[Receiver]:
    listener = Receiver()
    async with bus.listening(EVERYTHING, listener.arrived):
        yield listener


@pytest.fixture
async def outbox(engine: AsyncEngine, bus: FaultyBus, receiver: Receiver) -> Outbox:
    """An outbox that has caught up."""
    caught_up = Outbox(engine, bus)
    await caught_up.relay()
    assert not caught_up.behind
    return caught_up


async def commit(engine: AsyncEngine, outbox: Outbox, messages: Sequence[Message]) -> None:
    async with engine.begin() as connection:
        await outbox.add(connection, messages)
    outbox.submit(messages)


async def rows(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(tables.outbox)) or 0


def one_by_one(count: int) -> list[Message]:
    """Messages about one account, of one event each."""
    account = AccountId(uuid4())
    return [message for one in some(count, account) for message in pack([one])]


async def test_what_is_committed_is_published_and_its_row_goes_later(
    engine: AsyncEngine, outbox: Outbox, receiver: Receiver
) -> None:
    sent = some(30)
    await commit(engine, outbox, pack(sent))
    await outbox.flush()

    assert by_subject(receiver.envelopes) == by_subject(sent)
    assert await outbox.depth() == 0

    await commit(engine, outbox, ())
    assert await rows(engine) == 0


async def test_what_is_rolled_back_is_never_published(
    engine: AsyncEngine, outbox: Outbox, receiver: Receiver
) -> None:
    async with engine.connect() as connection, connection.begin() as transaction:
        await outbox.add(connection, pack(some(3)))
        await transaction.rollback()

    await outbox.flush()
    await outbox.relay()

    assert receiver.envelopes == []


async def test_the_traceparent_survives_the_row_and_the_wire(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, receiver: Receiver
) -> None:
    origin = Origin(uuid4(), "00-" + "1" * 32 + "-" + "2" * 16 + "-01")
    async with engine.begin() as connection:
        await outbox.add(connection, pack([first(accepted(), "order", origin)]))

    await Outbox(engine, bus).relay()

    [arrived] = receiver.envelopes
    assert (arrived.traceparent, arrived.correlationid) == (
        origin.traceparent,
        origin.correlationid,
    )


async def test_what_a_crash_left_behind_is_published_before_anything_new(
    engine: AsyncEngine, bus: FaultyBus, receiver: Receiver
) -> None:
    messages = one_by_one(2)
    async with engine.begin() as connection:
        await Outbox(engine, bus).add(connection, messages[:1])  # and then the process died

    restarted = Outbox(engine, bus)
    await commit(engine, restarted, messages[1:])
    await restarted.flush()
    assert receiver.envelopes == []

    await restarted.relay()
    assert bus.attempts == [messages]
    await restarted.relay()
    assert not restarted.behind
    assert await rows(engine) == 0


async def test_who_takes_over_publishes_what_the_other_left_before_anything_new(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, receiver: Receiver
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
    engine: AsyncEngine, bus: FaultyBus, receiver: Receiver
) -> None:
    relay = Outbox(engine, bus)
    early, late = some(1), some(1)
    async with engine.connect() as slow, slow.begin() as transaction:
        await relay.add(slow, pack(late))  # the lower position
        async with engine.begin() as quick:
            await relay.add(quick, pack(early))
        await relay.relay()
        assert receiver.envelopes == early
        await transaction.commit()

    await relay.relay()

    assert receiver.envelopes == early + late


async def test_nothing_is_lost_or_out_of_order_while_sixteen_write_and_the_relay_catches_up(
    engine: AsyncEngine, bus: FaultyBus, receiver: Receiver
) -> None:
    outbox = Outbox(engine, bus)
    streams = [one_by_one(25) for _ in range(16)]

    async def write(messages: Sequence[Message]) -> None:
        for one in messages:
            await commit(engine, outbox, [one])

    publishing = [asyncio.create_task(outbox.run()), asyncio.create_task(outbox.relay_forever())]
    await asyncio.gather(*(write(one) for one in streams))
    await receiver.until(lambda: len(receiver.once) == 16 * 25)
    await eventually(lambda: _is_zero(outbox))
    for task in publishing:
        task.cancel()
    await asyncio.gather(*publishing, return_exceptions=True)

    order = [one.id for attempt in bus.attempts for one in attempt]
    for stream in streams:
        mine = {one.id for one in stream}
        assert [one for one in dict.fromkeys(order) if one in mine] == [one.id for one in stream]


async def test_two_relays_at_once_publish_everything_once(
    engine: AsyncEngine, bus: FaultyBus, receiver: Receiver
) -> None:
    one, other = Outbox(engine, bus), Outbox(engine, bus)
    messages = one_by_one(20)
    async with engine.begin() as connection:
        await one.add(connection, messages)
    bus.open.clear()
    working = asyncio.create_task(one.relay())
    await eventually(lambda: _attempted(bus, 1))

    assert await other.relay() == 0
    assert other.behind

    bus.open.set()
    assert await working == 20
    await other.relay()
    assert bus.attempts == [messages]
    assert not other.behind


async def test_after_a_failure_the_order_is_kept_and_then_memory_is_used_again(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, receiver: Receiver
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
    assert receiver.envelopes == []

    while outbox.behind:
        await outbox.relay()
    await commit(engine, outbox, messages[4:])
    await outbox.flush()

    assert [len(one) for one in bus.attempts] == [2, 2, 4, 1]
    assert bus.attempts[2] + bus.attempts[3] == messages
    assert len(receiver.envelopes) == 5


async def test_what_was_committed_while_publishing_failed_does_not_overtake(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, receiver: Receiver
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
    assert receiver.envelopes == []
    await outbox.relay()

    assert bus.attempts[-1] == messages


async def test_a_lost_confirm_means_again_with_the_same_ids(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, receiver: Receiver
) -> None:
    messages = one_by_one(3)
    bus.loses_confirms = True
    await commit(engine, outbox, messages)
    await outbox.flush()
    bus.loses_confirms = False
    await outbox.relay()

    ids = [one.id for one in receiver.envelopes]
    assert len(ids) == 6
    assert ids[:3] == ids[3:]
    assert await rows(engine) == 0


async def test_what_leads_to_nobody_stays_and_keeps_nothing_back(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, receiver: Receiver
) -> None:
    lost = pack(enveloped([created(AccountId(uuid4()), 1)]))
    fine = one_by_one(10)
    await commit(engine, outbox, fine[:5] + lost + fine[5:])
    await outbox.flush()
    with pytest.raises(Unpublished, match="ORDER_CREATED"):
        await outbox.relay()

    assert len(receiver.envelopes) == 10  # each once: what was confirmed is not sent again
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
    receiver: Receiver,
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

    assert len(receiver.envelopes) == 2
    assert await rows(engine) == 10


async def test_a_bus_that_stands_still_fills_no_memory(
    engine: AsyncEngine,
    bus: FaultyBus,
    outbox: Outbox,
    receiver: Receiver,
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
    await receiver.until(lambda: len(receiver.once) == 60)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    sent = [one.id for attempt in bus.attempts for one in attempt]
    assert list(dict.fromkeys(sent)) == [one.id for one in messages]


async def test_another_process_publishes_what_is_old_and_leaves_what_is_fresh(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, receiver: Receiver
) -> None:
    old, fresh = some(1), some(1)
    crashed = Outbox(engine, bus)
    async with engine.begin() as connection:
        await crashed.add(connection, pack(old))
    async with engine.begin() as connection:
        await connection.execute(text("update outbox set created_at = now() - interval '6 s'"))
        await crashed.add(connection, pack(fresh))

    await outbox.relay()

    assert receiver.envelopes == old
    assert await rows(engine) == 1


async def test_tidying_up_waits_for_nobody(
    engine: AsyncEngine, outbox: Outbox, receiver: Receiver
) -> None:
    """Two processes that delete the same rows must never wait for each other in a ring."""
    await commit(engine, outbox, one_by_one(3))
    await outbox.flush()
    async with engine.connect() as other, other.begin():
        await other.execute(text("select 1 from outbox limit 1 for update"))
        async with asyncio.timeout(2):
            await commit(engine, outbox, ())

    assert await rows(engine) == 1


async def test_finishing_publishes_and_tidies_up_all_of_it(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, receiver: Receiver
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

    assert len(receiver.envelopes) == 3
    assert await rows(engine) == 0
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_finishing_without_a_bus_leaves_all_of_it_for_the_next_start(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, receiver: Receiver
) -> None:
    bus.down = True
    await commit(engine, outbox, one_by_one(3))

    await outbox.finish()

    assert await rows(engine) == await outbox.depth() == 3


async def test_the_depth_counts_what_is_not_known_to_be_published(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, receiver: Receiver
) -> None:
    await commit(engine, outbox, one_by_one(4))
    assert await outbox.depth() == 4
    await outbox.flush()
    assert await outbox.depth() == 0
    await Outbox(engine, bus).relay()  # of a process that has just started; it sends them again
    assert await outbox.depth() == 0


async def test_the_relay_wakes_at_once_when_something_is_left_to_it(
    engine: AsyncEngine, bus: FaultyBus, outbox: Outbox, receiver: Receiver
) -> None:
    relaying = asyncio.create_task(outbox.relay_forever())
    await asyncio.sleep(0.05)  # it has found nothing and is at rest
    bus.down = True
    await commit(engine, outbox, one_by_one(1))
    await outbox.flush()
    bus.down = False

    async with asyncio.timeout(0.5):
        await receiver.events(1)
    relaying.cancel()
    await asyncio.gather(relaying, return_exceptions=True)


async def _attempted(bus: FaultyBus, times: int) -> bool:
    return len(bus.attempts) >= times


async def _is_zero(outbox: Outbox) -> bool:
    return await outbox.depth() == 0
