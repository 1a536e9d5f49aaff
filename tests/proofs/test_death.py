"""Proof: a process that dies between commit and publication, or is told to stop, loses nothing."""

import asyncio

import pytest
from proving.receiver import eventually
from proving.scene import Scene
from proving.stage import accounts

from bus import tables

pytestmark = pytest.mark.real


@pytest.mark.parametrize("commits", [1, 2, 5])
async def test_what_was_committed_and_not_published_is_published_by_the_next(
    scene: Scene, commits: int
) -> None:
    """The first commit is a command's, the second one the consumer's, and so on in turn."""
    [process] = scene.replicas
    await process.start(dies_after=commits)
    people = accounts(2)
    trading = [asyncio.create_task(scene.place(process, one, range(1, 6))) for one in people]
    await process.has_died()
    assert await scene.count(tables.outbox) > 0

    await process.start()
    await asyncio.gather(*trading)

    await scene.settled(dict.fromkeys(people, 5))
    await scene.announced_in_order()
    await scene.nothing_left()


async def test_a_process_that_is_told_to_stop_finishes_what_it_began(scene: Scene) -> None:
    [process] = scene.replicas
    await process.start()
    enough = asyncio.Event()
    trading = [asyncio.create_task(scene.trade(process, one, enough)) for one in accounts(10)]
    await scene.heard.until(lambda: len(scene.heard.once) >= 60)

    assert await process.stop() == 0

    assert await scene.count(tables.outbox) == 0  # flushed, and tidied up
    handled = sum(one[0] for one in (await scene.counted()).values())
    await eventually(lambda: _heard(scene, handled))
    assert len(scene.heard.envelopes) == handled  # each once: nothing had to be sent again

    await process.start()
    enough.set()
    await asyncio.gather(*trading)
    await scene.settled()
    await scene.announced_in_order()
    await scene.nothing_left()


async def _heard(scene: Scene, effects: int) -> bool:
    return len(scene.heard.envelopes) >= effects
