"""Queues of a test's own on the broker that all tests share, declared as the services' are."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage

from bus.interface import Subscription
from bus.topology import (
    DEAD_LETTER_QUEUE,
    TAPE_QUEUE,
    queue_arguments,
    queue_name,
    routing_keys,
    tape_arguments,
)
from events import Channel, OrderAccepted

DEFINITIONS = Path(__file__).parents[2] / "messaging/rabbitmq/definitions.json"
NAMES = frozenset({OrderAccepted.name})
"""What throw-away queues hear."""


def subscription(partition: int = 0, partitions: int = 1) -> Subscription:
    """A consumer that nobody else has."""
    return Subscription(f"test.{uuid4().hex}", NAMES, partition, partitions)


class Admin:
    """Does on the broker what services may not: declare, bind, look into queues."""

    def __init__(self, channel: AbstractChannel) -> None:
        self._channel = channel
        self._declared: set[str] = set()

    async def declare(self, *subscriptions: Subscription) -> None:
        """Declare and bind queues exactly as ``definitions.json`` would."""
        for one in subscriptions:
            name = queue_name(one)
            await self._channel.declare_queue(name, durable=True, arguments=queue_arguments())
            self._declared.add(name)
            await self.bind(one)

    async def bind(self, subscription: Subscription) -> None:
        """Bind a declared queue to all its keys."""
        queue = await self._channel.get_queue(queue_name(subscription))
        for key in routing_keys(subscription):
            await queue.bind(Channel.EVENTS, key)

    async def unbind(self, subscription: Subscription) -> None:
        """Take the bindings away; the queue stays."""
        queue = await self._channel.get_queue(queue_name(subscription))
        for key in routing_keys(subscription):
            await queue.unbind(Channel.EVENTS, key)

    async def only_ours(self, event: str) -> None:
        """Take an event away from the services' own queues, so that a test says who hears it."""
        for queue, key in _services_bindings(event):
            await (await self._channel.get_queue(queue)).unbind(Channel.EVENTS, key)

    async def everybodys(self, event: str) -> None:
        """Give it back to them."""
        for queue, key in _services_bindings(event):
            await (await self._channel.get_queue(queue)).bind(Channel.EVENTS, key)

    async def purge(self, subscription: Subscription) -> None:
        """Empty a queue that is declared."""
        await (await self._channel.get_queue(queue_name(subscription))).purge()

    async def publish(self, routing_key: str, body: bytes) -> None:
        """Publish whatever bytes."""
        exchange = await self._channel.get_exchange(Channel.EVENTS, ensure=False)
        await exchange.publish(aio_pika.Message(body), routing_key)

    async def wipe_tape(self) -> None:
        """Delete the tape under whoever reads it, and declare it again, empty."""
        await self._channel.queue_delete(TAPE_QUEUE)
        queue = await self._channel.declare_queue(
            TAPE_QUEUE, durable=True, arguments=tape_arguments()
        )
        await queue.bind(Channel.TAPE, "")

    async def spoil_tape(self, body: bytes) -> None:
        """Write whatever bytes."""
        exchange = await self._channel.get_exchange(Channel.TAPE, ensure=False)
        await exchange.publish(aio_pika.Message(body), "")

    async def depth(self, subscription: Subscription) -> int:
        """How many messages are ready in the queue."""
        queue = await self._channel.declare_queue(queue_name(subscription), passive=True)
        return queue.declaration_result.message_count or 0

    async def take(self, subscription: Subscription, count: int) -> list[AbstractIncomingMessage]:
        """Take so many messages out of the queue, as they are on the wire."""
        taken: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
        queue = await self._channel.get_queue(queue_name(subscription))
        tag = await queue.consume(taken.put, no_ack=True)
        messages = [await taken.get() for _ in range(count)]
        await queue.cancel(tag)
        return messages

    async def dead_letters(self, *, of: Subscription) -> list[AbstractIncomingMessage]:
        """Take the dead letters of one queue; those of others stay."""
        queue = await self._channel.get_queue(DEAD_LETTER_QUEUE)
        taken: list[AbstractIncomingMessage] = []
        others: list[AbstractIncomingMessage] = []
        while message := await queue.get(fail=False):
            if message.headers.get("x-first-death-queue") == queue_name(of):
                await message.ack()
                taken.append(message)
            else:
                others.append(message)
        for message in others:
            await message.reject(requeue=True)
        return taken

    async def delete(self, subscription: Subscription) -> None:
        """Delete a queue under whoever consumes it."""
        await self._channel.queue_delete(queue_name(subscription))

    def keep(self) -> None:
        """Leave the queues that were declared where they are."""
        self._declared.clear()

    async def clean_up(self) -> None:
        """Delete every queue that was declared."""
        for name in self._declared:
            await self._channel.queue_delete(name)


@asynccontextmanager
async def admin_of(url: str) -> AsyncGenerator[Admin]:
    """An administrator; the queues declared through it are deleted at the end of the block."""
    async with await aio_pika.connect(url) as connection:
        admin = Admin(await connection.channel(on_return_raises=True))
        try:
            yield admin
        finally:
            await admin.clean_up()


def _services_bindings(event: str) -> list[tuple[str, str]]:
    """The services' queues that are bound to an event, and by which key."""
    declared = json.loads(DEFINITIONS.read_text())["bindings"]
    keys = [(one["destination"], one["routing_key"]) for one in declared]
    return [(queue, key) for queue, key in keys if key.partition(".")[0] == event]
