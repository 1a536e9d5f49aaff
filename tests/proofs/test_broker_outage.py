"""Proof: a broker that is killed, stopped and started under load loses and doubles nothing."""

import asyncio

import pytest
from proving.queues import admin_of
from proving.scene import TALLY, Scene
from proving.stage import accounts

pytestmark = pytest.mark.real
ACCOUNTS = 12


async def test_nothing_is_lost_or_doubled_when_the_broker_restarts_under_load(scene: Scene) -> None:
    [process] = scene.replicas
    await process.start()
    enough = asyncio.Event()
    trading = [asyncio.create_task(scene.trade(process, one, enough)) for one in accounts(ACCOUNTS)]

    await scene.heard.until(lambda: len(scene.heard.once) >= 50)
    await scene.broker.kill()
    await scene.broker.start()
    heard = len(scene.heard.once)
    await scene.heard.until(lambda: len(scene.heard.once) >= heard + 50)
    await scene.broker.stop()
    await asyncio.sleep(0.5)  # trading goes on meanwhile
    await scene.broker.start()
    enough.set()
    await asyncio.gather(*trading)

    await scene.settled()
    await scene.announced_in_order()
    await scene.nothing_left()
    async with admin_of(scene.broker.url) as admin:
        assert [await admin.dead_letters(of=one) for one in TALLY] == [[], []]


async def test_a_publish_that_leads_nowhere_is_an_error_and_waits_for_its_binding(
    scene: Scene,
) -> None:
    [process] = scene.replicas
    await process.start()
    [one] = accounts(1)
    await scene.place(process, one, [1])
    await scene.settled({one: 1})

    async with admin_of(scene.broker.url) as admin:
        for each in TALLY:
            await admin.unbind(each)
        await scene.place(process, one, [2, 3])  # taken in all the same
        await scene.outbox_holds(2)
        assert "NO_ROUTE" in process.log.read_text()
        assert await scene.counted() == {one: (1, 1, 0)}
        for each in TALLY:
            await admin.bind(each)

    await scene.settled({one: 3})
    await scene.announced_in_order()
    await scene.nothing_left()
