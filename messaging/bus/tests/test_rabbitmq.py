"""What only a real broker can do to us: unreadable messages, dead letters, lost connections."""

import asyncio
import gc
from collections.abc import Sequence
from uuid import uuid4

import pytest
from aio_pika.abc import AbstractIncomingMessage
from proving.catalogue import accepted, enveloped, some
from proving.receiver import Receiver, eventually
from proving.wires import RabbitWire, rabbit_wire

from bus.interface import Subscription, Unpublished
from bus.message import Message, decode, encode, pack
from bus.rabbitmq import RabbitBus
from bus.topology import DELIVERIES_MAX
from events import OrderAccepted
from vocabulary import AccountId

pytestmark = pytest.mark.real
KEY = "ORDER_ACCEPTED.0"


@pytest.fixture
async def queue(rabbit: RabbitWire) -> Subscription:
    declared = Subscription(f"test.{uuid4().hex}", frozenset({OrderAccepted.name}))
    await rabbit.declare(declared)
    return declared


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[]", b"[{}]", b"\xff\xfe", encode(some(1)).replace(b"account_id", b"a")],
)
async def test_what_cannot_be_read_goes_to_the_dead_letters_and_the_rest_goes_on(
    rabbit: RabbitWire, queue: Subscription, body: bytes
) -> None:
    before, after = some(1), some(1)
    await rabbit.bus.publish(pack(before))
    await rabbit.admin.publish(KEY, body)
    await rabbit.bus.publish(pack(after))

    listener = Receiver()
    async with rabbit.bus.listening(queue, listener.arrived):
        assert await listener.events(2) == before + after
        await listener.deliveries[-1].acknowledge()

    assert [one.body for one in await _dead_letters(rabbit, queue)] == [body]
    assert await rabbit.admin.depth(queue) == 0


async def test_what_is_delivered_too_often_goes_to_the_dead_letters(
    rabbit: RabbitWire, queue: Subscription
) -> None:
    sent = some(1)
    await rabbit.bus.publish(pack(sent))
    for _ in range(DELIVERIES_MAX + 1):
        listener = Receiver()
        async with rabbit.bus.listening(queue, listener.arrived):
            await listener.events(1)

    [dead] = await _dead_letters(rabbit, queue)

    assert decode(OrderAccepted.name, dead.body) == sent
    assert dead.headers["x-first-death-reason"] == "delivery_limit"


async def test_a_message_has_an_id_of_its_own_at_every_attempt(
    rabbit: RabbitWire, queue: Subscription
) -> None:
    """Two in flight with one id would swap their confirms in aio-pika."""
    sent = some(1)
    messages = pack(sent)

    await asyncio.gather(*(rabbit.bus.publish(messages) for _ in range(5)))

    waiting = await rabbit.admin.take(queue, 5)
    assert len({one.message_id for one in waiting}) == 5
    assert all(decode(OrderAccepted.name, one.body) == sent for one in waiting)


@pytest.mark.parametrize("after", [1, 5_000, 40_000, 90_000, 140_000])
async def test_a_connection_that_breaks_while_publishing_changes_no_order(
    rabbit: RabbitWire, queue: Subscription, after: int
) -> None:
    """Later messages must not slip over a new connection before earlier ones are sent again."""
    account = AccountId(uuid4())
    sent = enveloped([accepted(account) for _ in range(250)])
    messages = [message for one in sent for message in pack([one])]
    listener = Receiver(acknowledges=True)
    async with rabbit.bus.listening(queue, listener.arrived):
        await rabbit.bus.publish(pack(some(1)))
        rabbit.proxy.cut_after_bytes = after
        with pytest.raises(Unpublished) as caught:
            await rabbit.bus.publish(messages)
        left = [one for one in messages if one.id in caught.value.ids]

        await _publish_at_last(rabbit.bus, left)
        await _publish_at_last(rabbit.bus, last := pack(some(1)))
        await listener.until(
            lambda: listener.envelopes[-1:] == decode(OrderAccepted.name, last[0].body)
        )

    mine = [one.id for one in listener.once if one.subject == str(account)]
    assert mine == [one.id for one in sent]


