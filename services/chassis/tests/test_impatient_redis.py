"""The client of all who ask Redis on the way of a request, in a crowd."""

import asyncio
from time import monotonic

import pytest
from redis.exceptions import RedisError
from yarl import URL

from chassis.limiter import CONNECTIONS_MAX, impatient_redis, patiently

CROWD = 10 * CONNECTIONS_MAX
OWN = "7"
"""A database of Redis that nobody else uses: by it the connections are told from others."""


@pytest.mark.real
async def test_a_crowd_shares_a_few_connections(redis_url: str) -> None:
    url = str(URL(redis_url).with_path(f"/{OWN}"))
    async with impatient_redis(url, seconds=60, turn_seconds=60) as redis:
        names = [str(number) for number in range(CROWD)]
        await asyncio.gather(*(redis.set(name, name) for name in names))
        answers = await asyncio.gather(*(redis.get(name) for name in names))
        await redis.delete(*names)
        clients = await redis.client_list()  # pyright: ignore[reportUnknownMemberType]

    assert answers == [name.encode() for name in names]
    assert 1 < len([one for one in clients if one["db"] == OWN]) <= CONNECTIONS_MAX


async def test_in_a_crowd_too_nobody_waits_long_for_a_redis_that_does_not_answer() -> None:
    asked = 0

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        await reader.read()
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        async with impatient_redis(f"redis://{host}:{port}", seconds=60) as redis:
            started = monotonic()
            answers = await asyncio.gather(
                *(patiently(redis.get("a")) for _ in range(CROWD)), return_exceptions=True
            )
            taken = monotonic() - started

    assert all(isinstance(answer, RedisError | OSError) for answer in answers)
    assert asked < CROWD  # a few more than at once: who gives up makes room for others
    assert taken < 30  # of the minute that one connection would wait
