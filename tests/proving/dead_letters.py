"""Messages that die in a queue, as those do that a service cannot read."""

import aio_pika

from bus.dead_letters import DeadLetter, list_dead_letters
from bus.interface import Subscription
from bus.topology import queue_name
from proving.receiver import eventually

KEY = "ORDER_ACCEPTED.0"
PATIENCE_SECONDS = 60


async def publish(url: str, where: Subscription, *bodies: bytes) -> None:
    """As a service does, but to one queue only."""
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        for number, body in enumerate(bodies):
            message = aio_pika.Message(
                body,
                message_id=f"message {number}",
                content_type="application/cloudevents-batch+json",
                type="ORDER_ACCEPTED",
                delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                headers={"BCC": [queue_name(where)], "mine": "kept"},
            )
            await channel.default_exchange.publish(message, KEY)


async def refuse(url: str, where: Subscription, times: int, *, for_good: bool = True) -> None:
    """Take a message so many times, and refuse it."""
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=1)
        queue = await channel.get_queue(queue_name(where))
        async with queue.iterator(timeout=PATIENCE_SECONDS) as messages:
            for _ in range(times):
                await (await anext(messages)).reject(requeue=not for_good)


async def let_die(url: str, where: Subscription, *bodies: bytes) -> None:
    """Messages that nobody can read."""
    await publish(url, where, *bodies)
    await refuse(url, where, len(bodies))
    await buried(url, where, len(bodies))


async def buried(url: str, where: Subscription, count: int) -> list[DeadLetter]:
    """So many dead letters of the queue; the broker takes a moment to bury what died."""
    found: list[DeadLetter] = []

    async def are_there() -> bool:
        letters = await list_dead_letters(url)
        found[:] = (one for one in letters if one.queue == queue_name(where))
        return len(found) == count

    await eventually(are_there)
    return found
