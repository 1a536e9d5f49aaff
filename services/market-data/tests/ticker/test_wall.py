"""Waiting, for real and not."""

import asyncio
from datetime import UTC, datetime, timedelta
from math import inf

import pytest

from market_data.ticker.wall import RealWall, SteppedWall, Wall

NOON = datetime(2025, 1, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize("wall", [RealWall(), SteppedWall(NOON)], ids=["real", "stepped"])
async def test_an_event_ends_a_wait_that_would_last_for_ever(wall: Wall) -> None:
    event = asyncio.Event()
    waiting = asyncio.create_task(wall.wait(event, inf))
    await wall.sleep(0)

    event.set()

    await asyncio.wait_for(waiting, 60)


async def test_a_real_wait_ends_when_it_is_over() -> None:
    wall = RealWall()
    before = wall.now()

    await wall.wait(asyncio.Event(), 0.001)
    await wall.sleep(0.001)

    assert wall.now() - before >= 0.001
    assert abs(wall.utc() - datetime.now(UTC)) < timedelta(seconds=5)


async def test_made_time_passes_when_it_is_told_to_and_in_order() -> None:
    wall, seen = SteppedWall(NOON), list[float]()

    async def sleep_twice(seconds: float) -> None:
        for _ in range(2):
            await wall.sleep(seconds)
            seen.append(wall.now())

    tasks = [asyncio.create_task(sleep_twice(seconds)) for seconds in (2, 3)]
    await wall.step(4.5)

    assert seen == [2, 3, 4]
    assert (wall.now(), wall.utc()) == (4.5, NOON + timedelta(seconds=4.5))
    await wall.step(10)
    await asyncio.gather(*tasks)
