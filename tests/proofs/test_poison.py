"""Proof: an event that nobody can handle, in the middle of 200, is parked alone, then redriven."""

import pytest
from proving.catalogue import created
from proving.receiver import eventually
from proving.scene import Scene
from proving.stage import accounts
from tally.handlers import POISON

from bus import tables
from vocabulary import AccountId

pytestmark = pytest.mark.real


async def test_199_are_handled_once_one_is_parked_and_redriven_after_the_fix(scene: Scene) -> None:
    people = accounts(200)
    bad = people[100]
    await scene.tell(*(created(one, 1, POISON if one is bad else "IBM") for one in people))
    await scene.tell(created(bad, 2))
    [process] = scene.replicas
    await process.start()

    await scene.settled({one: 1 for one in people if one != bad})
    await eventually(lambda: _is_parked(scene, 2))
    assert await scene.count(tables.inbox) == 201
    await scene.tell(created(people[0], 2))  # others go on
    await eventually(lambda: _has_two(scene, people[0]))

    assert await process.stop() == 0
    await process.start(fixed=True)
    assert await scene.count(tables.parked) == 2  # nobody has asked yet
    await scene.write("update parked set redrive = true where attempts > 0")

    await scene.settled({one: 2 if one in {people[0], bad} else 1 for one in people})
    await scene.nothing_left()
    assert await scene.count(tables.inbox) == 202


async def test_what_comes_again_changes_nothing(scene: Scene) -> None:
    """Proof: the same events are published again, and again to a process that was killed."""
    people = accounts(50)
    events = [created(one, number) for number in range(1, 5) for one in people]
    [process] = scene.replicas
    await process.start()
    messages = await scene.tell(*events)
    await scene.settled(dict.fromkeys(people, 4))

    await scene.bus.publish(messages)
    await process.kill()
    await scene.bus.publish(messages)
    await process.start()
    await scene.tell(*(created(one, 5) for one in people))

    await scene.settled(dict.fromkeys(people, 5))
    assert await scene.count(tables.inbox) == 250
    await scene.nothing_left()


async def _is_parked(scene: Scene, number: int) -> bool:
    return await scene.count(tables.parked) == number


async def _has_two(scene: Scene, account: AccountId) -> bool:
    return (await scene.counted()).get(account) == (2, 2, 0)
