"""What the same PostgreSQL and RabbitMQ do for a bare script: the same rows, the same messages.

One process, two tasks: one inserts as many rows as the pipeline wrote, in batches; the other
publishes as many confirmed messages as the pipeline published, of 2,000 bytes, to one
quorum queue, and consumes them. No HTTP, no rules, no book, no JSON.
"""

import asyncio
import os
from dataclasses import dataclass
from importlib import import_module
from time import perf_counter
from typing import Any
from uuid import uuid4

import aio_pika

BATCH = 200
PIPELINED = 50
QUEUE = "bench.baseline"
TABLE = "create table bench_rows"
COLUMNS = "(id uuid primary key, account uuid, symbol text, quantity numeric, at timestamptz)"
INSERT = (
    "insert into bench_rows select * from"
    " unnest($1::uuid[], $2::uuid[], $3::text[], $4::numeric[], $5::timestamptz[])"
)


@dataclass(frozen=True)
class Volume:
    """What the pipeline moved while it filled ``orders``."""

    orders: int
    rows: int
    messages: int
    message_bytes: int


async def orders_per_second(volume: Volume, postgres: str, rabbitmq: str) -> float:
    """How many orders a second a script would do that moves ``volume`` and nothing else."""
    started = perf_counter()
    await asyncio.gather(_rows(volume.rows, postgres), _messages(volume, rabbitmq))
    return volume.orders / (perf_counter() - started)


async def _rows(number: int, url: str) -> None:
    asyncpg: Any = import_module("asyncpg")  # it has no type stubs
    connection = await asyncpg.connect(url)
    await connection.execute("drop table if exists bench_rows")
    await connection.execute(f"{TABLE} {COLUMNS}")
    now = await connection.fetchval("select now()")
    for start in range(0, number, BATCH):
        ids = [uuid4() for _ in range(min(BATCH, number - start))]
        await connection.execute(
            INSERT, ids, ids, ["IBM"] * len(ids), [182] * len(ids), [now] * len(ids)
        )
    await connection.execute("drop table bench_rows")
    await connection.close()


async def _messages(volume: Volume, url: str) -> None:
    body = os.urandom(volume.message_bytes)
    arrived = asyncio.Semaphore(0)
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=300)
        queue = await channel.declare_queue(
            QUEUE, durable=True, arguments={"x-queue-type": "quorum"}
        )
        await queue.purge()

        async def take(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            await message.ack()
            arrived.release()

        await queue.consume(take)
        for start in range(0, volume.messages, PIPELINED):
            number = min(PIPELINED, volume.messages - start)
            await asyncio.gather(*(_publish(channel, body) for _ in range(number)))
        for _ in range(volume.messages):
            await arrived.acquire()
        await queue.delete(if_empty=False, if_unused=False)


async def _publish(channel: aio_pika.abc.AbstractChannel, body: bytes) -> None:
    message = aio_pika.Message(
        body, message_id=uuid4().hex, delivery_mode=aio_pika.DeliveryMode.PERSISTENT
    )
    await channel.default_exchange.publish(message, QUEUE, mandatory=True, timeout=30)
