"""What is kept in Redis; and Redis that is away, slow, or full of garbage."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from unittest.mock import AsyncMock, Mock

import pytest
from prometheus_client import REGISTRY
from redis.asyncio import Redis

from chassis.limiter import impatient_redis
from market_data.queries.cache import TURNS, Cache, opened, sealed

NAME = "test"
NOWHERE = "redis://127.0.0.1:1"
LONG_SECONDS = 60


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Redis that answers is not given up because the machine is busy."""
    monkeypatch.setattr("chassis.limiter.PATIENCE_SECONDS", LONG_SECONDS)


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
async def test_redis_is_not_asked_for_what_was_never_kept(redis: Redis) -> None:
    cache = Cache(redis)
    await redis.set("a", sealed(0, "of somebody else"))
    looked_up = Mock(wraps=redis.mget)
    redis.mget = looked_up

    assert (await cache.get(NAME, ["a"])).texts == [None]
    assert not looked_up.called
    await keep(cache, "kept")
    assert (await cache.get(NAME, ["b", "a"])).texts == [None, "kept"]
    looked_up.assert_called_once_with(["a"])


@pytest.mark.real
async def test_keys_are_not_remembered_without_end(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("market_data.queries.cache.KEYS_MAX", 2)
    cache = Cache(redis)

    cache.put(dict.fromkeys("abc", "text"), 60, 0)
    await cache.finish()

    assert (await cache.get(NAME, ["a", "b", "c"])).texts == [None, "text", "text"]


@pytest.mark.real
async def test_nothing_outlives_a_change_of_the_past(redis: Redis) -> None:
    cache = Cache(redis)
    await keep(cache, "before")

    cache.renew()

    assert (await cache.get(NAME, ["a"])).texts == [None]
    await keep(cache, "after")
    assert (await cache.get(NAME, ["a"])).texts == ["after"]


@pytest.mark.real
async def test_a_change_needs_no_redis(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has all that it kept before, when it is back."""
    cache = Cache(redis)
    await keep(cache, "before")
    monkeypatch.setattr("market_data.queries.cache.ALONE_SECONDS", 0)
    with monkeypatch.context() as away:
        away.setattr(redis, "mget", AsyncMock(side_effect=ConnectionError))
        assert (await cache.get(NAME, ["a"])).texts == [None]
        cache.renew()

    assert (await cache.get(NAME, ["a"])).texts == [None]
    await keep(cache, "after")
    assert (await cache.get(NAME, ["a"])).texts == ["after"]


@pytest.mark.real
async def test_what_was_read_before_a_change_is_not_kept_as_if_it_was_after(redis: Redis) -> None:
    cache = Cache(redis)
    looked = await cache.get(NAME, ["a"])
    cache.renew()

    cache.put({"a": "read before that"}, 60, looked.generation)
    await cache.finish()

    assert (await cache.get(NAME, ["a"])).texts == [None]
    assert not await redis.exists("a")


@pytest.mark.real
async def test_a_late_write_from_before_a_change_is_not_shown(redis: Redis) -> None:
    cache = Cache(redis)
    cache.renew()
    await keep(cache, "after")

    await redis.set("a", sealed(0, "before"))

    assert (await cache.get(NAME, ["a"])).texts == [None]


@pytest.mark.real
@pytest.mark.parametrize("value", [b"", b"no", b"0000000", b"\xff" * 20, b"12345678\n0\nlines"])
async def test_garbage_is_a_miss(redis: Redis, value: bytes) -> None:
    cache = Cache(redis)
    await keep(cache, "kept")
    await redis.set("a", value)
    before = counted("garbage")

    assert (await cache.get(NAME, ["a"])).texts == [None]
    assert counted("garbage") == before + 1


@pytest.mark.real
async def test_a_key_of_another_kind_does_no_harm(redis: Redis) -> None:
    cache = Cache(redis)
    cache.put({"a": "kept", "b": "also"}, 60, 0)
    await cache.finish()
    await redis.delete("b")
    await redis.hset("b", mapping={"x": "y"})

    assert (await cache.get(NAME, ["a", "b"])).texts == ["kept", None]


def test_a_changed_byte_is_noticed() -> None:
    value = sealed(7, "some lines")

    assert opened(7, value) == ("some lines", "hit")
    assert opened(8, value) == (None, "outdated")
    for place in range(len(value)):
        broken = value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
        assert opened(7, broken) == (None, "garbage")


async def test_without_redis_everything_is_a_miss(caplog: pytest.LogCaptureFixture) -> None:
    async with impatient_redis(NOWHERE) as redis:
        cache = Cache(redis)

        for _ in range(3):
            await keep(cache, "lines")
            assert (await cache.get(NAME, ["a"])).texts == [None]
            cache.renew()

    assert len([one for one in caplog.messages if one.startswith("Redis is away")]) == 1


@pytest.mark.real
async def test_redis_that_goes_away_is_told_from_a_miss(redis: Redis) -> None:
    cache = Cache(redis)
    await keep(cache, "lines")
    before = counted("away")
    redis.mget = AsyncMock(side_effect=ConnectionError)

    for _ in range(3):
        assert (await cache.get(NAME, ["a"])).texts == [None]

    assert counted("away") == before + 3
    assert redis.mget.call_count == 1


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


@pytest.mark.real
async def test_nobody_waits_long_for_a_redis_that_is_slow(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(redis)
    await keep(cache, "lines")
    monkeypatch.setattr("chassis.limiter.PATIENCE_SECONDS", 1)
    monkeypatch.setattr("market_data.queries.cache.ALONE_SECONDS", LONG_SECONDS)
    async with a_server_that_never_answers() as url, impatient_redis(url, LONG_SECONDS) as slow:
        monkeypatch.setattr(redis, "mget", slow.mget)
        started = time.monotonic()

        for _ in range(20):
            assert (await cache.get(NAME, ["a"])).texts == [None]

        assert time.monotonic() - started < 15  # once the patience, not twenty times


@pytest.mark.real
async def test_a_crowd_waits_for_its_turn_and_is_no_failure_of_redis(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(redis)
    await keep(cache, "lines")
    asking = most = 0

    async def slow(_keys: list[str]) -> list[bytes]:
        nonlocal asking, most
        asking += 1
        most = max(most, asking)
        await asyncio.sleep(0.03)
        asking -= 1
        return [sealed(0, "lines")]

    with monkeypatch.context() as patched:
        patched.setattr(redis, "mget", slow)
        found = await asyncio.gather(*(cache.get(NAME, ["a"]) for _ in range(20 * TURNS)))

    texts = [one.texts[0] for one in found]
    assert most == TURNS <= texts.count("lines") < len(texts)
    assert (await cache.get(NAME, ["a"])).texts == ["lines"]
