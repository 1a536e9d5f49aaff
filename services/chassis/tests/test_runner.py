"""A batch is one transaction, handled once however often it comes."""

from collections.abc import Collection

import pytest
from proving.catalogue import created
from proving.receiver import eventually
from proving.stage import Forgetful, Stage, accounts, parked_rows
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from tally.account import Tally
from tally.handlers import POISON, make_handlers
from tally.repository import Tallies
from typing_extensions import override

from bus import tables
from bus.interface import Delivery
from bus.message import pack
from chassis import batches as module
from chassis import runner as running
from chassis.consumer import Consumer

pytestmark = pytest.mark.real
ERROR = "ArithmeticError('nobody can handle this')"
BEHIND = "an earlier event of its key is parked"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0.001)


async def test_a_batch_takes_effect_in_one_transaction(stage: Stage) -> None:
    runner, people = stage.tally(), accounts(20)
    async with stage.leading(runner) as connection:
        sent = await stage.publish(*(created(one, n) for n in range(1, 6) for one in people))

        assert await runner.step(connection)
        assert not await runner.step(connection)

    assert await stage.counted() == dict.fromkeys(people, (5, 5, 0))
    assert await stage.count(tables.inbox) == 100
    assert len({row.handled_at for row in await stage.rows(tables.inbox)}) == 1
    await stage.database.outbox.flush()
    assert {one.causationid for one in stage.effects.envelopes} == {one.id for one in sent}


async def test_effects_keep_the_order_of_their_causes(stage: Stage) -> None:
    runner, [one] = stage.tally(), accounts(1)
    async with stage.leading(runner) as connection:
        sent = await stage.publish(*(created(one, n) for n in range(1, 51)))
        await runner.step(connection)
    await stage.database.outbox.flush()

    assert [effect.causationid for effect in stage.effects.envelopes] == [each.id for each in sent]


async def test_redelivery_changes_nothing(stage: Stage) -> None:
    runner, people = stage.tally(), accounts(5)
    async with stage.leading(runner) as connection:
        sent = await stage.publish(*(created(one, 1) for one in people))
        await runner.step(connection)
        for _ in range(3):
            await stage.bus.publish(pack(sent))
            await stage.bus.publish(pack(sent[:2]))
        while await runner.step(connection):
            pass
    await stage.database.outbox.flush()

    assert await stage.counted() == dict.fromkeys(people, (1, 1, 0))
    assert len(stage.effects.envelopes) == 5


async def test_what_was_handled_but_not_acknowledged_is_not_handled_again(stage: Stage) -> None:
    [one] = accounts(1)
    first, second = stage.tally(), stage.tally()

    async def lose_acknowledgement() -> None:
        pass

    def arrived(delivery: Delivery) -> None:
        first.deliver(Delivery(delivery.envelopes, lose_acknowledgement))

    async with (
        stage.database.lease(first.name) as connection,
        stage.bus.listening(first.where, arrived),
    ):
        await stage.publish(created(one, 1))
        await first.step(connection)
    async with stage.leading(second) as connection:
        assert await second.step(connection)

    assert await stage.counted() == {one: (1, 1, 0)}


async def test_a_failed_batch_leaves_no_trace_in_memory(stage: Stage) -> None:
    """The handler counts before it raises: a state that was kept would have counted it."""
    runner, [one] = stage.tally(), accounts(1)
    async with stage.leading(runner) as connection:
        await stage.publish(created(one, 1))
        await runner.step(connection)
        await stage.publish(created(one, 2, POISON))
        await runner.step(connection)
        async with stage.engine.begin() as other:
            await other.execute(text("delete from parked"))
        await stage.publish(created(one, 3))
        await runner.step(connection)

    assert await stage.counted() == {one: (2, 3, 1)}


async def test_two_consumers_that_react_to_one_event_say_different_things(stage: Stage) -> None:
    """Were their effects called the same, the second would be taken for a repetition."""
    names = ["order.tally", "order.other"]
    runners = [stage.runner(Consumer(one, make_handlers(), Forgetful())) for one in names]
    for runner in runners:
        async with stage.leading(runner):
            pass
    await stage.publish(created(accounts(1)[0], 1))
    for runner in runners:
        async with stage.leading(runner) as connection:
            await runner.step(connection)
    await stage.database.outbox.flush()

    assert len({one.id for one in stage.effects.envelopes}) == 2


async def test_after_a_deadlock_it_begins_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "STANDBY_SECONDS", 0.01)
    tries: list[int] = []

    class Deadlocked(Tallies):
        @override
        async def save(self, connection: AsyncConnection, states: Collection[Tally]) -> None:
            tries.append(1)
            if len(tries) < 3:
                raise_it = "do $$ begin raise exception 'x' using errcode = '40P01'; end $$"
                await connection.execute(text(raise_it))
            await super().save(connection, states)

    runner = stage.runner(Consumer("order.tally", make_handlers(), Deadlocked()))
    [one] = accounts(1)
    async with stage.running(runner):
        await eventually(lambda: _hears(stage, runner))
        await stage.publish(created(one, 1))
        await stage.effects.until(lambda: len(stage.effects.once) == 1)

    assert len(tries) == 3
    assert await stage.counted() == {one: (1, 1, 0)}
    assert await parked_rows(stage) == []


async def _hears(stage: Stage, runner: running.Runner[Tally]) -> bool:
    return await stage.bus.consumers(runner.where) > 0
