"""Proof: two replicas, whose leader is killed again and again, keep the order of every key."""

import asyncio
from collections.abc import Sequence
from itertools import count

import pytest
from proving.catalogue import created
from proving.scene import Scene
from proving.stage import accounts

from vocabulary import AccountId

pytestmark = pytest.mark.real
ACCOUNTS = 10


async def test_the_order_of_each_account_survives_the_death_of_its_leader(twins: Scene) -> None:
    """Twice the leader dies with a commit that it did not publish, once wherever it happens to be.

    What follows from later orders must not overtake what the dead one left behind.
    """
    one, other = twins.replicas
    await one.start(dies_after=10)
    await other.start(dies_after=15)
    people = accounts(ACCOUNTS)
    enough = asyncio.Event()
    telling = asyncio.create_task(tell(twins, people, enough))

    await one.has_died()
    assert await twins.leader() is other
    await one.start()
    await other.has_died()
    assert await twins.leader() is one
    await other.start()
    heard = len(twins.heard.once)
    await twins.heard.until(lambda: len(twins.heard.once) > heard)
    await one.kill()
    assert await twins.leader() is other
    enough.set()
    told = await telling

    await twins.settled(dict.fromkeys(people, told))
    await twins.announced_in_order()
    await twins.nothing_left()


async def tell(scene: Scene, people: Sequence[AccountId], enough: asyncio.Event) -> int:
    """Orders keep coming, whoever lives or dies; return how many for each."""
    for number in count(1):
        if enough.is_set():
            return number - 1
        orders = [created(one, number) for one in people]
        for order in orders:
            scene.placed.setdefault(order.account_id, []).append(str(order.order_id))
        await scene.tell(*orders)
        await asyncio.sleep(0.05)
    raise AssertionError("there are always more numbers")


async def test_only_one_of_two_acts_and_the_other_is_ready_to(twins: Scene) -> None:
    await asyncio.gather(*(one.start() for one in twins.replicas))

    first = await twins.leader()
    assert [await one.leads() for one in twins.replicas].count(True) == 1
    assert all([await one.is_ready() for one in twins.replicas])
    assert await first.stop() == 0
    assert await twins.leader() is not first
