"""What is kept in Redis; and Redis that is away, slow, or full of garbage."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from unittest.mock import AsyncMock

import pytest
from prometheus_client import REGISTRY
from redis.asyncio import Redis

from chassis.limiter import impatient_redis
from market_data.queries.cache import GENERATION, Cache, opened, sealed

NAME = "test"
NOWHERE = "redis://127.0.0.1:1"


def counted(outcome: str) -> float:
    samples = {"cache": NAME, "outcome": outcome}
    return REGISTRY.get_sample_value("market_cache_total", samples) or 0.0


async def keep(cache: Cache, text: str) -> None:
    cache.put({"a": text}, 60, (await cache.get(NAME, ["a"])).generation)
    await cache.finish()


@pytest.mark.real
async def test_what_was_put_is_found(redis: Redis) -> None:
    cache = Cache(redis)
    before = counted("hit"), counted("miss")

    looked = await cache.get(NAME, ["a", "b"])
    cache.put({"a": "Käse\nBrot", "b": ""}, 60, looked.generation)
    await cache.finish()

    assert looked.texts == [None, None]
    assert (await cache.get(NAME, ["b", "a"])).texts == ["", "Käse\nBrot"]
    assert (counted("hit"), counted("miss")) == (before[0] + 2, before[1] + 2)
    assert 0 < await redis.ttl("a") <= 60


@pytest.mark.real
async def test_nothing_outlives_a_change_of_the_past(redis: Redis) -> None:
    cache, other = Cache(redis), Cache(redis)
    await keep(cache, "before")

    await other.renew()

    assert (await cache.get(NAME, ["a"])).texts == [None]
    await keep(cache, "after")
    assert (await other.get(NAME, ["a"])).texts == ["after"]


@pytest.mark.real
async def test_what_was_read_before_a_change_is_not_kept_as_if_it_was_after(redis: Redis) -> None:
    cache = Cache(redis)
    looked = await cache.get(NAME, ["a"])
    await cache.renew()
    await cache.get(NAME, ["a"])  # somebody else knows of the change already

    cache.put({"a": "read before that"}, 60, looked.generation)
    await cache.finish()

    assert (await cache.get(NAME, ["a"])).texts == [None]


@pytest.mark.real
async def test_a_change_that_redis_did_not_hear_of_is_told_when_it_is_back(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has all that it kept before, and would show it for an hour."""
    cache = Cache(redis)
    await keep(cache, "before")
    monkeypatch.setattr("market_data.queries.cache.ALONE_SECONDS", 0)
    with monkeypatch.context() as away:
        away.setattr(redis, "set", AsyncMock(side_effect=ConnectionError))
        await cache.renew()
        assert await cache.get(NAME, ["a"]) == ([None], None)

    await keep(cache, "after")
    await keep(cache, "after")

    assert (await cache.get(NAME, ["a"])).texts == ["after"]


@pytest.mark.real
@pytest.mark.parametrize("value", [b"", b"no", b"0000000", b"\xff" * 20, b"12345678\n0\nlines"])
async def test_garbage_is_a_miss(redis: Redis, value: bytes) -> None:
    await redis.set("a", value)
    before = counted("garbage")

    assert (await Cache(redis).get(NAME, ["a"])).texts == [None]
    assert counted("garbage") == before + 1


@pytest.mark.real
async def test_a_key_of_another_kind_and_garbage_for_a_generation_do_no_harm(redis: Redis) -> None:
    await redis.set(GENERATION, b"\xffnonsense\n")
    await redis.hset("b", mapping={"x": "y"})
    cache = Cache(redis)

    assert (await cache.get(NAME, ["a", "b"])) == ([None, None], None)
    await keep(cache, "kept")

    assert (await cache.get(NAME, ["a", "b"])).texts == ["kept", None]


def test_a_changed_byte_is_noticed() -> None:
    value = sealed(b"7", "some lines")

    assert opened(b"7", value) == ("some lines", "hit")
    assert opened(b"8", value) == (None, "outdated")
    for place in range(len(value)):
        broken = value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
        assert opened(b"7", broken) == (None, "garbage")


async def test_without_redis_everything_is_a_miss(caplog: pytest.LogCaptureFixture) -> None:
    async with impatient_redis(NOWHERE) as redis:
        cache = Cache(redis)
        before = counted("away")

        for _ in range(3):
            assert await cache.get(NAME, ["a"]) == ([None], None)
            cache.put({"a": "lines"}, 60, None)
            await cache.renew()
        await cache.finish()

    assert counted("away") == before + 3
    assert len([one for one in caplog.messages if one.startswith("Redis is away")]) == 1


@asynccontextmanager
async def a_server_that_never_answers() -> AsyncGenerator[str]:
    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    try:
        yield f"redis://{host}:{port}"
    finally:
        server.close()


async def test_nobody_waits_long_for_a_redis_that_is_slow() -> None:
    async with a_server_that_never_answers() as url, impatient_redis(url) as redis:
        cache = Cache(redis)
        started = time.monotonic()

        for _ in range(20):
            assert (await cache.get(NAME, ["a"])).texts == [None]

        assert time.monotonic() - started < 0.9  # once the patience, not twenty times
