"""A price is shown to the states it concerns: the newest one, once, by who leads, and no other."""

from collections.abc import AsyncGenerator
from decimal import Decimal

import pytest
from proving.board import Board, Boards, boards, handlers, metadata, request
from proving.catalogue import quote
from proving.databases import own_database
from proving.receiver import eventually
from proving.stage import Stage
from sqlalchemy.ext.asyncio import AsyncEngine

from bus import tables
from chassis.consumer import Consumer
from chassis.runner import Runner
from events import OrderAccepted

pytestmark = pytest.mark.real


@pytest.fixture
async def engine(postgres_url: str) -> AsyncGenerator[AsyncEngine]:
    async with own_database(postgres_url, tables.metadata, metadata) as own:
        yield own


def runner_of(
    stage: Stage, repository: Boards, partition: int = 0, partitions: int = 1
) -> Runner[Board]:
    consumer = Consumer("order.board", handlers, repository, partitioned=True)
    return stage.runner(consumer, partition, partitions)


async def _leads(runner: Runner[Board]) -> bool:
    return runner.leading


async def _saw(repository: Boards, sequence: int) -> bool:
    return any(one.seen[-1:] == [sequence] for one in repository.loaded)


async def announced(stage: Stage) -> list[str]:
    await stage.database.outbox.flush()
    effects = {one.id: one for one in stage.effects.envelopes}  # the relay may say one again
    return [one.data.symbol for one in effects.values() if one.type == OrderAccepted.name]


async def closed(stage: Stage) -> set[str]:
    return {row.symbol for row in await stage.rows(boards) if not row.is_open}


async def test_only_the_newest_price_of_each_symbol_is_looked_at(stage: Stage) -> None:
    repository = Boards()
    runner = runner_of(stage, repository)
    async with stage.leading(runner) as connection:
        for number in range(10):
            runner.offer(quote("IBM", number))
            runner.offer(quote("BAC", number))
        await runner.step(connection)

    assert {one.symbol: one.seen for one in repository.loaded} == {"IBM": [9], "BAC": [9]}
    assert await stage.rows(boards) == []  # it led to nothing, and nothing was written


async def test_what_a_price_leads_to_is_saved_and_announced_once(stage: Stage) -> None:
    runner = runner_of(stage, Boards())
    async with stage.leading(runner) as connection:
        for number in range(3):
            runner.offer(quote("IBM", number, ask="49"))
            runner.offer(quote("BAC", number, ask="51"))
            await runner.step(connection)

    assert await announced(stage) == ["IBM"]
    assert await closed(stage) == {"IBM"}


async def test_a_state_that_is_loaded_later_is_shown_the_newest_price_once(stage: Stage) -> None:
    repository = Boards()
    runner = runner_of(stage, repository)
    async with stage.leading(runner) as connection:
        runner.offer(quote("IBM", 1, ask="49"))
        repository.fails = True
        with pytest.raises(ConnectionError):
            await runner.step(connection)
        repository.fails = False
        await stage.publish(request("IBM"), request("IBM"))
        await runner.step(connection)
        runner.offer(quote("IBM", 2))
        await runner.step(connection)

    assert [one.seen for one in repository.loaded] == [[1], [1, 2]]


async def test_what_a_price_leads_to_while_loading_is_saved_as_well(stage: Stage) -> None:
    """A transaction failed after the price had its effect; that must not be lost or doubled."""
    repository = Boards()
    runner = runner_of(stage, repository)
    async with stage.leading(runner) as connection:
        runner.offer(quote("IBM", 1, ask="49"))
        repository.fails = True
        with pytest.raises(ConnectionError):
            await runner.step(connection)
        repository.fails = False
        assert await announced(stage) == []

        runner.offer(quote("BAC", 1))
        await stage.publish(request("IBM"))
        await runner.step(connection)
        await runner.step(connection)

    assert await announced(stage) == ["IBM"]
    assert await closed(stage) == {"IBM"}


async def test_what_is_announced_is_always_saved(stage: Stage) -> None:
    repository = Boards()
    runner = runner_of(stage, repository)
    async with stage.leading(runner) as connection:
        runner.offer(quote("IBM", 1, ask="49"))
        repository.fails = True
        with pytest.raises(ConnectionError):
            await runner.step(connection)
        repository.fails = False
        runner.offer(quote("IBM", 2, ask="51"))
        await runner.step(connection)

    assert set(await announced(stage)) == await closed(stage)


async def test_a_bad_price_takes_no_other_with_it(stage: Stage) -> None:
    runner = runner_of(stage, Boards())
    bad = quote("S3", 1, ask="49").model_copy(update={"bid_size": Decimal(0)})
    async with stage.leading(runner) as connection:
        for number in range(8):
            runner.offer(bad if number == 3 else quote(f"S{number}", 1, ask="49"))
        await runner.step(connection)
        await stage.publish(request("S3"))
        await runner.step(connection)

    assert sorted(await announced(stage)) == ["S0", "S1", "S2", "S4", "S5", "S6", "S7"]
    assert await stage.count(tables.parked) == 0  # the event was not at fault


async def test_a_partition_looks_at_its_own_symbols_only(stage: Stage) -> None:
    """Two that hold one symbol in memory would both trade its shares."""
    one, other = (runner_of(stage, Boards(), number, 2) for number in range(2))
    names = {f"S{number}" for number in range(12)}
    async with stage.leading(one) as first, stage.leading(other) as second:
        for sequence, ask in enumerate(["51", "49"]):
            for runner, connection in ((one, first), (other, second)):
                for name in names:
                    runner.offer(quote(name, sequence, ask=ask))
                await runner.step(connection)

    assert sorted(await announced(stage)) == sorted(names)
    assert await closed(stage) == names


async def test_who_stands_by_does_nothing_and_then_knows_the_newest_price(stage: Stage) -> None:
    first, second = Boards(), Boards()
    active, standby = runner_of(stage, first), runner_of(stage, second)
    async with stage.running(active):
        await eventually(lambda: _leads(active))
        async with stage.running(standby):
            for runner in (active, standby):
                runner.offer(quote("IBM", 1, ask="49"))
            await stage.effects.events(1)
            for runner in (active, standby):
                runner.offer(quote("IBM", 2))
            await eventually(lambda: _saw(first, 2))
            assert second.loaded == []

            active.stop()
            await eventually(lambda: _leads(standby))
            await eventually(lambda: _saw(second, 2))

    assert await announced(stage) == ["IBM"]
    assert [one.seen for one in second.loaded] == [[2]]
