"""What every bus promises a listener; the one in memory and RabbitMQ pass the same tests."""

import asyncio
from contextlib import AsyncExitStack
from uuid import uuid4

from proving.catalogue import quote, some
from proving.receiver import Receiver, eventually
from proving.wires import Wire

from bus.interface import Sealed, Subscription
from bus.message import pack
from events import Event, Quote
from vocabulary import AccountId


async def test_what_is_not_acknowledged_comes_again(wire: Wire, receiver: Receiver) -> None:
    account = AccountId(uuid4())
    sent = some(3, account)
    for one in sent:
        await wire.bus.publish(pack([one]))
    await receiver.events(3)
    await receiver.deliveries[1].acknowledge()  # and the one before it

    await wire.lose_connection()

    assert (await receiver.events(4))[3:] == [sent[2]]


async def test_what_is_acknowledged_never_comes_again(wire: Wire, queue: Subscription) -> None:
    sent = some(3, AccountId(uuid4()))
    listener = Receiver()
    async with wire.bus.listening(queue, listener.arrived):
        await wire.bus.publish(pack(sent[:2]))
        await listener.events(2)
        await listener.deliveries[-1].acknowledge()

    later = Receiver()
    async with wire.bus.listening(queue, later.arrived):
        await wire.bus.publish(pack(sent[2:]))
        assert await later.events(1) == sent[2:]


async def test_who_passes_messages_on_gets_them_unread(wire: Wire, queue: Subscription) -> None:
    account = AccountId(uuid4())
    sent = some(2, account)
    arrived: list[Sealed] = []
    later = Receiver()
    async with wire.bus.forwarding(queue, arrived.append):
        for one in sent:
            await wire.bus.publish(pack([one]))
        await eventually(lambda: _has(arrived, 2))
        await arrived[0].acknowledge()

    async with wire.bus.listening(queue, later.arrived):
        assert await later.events(1) == sent[1:]

    assert [one.name for one in arrived] == ["ORDER_ACCEPTED"] * 2
    assert [list(one.opened().envelopes) for one in arrived] == [[one] for one in sent]


async def test_a_lost_acknowledgement_is_no_error(wire: Wire, receiver: Receiver) -> None:
    await wire.bus.publish(pack(some(1)))
    await receiver.events(1)
    await wire.lose_connection()
    await receiver.events(2)

    await receiver.deliveries[0].acknowledge()
    await receiver.deliveries[1].acknowledge()


async def test_a_second_listener_stands_by_and_takes_over(wire: Wire, queue: Subscription) -> None:
    active, standby = Receiver(), Receiver()
    sent = some(4, AccountId(uuid4()))
    async with AsyncExitStack() as stack:
        leading = await stack.enter_async_context(AsyncExitStack())
        await leading.enter_async_context(wire.bus.listening(queue, active.arrived))
        await stack.enter_async_context(wire.bus.listening(queue, standby.arrived))
        await eventually(lambda: _counts(wire, queue, 1))

        await wire.bus.publish(pack(sent[:1]))
        await wire.bus.publish(pack(sent[1:2]))
        await active.events(2)
        await active.deliveries[0].acknowledge()
        assert standby.deliveries == []

        await leading.aclose()
        await wire.bus.publish(pack(sent[2:]))

        assert await standby.events(3) == sent[1:]
        assert len(active.envelopes) == 2


async def test_it_is_known_whether_anybody_listens(wire: Wire, queue: Subscription) -> None:
    await eventually(lambda: _counts(wire, queue, 0))
    async with wire.bus.listening(queue, Receiver().arrived):
        await eventually(lambda: _counts(wire, queue, 1))
    await eventually(lambda: _counts(wire, queue, 0))


async def test_a_cancelled_listener_gives_back_what_it_held(
    wire: Wire, queue: Subscription
) -> None:
    listener = Receiver()

    async def listen_for_ever() -> None:
        async with wire.bus.listening(queue, listener.arrived):
            await asyncio.Event().wait()

    listening = asyncio.create_task(listen_for_ever())
    sent = some(2, AccountId(uuid4()))
    await wire.bus.publish(pack(sent))
    await listener.events(2)

    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)

    await eventually(lambda: _counts(wire, queue, 0))
    other = Receiver()
    async with wire.bus.listening(queue, other.arrived):
        assert await other.events(2) == sent


async def test_prices_reach_everybody_who_listens(wire: Wire) -> None:
    listeners = [Receiver(), Receiver()]
    sent: list[Event] = [quote("IBM", 1), quote("BAC", 1)]
    async with AsyncExitStack() as stack:
        for one in listeners:
            await stack.enter_async_context(
                wire.bus.listening_to_prices([Quote.name], one.prices_arrived)
            )

        await wire.bus.publish_prices(sent)

        for one in listeners:
            await one.until(lambda one=one: one.prices == sent)


async def test_prices_reach_nobody_who_did_not_ask_for_them_or_came_late(wire: Wire) -> None:
    deaf, late = Receiver(), Receiver()
    async with (
        wire.bus.listening_to_prices(["TRADE"], deaf.prices_arrived),
        wire.bus.listening_to_prices([Quote.name], Receiver().prices_arrived),
    ):
        await wire.bus.publish_prices([quote("IBM", 1)])
        async with wire.bus.listening_to_prices([Quote.name], late.prices_arrived):
            await wire.bus.publish_prices([quote("IBM", 2)])
            await late.until(lambda: len(late.prices) > 0)

    assert late.prices == [quote("IBM", 2)]
    assert deaf.prices == []


async def test_prices_are_lost_without_fuss_while_the_bus_is_away(wire: Wire) -> None:
    await wire.bus.publish_prices([quote("IBM", 1)])
    await wire.go_away()

    async with asyncio.timeout(60):
        for number in range(20):
            await wire.bus.publish_prices([quote("IBM", number)])


async def _counts(wire: Wire, queue: Subscription, listeners: int) -> bool:
    """A quorum queue tells the number of its consumers a little late."""
    return await wire.bus.consumers(queue) == listeners


async def _has(arrived: list[Sealed], number: int) -> bool:
    return len(arrived) == number