async def test_a_broker_that_hangs_is_noticed_and_survived(
    rabbit: RabbitWire, queue: Subscription
) -> None:
    listener = Receiver()
    async with rabbit.bus.listening(queue, listener.arrived):
        await rabbit.bus.publish(pack(some(1)))
        rabbit.proxy.freeze()
        async with asyncio.timeout(60):
            with pytest.raises(Unpublished):
                await rabbit.bus.publish(pack(some(50)))
        await rabbit.proxy.mend()
        last = pack(some(1))

        await _publish_at_last(rabbit.bus, last)

        await listener.until(
            lambda: listener.envelopes[-1:] == decode(OrderAccepted.name, last[0].body)
        )


async def test_a_listener_is_not_forgotten_when_nobody_else_refers_to_it(
    rabbit: RabbitWire, queue: Subscription
) -> None:
    listener = Receiver()
    async with rabbit.bus.listening(queue, listener.arrived):
        gc.collect()
        await rabbit.bus.publish(pack(some(1)))
        await listener.events(1)
        await rabbit.lose_connection()
        await listener.events(2)
        gc.collect()
        await _publish_at_last(rabbit.bus, pack(some(1)))
        await listener.events(3)


async def test_a_queue_that_nobody_declared_cannot_be_consumed(rabbit: RabbitWire) -> None:
    unknown = Subscription(f"test.{uuid4().hex}", frozenset({OrderAccepted.name}))

    with pytest.raises(ConnectionError, match="NOT_FOUND"):
        async with rabbit.bus.listening(unknown, Receiver().arrived):
            pass
    with pytest.raises(ConnectionError, match="NOT_FOUND"):
        await rabbit.bus.consumers(unknown)


async def test_nobody_can_listen_while_the_broker_is_away(
    rabbit: RabbitWire, queue: Subscription
) -> None:
    await rabbit.go_away()

    async with asyncio.timeout(60):
        with pytest.raises(ConnectionError):
            async with rabbit.bus.listening(queue, Receiver().arrived):
                pass
        with pytest.raises(ConnectionError):
            await rabbit.bus.consumers(queue)


async def test_a_queue_that_was_deleted_and_made_again_is_consumed_again(
    rabbit: RabbitWire, queue: Subscription, caplog: pytest.LogCaptureFixture
) -> None:
    listener = Receiver()

    async def told() -> bool:
        return "cancelled by the broker" in caplog.text

    async with rabbit.bus.listening(queue, listener.arrived):
        await rabbit.admin.delete(queue)
        await eventually(told)  # made again before it is gone, a quorum queue never answers
        await rabbit.declare(queue)

        await rabbit.bus.publish(pack(some(1)))

        await listener.events(1)


async def test_a_broker_that_refuses_us_is_an_error_that_says_where(rabbitmq_url: str) -> None:
    wrong = rabbitmq_url.replace("admin:", "nobody:")

    with pytest.raises(ConnectionError, match=r"nobody@127\.0\.0\.1"):
        async with RabbitBus.connect(wrong):
            pass


async def test_what_belongs_to_others_is_refused_and_nothing_else(
    rabbitmq_url: str, queue: Subscription
) -> None:
    account = AccountId(uuid4())
    async with rabbit_wire(rabbitmq_url, user="order") as order:
        foreign = Subscription(f"test.{uuid4().hex}", frozenset({"CASH_DEPOSITED"}))
        await order.declare(foreign)
        forged = [Message("CASH_DEPOSITED", 0, b"[]")]
        with pytest.raises(Unpublished, match="ACCESS_REFUSED"):
            await order.bus.publish(forged)

        await _publish_at_last(order.bus, pack(enveloped([accepted(account)])))

        assert await order.admin.depth(foreign) == 0


async def _publish_at_last(bus: RabbitBus, messages: Sequence[Message]) -> None:
    async def published() -> bool:
        try:
            await bus.publish(messages)
        except Unpublished:
            return False
        return True

    await eventually(published)


async def _dead_letters(rabbit: RabbitWire, queue: Subscription) -> list[AbstractIncomingMessage]:
    """Dead-lettering takes a moment after the reject."""
    found: list[AbstractIncomingMessage] = []

    async def there() -> bool:
        found.extend(await rabbit.admin.dead_letters(of=queue))
        return bool(found)

    await eventually(there)
    return found
