"""Messages that a queue gave up on: look at them, and put them back where they died.

They could not be read, or were delivered too often without being acknowledged. Only the broker's
administrator reaches them.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from aio_pika.exceptions import PublishError

from bus.channels import TIMEOUT_SECONDS, settled
from bus.topology import DEAD_LETTER_QUEUE

PATIENCE_SECONDS = 600
SHOWN_BYTES = 60
RETURN_LOOKS_MAX = 100
RETURN_PAUSE_SECONDS = 0.02
EVERYTHING = 0
"""The delivery tag that means all that was taken so far."""
NOTES = {"x-delivery-count", "x-acquired-count"}
"""What the queue of dead letters notes on a message itself: not the message's own."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One message, the queue that gave it up, why, and how many times by now.

    ``events`` is how many it holds, 0 if that cannot be told; ``begins`` is how its body does.
    """

    queue: str
    reason: str
    times: int
    type: str
    died_at: datetime | None
    events: int
    first_event: str
    begins: str


@dataclass(frozen=True, slots=True)
class Requeued:
    """What was put back, and what was not, because its queue is gone."""

    done: Sequence[DeadLetter]
    left: Sequence[DeadLetter]


async def list_dead_letters(url: str) -> list[DeadLetter]:
    """All of them, the oldest first. They stay where they are.

    Raises:
        ConnectionError: the broker is away, or refuses.
    """
    return await settled(_list(url), "the dead letters", PATIENCE_SECONDS)


async def requeue(url: str, queue: str = "") -> Requeued:
    """Put all back, or those of one ``queue``, each to the end of the queue where it died.

    A message is removed only once the broker has confirmed that the queue has it. Whoever dies in
    between leaves it in both, which is harmless: the inbox knows what was handled.

    Raises:
        ConnectionError: the broker is away, or refuses.
    """
    return await settled(_requeue(url, queue), "the dead letters", PATIENCE_SECONDS)


async def _list(url: str) -> list[DeadLetter]:
    async with _taken(url) as (_, messages):
        return [_described(one) for one in messages]


async def _requeue(url: str, queue: str) -> Requeued:
    done: list[DeadLetter] = []
    left: list[DeadLetter] = []
    async with _taken(url) as (channel, messages):
        for one in messages:
            letter = _described(one)
            if queue and letter.queue != queue:
                continue
            if letter.queue and await _put_back(channel, one, letter.queue):
                await one.ack()
                done.append(letter)
            else:
                left.append(letter)
    return Requeued(done, left)


@asynccontextmanager
async def _taken(
    url: str,
) -> AsyncGenerator[tuple[AbstractChannel, Sequence[AbstractIncomingMessage]]]:
    """All that is there, taken before anything is put back, which may die again at once.

    The end of the block returns what was not acknowledged, and waits until it is there again.
    """
    async with (
        await aio_pika.connect(url, timeout=TIMEOUT_SECONDS) as connection,
        connection.channel(on_return_raises=True) as channel,
    ):
        queue = await channel.declare_queue(DEAD_LETTER_QUEUE, passive=True)
        messages: list[AbstractIncomingMessage] = []
        while message := await queue.get(fail=False):
            messages.append(message)
        yield channel, messages
        kept = sum(not one.processed for one in messages)
        underlay = await channel.get_underlay_channel()
        await underlay.basic_nack(EVERYTHING, multiple=True)
        await _until_returned(channel, kept)


async def _until_returned(channel: AbstractChannel, count: int) -> None:
    """A quorum queue does it when it has time: whoever looks straight after us would see none."""
    for _ in range(RETURN_LOOKS_MAX):
        queue = await channel.declare_queue(DEAD_LETTER_QUEUE, passive=True)
        if (queue.declaration_result.message_count or 0) >= count:
            return
        await asyncio.sleep(RETURN_PAUSE_SECONDS)


async def _put_back(channel: AbstractChannel, one: AbstractIncomingMessage, queue: str) -> bool:
    """Publish a copy to the one queue; whether it was there.

    The routing key says which event it is, so the queue is named in ``BCC``: RabbitMQ routes by
    it as by another key, and takes it away.
    """
    headers = {name: value for name, value in one.headers.items() if name not in NOTES}
    copy = aio_pika.Message(
        one.body,
        headers={**headers, "BCC": [queue]},
        content_type=one.content_type,
        content_encoding=one.content_encoding,
        delivery_mode=one.delivery_mode,
        priority=one.priority,
        correlation_id=one.correlation_id,
        reply_to=one.reply_to,
        message_id=one.message_id,
        timestamp=one.timestamp,
        type=one.type,
        app_id=one.app_id,
    )
    try:
        await channel.default_exchange.publish(
            copy, one.routing_key or "", mandatory=True, timeout=TIMEOUT_SECONDS
        )
    except PublishError:
        return False
    return True


def _described(one: AbstractIncomingMessage) -> DeadLetter:
    headers: dict[str, Any] = dict(one.headers)
    deaths: list[dict[str, Any]] = headers.get("x-death") or []
    death = deaths[0] if deaths else dict[str, Any]()  # the latest comes first
    ids = _ids(one.body)
    begins = one.body[:SHOWN_BYTES].decode("utf-8", "replace")
    return DeadLetter(
        queue=str(death.get("queue", "")),
        reason=str(death.get("reason", "")),
        times=int(death.get("count", 0)),
        type=(one.routing_key or "").partition(".")[0],
        died_at=death.get("time"),
        events=len(ids),
        first_event=ids[0] if ids else "",
        begins="".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in begins),
    )


def _ids(body: bytes) -> list[str]:
    """The ids of what looks like events, however broken they are otherwise."""
    try:
        batch: Any = json.loads(body)
    except (ValueError, RecursionError):
        return []
    events = cast("list[Any]", batch if isinstance(batch, list) else [batch])
    objects = (cast("dict[str, Any]", one) for one in events if isinstance(one, dict))
    return [str(one["id"]) for one in objects if "id" in one]
