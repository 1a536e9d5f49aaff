"""Proof: two replicas on two partitions keep the order of every key, whoever of them dies."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from itertools import count

import pytest
from proving.catalogue import created
from proving.processes import START_SECONDS, TallyProcess
from proving.receiver import eventually
from proving.scene import PARTITIONS, TALLY, Scene
from proving.stage import accounts

from bus.message import partition_of
from chassis.transaction import Database
from vocabulary import AccountId

pytestmark = pytest.mark.real
ACCOUNTS = 10
ENOUGH = 20


async def test_the_order_of_each_account_survives_the_death_of_its_leader(twins: Scene) -> None:
    """Twice the leader dies with a commit that it did not publish, once wherever it happens to be.

    What follows from later orders must not overtake what the dead one left behind.
    """
    one, other = twins.replicas
    await one.start(dies_after=10)
    await other.start(dies_after=15)
    people = in_each_partition(ACCOUNTS)
    enough = asyncio.Event()
    telling = asyncio.create_task(tell(twins, people, enough))

    await one.has_died()
    assert await twins.leaders() == [other, other]
    await one.start()
    await other.has_died()
    assert await twins.leaders() == [one, one]
    await other.start()
    heard = len(twins.heard.once)
    await twins.heard.until(lambda: len(twins.heard.once) > heard)
    await one.kill()
    assert await twins.leaders() == [other, other]
    enough.set()
    told = await telling

    await twins.settled(dict.fromkeys(people, told))
    await twins.announced_in_order()
    await twins.nothing_left()


async def test_replicas_share_the_partitions_and_one_takes_over_from_the_other(
    twins: Scene,
) -> None:
    """Each handles its half and nothing else; then one is killed, and the other handles both."""
    one, other = twins.replicas
    await start_apart(twins)
    people = in_each_partition(ACCOUNTS)
    enough = asyncio.Event()
    telling = asyncio.create_task(tell(twins, people, enough))
    for number in range(PARTITIONS):
        await twins.heard.until(lambda number=number: heard_of(twins, number) >= ENOUGH)
    assert await twins.leaders() == [one, other]

    await one.kill()
    assert await twins.leaders() == [other, other]
    before = heard_of(twins, 0)
    await twins.heard.until(lambda: heard_of(twins, 0) >= before + ENOUGH)
    enough.set()
    told = await telling

    await twins.settled(dict.fromkeys(people, told))
    await twins.announced_in_order()
    await twins.nothing_left()


async def start_apart(scene: Scene) -> None:
    """Let the first replica lead the first partition and the second one the second.

    By themselves they race, and the first to start leads both.
    """
    one, other = scene.replicas
    async with AsyncExitStack() as reserved:
        database = Database(scene.engine, scene.bus, "order")
        await reserved.enter_async_context(database.lease(f"{TALLY[1].consumer}.1"))
        one.launch()
        await eventually(lambda: leads(one, {0}), START_SECONDS)
        other.launch()
        await eventually(other.is_up, START_SECONDS)
        with one.frozen():
            await reserved.aclose()
            await eventually(lambda: leads(other, {1}))
    await eventually(one.is_ready)
    await eventually(other.is_ready)


async def leads(replica: TallyProcess, partitions: set[int]) -> bool:
    return replica.is_alive and await replica.leads() == partitions


def heard_of(scene: Scene, partition: int) -> int:
    """How many effects were announced of the partition's accounts."""
    subjects = (one.subject for one in scene.heard.once)
    return sum(partition_of(one, PARTITIONS) == partition for one in subjects)


def in_each_partition(count: int) -> list[AccountId]:
    """So many accounts, as many in each partition."""
    found: list[list[AccountId]] = [[] for _ in range(PARTITIONS)]
    while min(map(len, found)) < count // PARTITIONS:
        [one] = accounts(1)
        found[partition_of(str(one), PARTITIONS)].append(one)
    return [one for own in found for one in own[: count // PARTITIONS]]


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


async def test_only_one_of_two_acts_for_a_partition_and_the_other_is_ready_to(
    twins: Scene,
) -> None:
    one, other = twins.replicas
    await asyncio.gather(one.start(), other.start())

    await twins.leaders()  # one for each
    assert all([await each.is_ready() for each in twins.replicas])
    assert await one.stop() == 0
    assert await twins.leaders() == [other, other]
