"""What every bus promises a publisher; the one in memory and RabbitMQ pass the same tests."""

import asyncio
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest
from proving.catalogue import accepted, enveloped, some
from proving.queues import NAMES, subscription
from proving.receiver import Receiver, by_subject
from proving.wires import Wire

from bus.interface import Subscription, Unpublished, Unroutable
from bus.message import pack, partition_of
from vocabulary import AccountId


async def test_what_is_published_arrives_in_the_order_of_its_subject(
    wire: Wire, receiver: Receiver
) -> None:
    accounts = [AccountId(uuid4()) for _ in range(20)]
    sent = enveloped([accepted(accounts[number % 20]) for number in range(600)])

    for start in range(0, len(sent), 37):
        await wire.bus.publish(pack(sent[start : start + 37]))

    assert by_subject(await receiver.events(len(sent))) == by_subject(sent)


async def test_many_publishers_at_once_each_keep_their_order(
    wire: Wire, receiver: Receiver
) -> None:
    streams = [enveloped([accepted(account)] * 30) for account in _ids(8)]

    async def say(number: int) -> None:
        for one in streams[number]:
            await wire.bus.publish(pack([one]))

    await asyncio.gather(*(say(number) for number in range(8)))

    assert by_subject(await receiver.events(240)) == {one[0].subject: one for one in streams}


async def test_partitions_share_the_work_by_subject(wire: Wire) -> None:
    whole = subscription()
    parts = [Subscription(whole.consumer, NAMES, number, 2) for number in range(2)]
    await wire.declare(*parts)
    listeners = [Receiver() for _ in parts]
    sent = some(300)
    async with AsyncExitStack() as stack:
        for part, listener in zip(parts, listeners, strict=True):
            await stack.enter_async_context(wire.bus.listening(part, listener.arrived))

        await wire.bus.publish(pack(sent, partitions=2))

        for number, listener in enumerate(listeners):
            mine = [one for one in sent if partition_of(one.subject, 2) == number]
            assert by_subject(await listener.events(len(mine))) == by_subject(mine)


async def test_who_has_one_partition_hears_those_of_all(wire: Wire, receiver: Receiver) -> None:
    sent = some(300)

    await wire.bus.publish(pack(sent, partitions=8))

    assert by_subject(await receiver.events(len(sent))) == by_subject(sent)


async def test_every_consumer_gets_a_copy(wire: Wire) -> None:
    both = [subscription(), subscription()]
    await wire.declare(*both)
    await wire.bus.publish(pack(some(3)))

    for one in both:
        listener = Receiver()
        async with wire.bus.listening(one, listener.arrived):
            assert len(await listener.events(3)) == 3


async def test_what_is_published_before_anybody_listens_waits(
    wire: Wire, queue: Subscription
) -> None:
    sent = some(5)
    await wire.bus.publish(pack(sent))

    listener = Receiver()
    async with wire.bus.listening(queue, listener.arrived):
        assert by_subject(await listener.events(5)) == by_subject(sent)


async def test_what_nobody_is_bound_to_is_not_published(wire: Wire) -> None:
    with pytest.raises(Unroutable, match="ORDER_ACCEPTED"):
        await wire.bus.publish(pack(some(1)))


async def test_what_leads_to_nobody_keeps_nothing_else_back(wire: Wire) -> None:
    half = subscription(partition=1, partitions=2)
    await wire.declare(half)
    listener = Receiver()
    messages = pack(some(64), partitions=2)
    routable = [one for one in messages if one.partition == 1]
    assert 0 < len(routable) < len(messages)
    async with wire.bus.listening(half, listener.arrived):
        with pytest.raises(Unroutable) as caught:
            await wire.bus.publish(messages)

        assert caught.value.ids == {one.id for one in messages} - {one.id for one in routable}
        await listener.until(lambda: len(listener.deliveries) == len(routable))


async def test_nothing_is_published_while_the_bus_is_away(wire: Wire, queue: Subscription) -> None:
    await wire.bus.publish(pack(some(1)))
    await wire.go_away()
    messages = pack(some(20))

    async with asyncio.timeout(60):
        with pytest.raises(Unpublished) as caught:
            await wire.bus.publish(messages)

    assert caught.value.ids == {one.id for one in messages}
    assert not isinstance(caught.value, Unroutable)  # a queue may well be there


async def test_it_goes_on_when_the_bus_is_back(
    wire: Wire, queue: Subscription, receiver: Receiver
) -> None:
    await wire.go_away()
    await wire.come_back()
    sent = some(5)

    async with asyncio.timeout(60):
        while True:
            try:
                await wire.bus.publish(pack(sent))
                break
            except Unpublished:
                await asyncio.sleep(0.1)

    await receiver.until(lambda: by_subject(receiver.once) == by_subject(sent))


async def test_a_cancelled_publisher_harms_nobody(wire: Wire, receiver: Receiver) -> None:
    publishing = asyncio.create_task(wire.bus.publish(pack(some(200))))
    await asyncio.sleep(0)
    publishing.cancel()
    await asyncio.gather(publishing, return_exceptions=True)

    last = some(1)
    await wire.bus.publish(pack(last))

    await receiver.until(lambda: last[0] in receiver.envelopes)


def _ids(count: int) -> list[AccountId]:
    return [AccountId(uuid4()) for _ in range(count)]
