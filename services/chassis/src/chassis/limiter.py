"""Limits that hold for all processes together, counted in Redis; and what holds without it."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Sequence
from contextlib import asynccontextmanager
from itertools import chain
from logging import getLogger
from time import monotonic_ns
from typing import TypeVar

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from chassis import metrics
from chassis.gcra import MICROSECONDS, Buckets, Limit, Verdict, wait

PATIENCE_SECONDS = 0.05
LOOKS = 5
"""How often within that time to look for the answer. A process that was held up itself, for however
long, misses one look, and does not take Redis to be away."""
ALONE_SECONDS = 1.0
"""So long nobody asks again a Redis that did not answer."""
CONNECTIONS_MAX = 20
"""More of them to one Redis are no faster: it answers one after the other."""
SCRIPT = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local interval, whole = tonumber(ARGV[1]), tonumber(ARGV[2])
local answers = {}
for number, key in ipairs(KEYS) do
    local wanted, told = tonumber(ARGV[2 * number + 1]), tonumber(ARGV[2 * number + 2])
    local known = tonumber(redis.call('GET', key) or 0) - now
    local debt = math.max(0, math.min(math.max(known, told), whole))
    local admitted = math.min(wanted, math.floor((whole - debt) / interval))
    debt = debt + admitted * interval
    redis.call('SET', key, string.format('%.0f', now + debt), 'PX', math.floor(debt / 1000) + 1)
    answers[number] = string.format('%.0f %.0f', admitted, debt)
end
return table.concat(answers, ' ')
"""
"""What ``chassis.gcra.decide`` does, for many keys at one moment, by the clock of Redis alone.

The numbers are whole and below 2**53, so that those of Lua are exact. The answer is one text: to
take a list apart costs the client more than all the rest.
"""

Answer = TypeVar("Answer")

logger = getLogger(__name__)


class Limiter:
    """At most so many for each key. However many ask at once, Redis is asked once.

    If Redis is away or slow, the process counts for itself, by the same arithmetic and beginning
    with what it knows; later it tells Redis. So a process alone is as strict as ever, and several
    are as strict as each of them. Nobody waits longer than ``PATIENCE_SECONDS``.
    """

    def __init__(self, redis: Redis, name: str, limit: Limit) -> None:
        self._name = name
        self._limit = limit
        self._decide = redis.register_script(SCRIPT)
        self._own = Buckets(limit)
        self._alone_until = 0
        metrics.LIMITS_ALONE.labels(name).set(0)

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str, name: str, limit: Limit) -> AsyncGenerator["Limiter"]:
        """Count in the Redis at ``url`` within the block; it need not be there."""
        async with impatient_redis(url) as redis:
            yield cls(redis, name, limit)

    async def admit(self, keys: Sequence[str]) -> list[float]:
        """For every request, in order: after how many seconds it may come. 0 is now, and counts."""
        wanted = Counter(keys)
        verdicts = await self._verdicts(wanted) if wanted else {}
        left = {key: verdict.admitted for key, verdict in verdicts.items()}
        return [self._deal(key, left, verdicts) for key in keys]

    def _deal(self, key: str, left: dict[str, int], verdicts: dict[str, Verdict]) -> float:
        if left[key]:
            left[key] -= 1
            return 0.0
        return wait(self._limit, verdicts[key].debt) / MICROSECONDS

    async def _verdicts(self, wanted: Counter[str]) -> dict[str, Verdict]:
        if _now() < self._alone_until:
            return self._own.take(wanted, _now())
        try:
            verdicts = await patiently(self._asked(wanted))
        except (RedisError, OSError, TimeoutError) as error:
            self._go_alone(error)
            return self._own.take(wanted, _now())
        self._own.note(verdicts, _now())
        self._return()
        return verdicts

    async def _asked(self, wanted: Counter[str]) -> dict[str, Verdict]:
        """What Redis says, which is told what it may not know."""
        now = _now()
        told = ((number, self._own.doubtful_debt(key, now)) for key, number in wanted.items())
        answer: bytes = await self._decide(
            keys=[f"{self._name}:{key}" for key in wanted],
            args=[self._limit.interval, self._limit.whole, *chain.from_iterable(told)],
        )
        numbers = [int(number) for number in answer.split()]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return {key: Verdict(*pair) for key, pair in zip(wanted, pairs, strict=True)}

    def _go_alone(self, error: Exception) -> None:
        if not self._alone_until:
            logger.warning("%s: counting alone, Redis is away: %r", self._name, error)
            metrics.LIMITS_ALONE.labels(self._name).set(1)
        self._own.doubt_all()  # it may have been started anew, and know nothing
        self._alone_until = _now() + int(ALONE_SECONDS * MICROSECONDS)

    def _return(self) -> None:
        if self._alone_until:
            logger.info("%s: Redis is back", self._name)
            metrics.LIMITS_ALONE.labels(self._name).set(0)
            self._alone_until = 0


def impatient_redis(
    url: str, seconds: float = ALONE_SECONDS, turn_seconds: float = PATIENCE_SECONDS
) -> Redis:
    """A client of the Redis at ``url`` that soon gives up, and does not try again by itself.

    It gives Redis so many ``seconds`` to answer. However many ask at once, it has
    ``CONNECTIONS_MAX`` connections; whoever waits ``turn_seconds`` for one is refused as if Redis
    was away, with a ``redis.exceptions.ConnectionError``.
    """
    pool = BlockingConnectionPool.from_url(  # pyright: ignore[reportUnknownMemberType]  # untyped
        url,
        max_connections=CONNECTIONS_MAX,
        timeout=turn_seconds,
        socket_timeout=seconds,
        socket_connect_timeout=seconds,
        retry=Retry(NoBackoff(), 0),
    )
    return Redis.from_pool(pool)


async def patiently(question: Awaitable[Answer]) -> Answer:
    """The answer, if it comes in time.

    Raises:
        TimeoutError: it does not.
    """
    asking = asyncio.ensure_future(question)
    try:
        for _ in range(LOOKS):
            done, _ = await asyncio.wait({asking}, timeout=PATIENCE_SECONDS / LOOKS)
            if done:
                return asking.result()
        raise TimeoutError
    finally:
        asking.cancel()


def _now() -> int:
    return monotonic_ns() // 1000
