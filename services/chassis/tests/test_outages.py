"""The database goes away in the worst moments: nothing is lost, nothing is done twice."""

import asyncio
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager

import pytest
from proving.catalogue import created
from proving.proxy import Proxy
from proving.receiver import by_subject, eventually
from proving.stage import Stage, accounts
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from tally.account import Tally
from tally.handlers import make_handlers
from tally.repository import Tallies
from typing_extensions import override

from bus import tables
from chassis import runner as module
from chassis.consumer import Consumer
from vocabulary import AccountId

pytestmark = pytest.mark.real


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STANDBY_SECONDS", 0.02)


@asynccontextmanager
async def telling(stage: Stage, people: Collection[AccountId], orders: int) -> AsyncGenerator[None]:
    """Orders come in during the block; at its end all have been handled."""

    async def tell() -> None:
        for number in range(1, orders + 1):
            await stage.publish(*(created(one, number) for one in people))
            await asyncio.sleep(0.01)

    task = asyncio.create_task(tell())
    yield
    await task
    expected = dict.fromkeys(people, (orders, orders, 0))

    async def handled() -> bool:
        return await stage.counted() == expected

    await eventually(handled)


async def test_sessions_that_are_killed_again_and_again_change_nothing(stage: Stage) -> None:
    runner, people = stage.tally(), accounts(10)
    async with stage.leading(runner):
        pass  # the queue is there
    async with stage.running(runner):
        async with telling(stage, people, 60):
            for _ in range(6):
                await asyncio.sleep(0.1)
                await stage.kill_sessions()
        await stage.effects.until(lambda: len(stage.effects.once) == 600)
    heard = by_subject(stage.effects.once)

    assert await stage.count(tables.parked) == 0
    assert len(await stage.rows(tables.inbox)) == 600
    assert {subject: len(effects) for subject, effects in heard.items()} == {
        str(one): 60 for one in people
    }


@pytest.mark.parametrize("moment", [b"COMMIT", b"BEGIN"])
async def test_an_answer_that_never_came_is_found_out(
    wire: tuple[Stage, Proxy], moment: bytes
) -> None:
    """The server may have done what it was asked; the process cannot know, and asks the inbox."""
    stage, between = wire
    runner, [one] = stage.tally(), accounts(1)
    async with stage.running(runner):
        await eventually(lambda: _leads(runner))
        for number in range(1, 11):
            between.cut_after = moment
            await stage.publish(created(one, number))
            await eventually(lambda n=number: _counted(stage, one, n))
        await stage.effects.until(lambda: len(stage.effects.once) == 10)

    assert await stage.counted() == {one: (10, 10, 0)}
    assert await stage.count(tables.inbox) == 10


async def test_a_database_that_is_away_for_a_while_delays_everything_and_loses_nothing(
    wire: tuple[Stage, Proxy],
) -> None:
    stage, between = wire
    runner, people = stage.tally(), accounts(3)
    async with stage.running(runner):
        await eventually(lambda: _leads(runner))
        async with telling(stage, people, 20):
            await between.block()
            await eventually(lambda: _does_not_lead(runner))
            await asyncio.sleep(0.3)
            await between.mend()
        await stage.effects.until(lambda: len(stage.effects.once) == 60)


async def test_another_process_takes_over_when_the_leaders_session_dies(stage: Stage) -> None:
    runners, [one] = [stage.tally(), stage.tally()], accounts(1)
    async with stage.running(*runners):
        await eventually(lambda: _one_leads(runners))
        async with telling(stage, [one], 30):
            for _ in range(3):
                await asyncio.sleep(0.05)
                await stage.kill_sessions()
                await eventually(lambda: _one_leads(runners))
        await stage.effects.until(lambda: len(stage.effects.once) == 30)

    assert [effect.data.order_id for effect in stage.effects.once] == [
        effect.data.order_id for effect in by_subject(stage.effects.once)[str(one)]
    ]


class OutOfOrder(Tallies):
    """A database that takes connections, and nothing else."""

    @override
    async def save(self, connection: AsyncConnection, states: Collection[Tally]) -> None:
        raise ConnectionError("out of order")


async def test_vain_deliveries_become_rare(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broker gives up on a message after some deliveries; an outage must not use them up."""
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 10.0)
    runner = stage.runner(Consumer("order.tally", make_handlers(), OutOfOrder()))
    async with stage.leading(runner):
        await stage.publish(created(accounts(1)[0], 1))
    async with stage.running(runner):
        await asyncio.sleep(1.5)
        assert runner.deliveries <= 7  # pauses of 0.04, 0.08, 0.16 ... instead of 0.02 each
        await eventually(lambda: _has_heard(runner, 3))


async def test_a_database_that_takes_no_writes_uses_up_one_delivery(stage: Stage) -> None:
    runner, [one] = stage.tally(), accounts(1)
    async with stage.leading(runner):
        await stage.publish(created(one, 1))
    await _set_read_only(stage, "on")
    before = runner.deliveries
    async with stage.running(runner):
        await eventually(lambda: _has_heard(runner, before + 1))
        await asyncio.sleep(0.5)
        heard = runner.deliveries - before
        await _set_read_only(stage, "off")
        await eventually(lambda: _counted(stage, one, 1))

    assert heard == 1


async def test_a_batch_is_finished_before_the_runner_ends(stage: Stage) -> None:
    entered, proceed = asyncio.Event(), asyncio.Event()

    class Slow(Tallies):
        @override
        async def save(self, connection: AsyncConnection, states: Collection[Tally]) -> None:
            entered.set()
            await proceed.wait()
            await super().save(connection, states)

    runner, [one] = stage.runner(Consumer("order.tally", make_handlers(), Slow())), accounts(1)
    async with stage.leading(runner):
        await stage.publish(created(one, 1))
        await stage.publish(created(one, 2))
    async with stage.running(runner) as [task]:
        await entered.wait()
        runner.stop()
        await asyncio.sleep(0.05)
        assert not task.done()
        proceed.set()
        await task

    assert await stage.counted() == {one: (2, 2, 0)}
    assert await stage.bus.consumers(runner.where) == 0


async def test_a_runner_that_stands_by_ends_at_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STANDBY_SECONDS", 60.0)
    leader, standby = stage.tally(), stage.tally()
    async with stage.database.lease(leader.name), stage.running(standby) as [task]:
        await asyncio.sleep(0.05)
        standby.stop()
        async with asyncio.timeout(60):
            await task


async def _has_heard(runner: module.Runner[Tally], deliveries: int) -> bool:
    return runner.deliveries >= deliveries


async def _leads(runner: module.Runner[Tally]) -> bool:
    return runner.leading


async def _does_not_lead(runner: module.Runner[Tally]) -> bool:
    return not runner.leading


async def _one_leads(runners: Collection[module.Runner[Tally]]) -> bool:
    return sum(one.leading for one in runners) == 1


async def _counted(stage: Stage, one: AccountId, orders: int) -> bool:
    return (await stage.counted()).get(one, (0,))[0] == orders


async def _set_read_only(stage: Stage, switch: str) -> None:
    """For every session from now on."""
    name = stage.engine.url.database
    async with stage.engine.begin() as connection:
        await connection.execute(text("set transaction read write"))
        change = f'alter database "{name}" set default_transaction_read_only = {switch}'
        await connection.execute(text(change))
    await stage.engine.dispose()
