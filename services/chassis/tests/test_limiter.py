"""A limit for many processes: exact with Redis, strict without it, and never slow."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from secrets import token_hex
from time import monotonic

import pytest
from proving.proxy import Proxy, proxy
from proving.receiver import eventually
from redis.asyncio import Redis
from yarl import URL

from chassis.gcra import Limit
from chassis.limiter import ALONE_SECONDS, Limiter, impatient_redis

pytestmark = pytest.mark.real
WORKERS = 16
NOWHERE = "redis://127.0.0.1:1/0"
TOLERANCE_SECONDS = 0.002
"""What two clocks of one machine may differ by within seconds."""
A_BUSY_MACHINE_ASKS = 0.1
"""Of what would be admitted, at least: who never gets to ask is not admitted either."""
LONG_SECONDS = 60
"""Longer than a busy machine keeps anybody waiting."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Redis that answers is not given up because the machine is busy."""
    monkeypatch.setattr("chassis.limiter.PATIENCE_SECONDS", LONG_SECONDS)
    waiting = partial(impatient_redis, seconds=LONG_SECONDS)
    monkeypatch.setattr("chassis.limiter.impatient_redis", waiting)


@pytest.fixture
def name() -> str:
    return f"test-{token_hex(6)}"


@pytest.fixture
async def wire(redis_url: str) -> AsyncGenerator[Proxy]:
    """The way to Redis, to be cut and frozen."""
    place = URL(redis_url)
    async with proxy(str(place.host), place.port or 6379) as opened:
        yield opened


def through(wire: Proxy, redis_url: str) -> str:
    return str(URL(redis_url).with_port(wire.port))


@dataclass
class Tally:
    """What was admitted: between which moments the answer was found, in seconds."""

    limit: Limit
    admitted: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])

    async def ask(self, limiter: Limiter, keys: Sequence[str]) -> list[float]:
        before = monotonic()
        waits = await limiter.admit(keys)
        self.admitted += [(before, monotonic())] * waits.count(0)
        return waits

    async def hammer(self, limiter: Limiter, seconds: float, number: int = 1) -> None:
        """Ask again at once, whatever the answer."""
        until = monotonic() + seconds
        while monotonic() < until:
            await self.ask(limiter, ["key"] * number)

    def check(self) -> None:
        """In every stretch of time at most a burst, and the rate times its length."""
        for begin in {before for before, _ in self.admitted}:
            ends = sorted(after for before, after in self.admitted if before >= begin)
            for number, end in enumerate(ends, start=1):
                length = end - begin + TOLERANCE_SECONDS
                assert number <= self.limit.burst + self.limit.rate_per_second * length


@asynccontextmanager
async def limiters(url: str, name: str, limit: Limit, number: int) -> AsyncGenerator[list[Limiter]]:
    """As many as there were processes, each with a connection of its own."""
    async with AsyncExitStack() as stack:
        opened = [Limiter.connect(url, name, limit) for _ in range(number)]
        yield [await stack.enter_async_context(one) for one in opened]


@pytest.mark.parametrize("limit", [Limit(50, 1), Limit(200, 40), Limit(30, 100)], ids=str)
async def test_workers_together_get_no_more_than_one_would(
    redis_url: str, name: str, limit: Limit
) -> None:
    tally, seconds = Tally(limit), 2.0
    async with limiters(redis_url, name, limit, WORKERS) as workers:
        await asyncio.gather(
            *(tally.hammer(one, seconds, 1 + number % 3) for number, one in enumerate(workers))
        )

    tally.check()
    assert len(tally.admitted) > limit.burst + limit.rate_per_second * seconds * A_BUSY_MACHINE_ASKS


async def test_workers_together_get_no_less_either(redis_url: str, name: str) -> None:
    tally = Tally(Limit(0.01, 200))

    async def ask_often(one: Limiter) -> None:
        for _ in range(30):
            await tally.ask(one, ["key"])

    async with limiters(redis_url, name, tally.limit, WORKERS) as workers:
        await asyncio.gather(*(ask_often(one) for one in workers))

    assert len(tally.admitted) == 200


