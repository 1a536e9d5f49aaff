"""Proof: books are shared out by symbol, and move whole to whoever is left."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from proving.receiver import eventually
from proving.wires import rabbit_wire
from recorded.replaying import replaying
from recorded.rows import differences, stored_lines
from recorded.schedule import schedule
from recorded.ticks import RECORDED, SYMBOLS
from recorded.venue import TAKING_OVER_SECONDS, Venue, go_to, tell, venue

from bus.memory import InMemoryBus
from bus.message import partition_of
from chassis.transaction import Database, LeaseTaken

pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(not RECORDED.is_dir(), reason=f"no recorded prices at {RECORDED}"),
]
PARTITIONS = 2


async def test_the_symbols_of_an_engine_that_is_killed_move_to_the_other(
    postgres_url: str, rabbitmq_url: str, tmp_path: Path
) -> None:
    """Two engines have a symbol each; one dies, and later the other. Beside them, one has both."""
    assert {partition_of(symbol, PARTITIONS) for symbol in SYMBOLS} == {0, 1}
    planned = schedule(stops=12, at_once=12)
    planned.record(tmp_path)
    async with (
        rabbit_wire(rabbitmq_url) as wire,
        replaying(tmp_path, wire) as market,
        venue(wire, postgres_url, rabbitmq_url, engines=1) as one,
        venue(wire, postgres_url, rabbitmq_url, PARTITIONS, engines=0) as two,
    ):
        await start_apart(two)
        for number, (at, wishes) in enumerate(planned.stops):
            market.leave_for(at)
            await change_hands(two, number)
            await go_to(market, at, one, two)
            ids = await tell(wire, wishes, one, two)
            for each in (one, two):
                await each.has_heard(ids)
        await go_to(market, planned.ends, one, two)
        together, apart = [await stored_lines(each.database) for each in (one, two)]
        assert [await each.parked() for each in (one, two)] == [0, 0]

    assert two.engines.kills == 2
    assert differences(apart, together) == []
    assert len(together["fills"]) > 100


async def change_hands(two: Venue, number: int) -> None:
    """First the one that has the first symbol dies, then the one that has both; time goes on."""
    if number == 4:
        await asyncio.to_thread(two.engines.kill_first)
    elif number == 7:
        two.engines.start()
    elif number == 8:
        await asyncio.to_thread(two.engines.kill_first)


async def start_apart(two: Venue) -> None:
    """Let the first process have the first partition and the second one the second.

    By themselves they race, and the first to start has both.
    """
    async with AsyncExitStack() as reserved:
        await reserved.enter_async_context(lease(two, 1))
        two.engines.start()
        await eventually(lambda: is_led(two, 0), TAKING_OVER_SECONDS)
        with two.engines.frozen_first():
            two.engines.start()
            await reserved.aclose()
            await eventually(lambda: is_led(two, 1), TAKING_OVER_SECONDS)


@asynccontextmanager
async def lease(two: Venue, partition: int) -> AsyncGenerator[None]:
    database = Database(two.database, InMemoryBus(), "order")
    async with database.lease(f"{two.where[0].consumer}.{partition}"):
        yield


async def is_led(two: Venue, partition: int) -> bool:
    try:
        async with lease(two, partition):
            return False
    except LeaseTaken:
        return True