async def test_the_first_ones_of_a_key_are_admitted_and_others_told_when(
    redis_url: str, name: str
) -> None:
    async with Limiter.connect(redis_url, name, Limit(2, 2)) as limiter:
        waits = await limiter.admit(["a", "b", "a", "a", "b", "c", "a"])

    assert waits[:3] + waits[4:6] == [0] * 5
    assert waits[3] == waits[6] == pytest.approx(0.5, abs=0.1)


async def test_nobody_asks_for_nothing(name: str) -> None:
    async with Limiter.connect(NOWHERE, name, Limit(1, 1)) as limiter:
        assert await limiter.admit([]) == []


async def test_a_bucket_is_forgotten_when_it_is_empty(redis_url: str, name: str) -> None:
    async with (
        Limiter.connect(redis_url, name, Limit(5, 10)) as limiter,
        Redis.from_url(redis_url) as redis,  # pyright: ignore[reportUnknownMemberType]
    ):
        await limiter.admit(["a"] * 10)
        assert 0 < await redis.pttl(f"{name}:a") <= 2001

        async def forgotten() -> bool:
            return await redis.exists(f"{name}:a") == 0

        await eventually(forgotten)


async def test_without_redis_the_limit_is_as_strict_and_nobody_waits(name: str) -> None:
    limit, seconds = Limit(50, 20), 1.5
    tally = Tally(limit)
    async with Limiter.connect(NOWHERE, name, limit) as limiter:
        async with asyncio.timeout(LONG_SECONDS / 2):
            await tally.ask(limiter, ["key"])
        await tally.hammer(limiter, seconds)

    tally.check()
    assert len(tally.admitted) > limit.burst + limit.rate_per_second * seconds * A_BUSY_MACHINE_ASKS


async def test_a_redis_that_does_not_answer_costs_little_once_and_then_nothing(
    redis_url: str, wire: Proxy, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Limiter.connect(through(wire, redis_url), name, Limit(0.01, 2)) as limiter:
        assert await limiter.admit(["a"]) == [0]
        wire.freeze()

        patience = 0.2
        monkeypatch.setattr("chassis.limiter.PATIENCE_SECONDS", patience)
        monkeypatch.setattr("chassis.limiter.ALONE_SECONDS", 10 * LONG_SECONDS)
        began = monotonic()
        async with asyncio.timeout(LONG_SECONDS / 2):
            assert await limiter.admit(["a", "b"]) == [0, 0]
        assert monotonic() - began > patience * 0.9

        monkeypatch.setattr("chassis.limiter.PATIENCE_SECONDS", LONG_SECONDS)
        async with asyncio.timeout(LONG_SECONDS / 2):
            waits = [(await limiter.admit(["a"]))[0] for _ in range(50)]

    assert 0 not in waits


@pytest.mark.parametrize("forgets", [False, True], ids=["it remembers", "it forgot everything"])
async def test_losing_and_finding_redis_admits_nothing_more(
    redis_url: str, wire: Proxy, name: str, *, forgets: bool
) -> None:
    limit = Limit(20, 30)
    tally = Tally(limit)
    async with (
        Limiter.connect(through(wire, redis_url), name, limit) as limiter,
        Redis.from_url(redis_url) as redis,  # pyright: ignore[reportUnknownMemberType]
    ):
        await tally.hammer(limiter, 0.3)
        await wire.block()
        if forgets:
            await redis.delete(f"{name}:key")
        await tally.hammer(limiter, ALONE_SECONDS + 0.3)
        await wire.mend()
        await tally.hammer(limiter, ALONE_SECONDS + 0.3)

        assert await redis.exists(f"{name}:key") == 1
    tally.check()


async def test_who_counted_alone_tells_the_others(redis_url: str, wire: Proxy, name: str) -> None:
    limit = Limit(0.01, 10)
    async with (
        Limiter.connect(through(wire, redis_url), name, limit) as lonely,
        Limiter.connect(redis_url, name, limit) as other,
    ):
        await wire.block()
        assert (await lonely.admit(["a"] * 9)).count(0) == 9
        await wire.mend()
        await asyncio.sleep(ALONE_SECONDS)
        await lonely.admit(["a"])

        assert (await other.admit(["a"] * 9)).count(0) == 0
