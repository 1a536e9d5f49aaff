"""What need not be asked of the database again, in Redis.

Nothing depends on it: Redis may be away, slow, or hold garbage. Every value says of which
generation of the history it is, and carries a sum of its bytes. A program that changes what is
stored of the past begins a new generation, and nothing older is shown any more.
"""

import asyncio
from collections.abc import Mapping, Sequence
from logging import getLogger
from time import monotonic, time_ns
from typing import NamedTuple, cast
from zlib import crc32

from redis.asyncio import Redis
from redis.exceptions import RedisError

from chassis.limiter import ALONE_SECONDS, patiently
from market_data.queries.metrics import LOOKED_UP

GENERATION = "market:history:generation"
FIRST = b"0"
AWAY = (RedisError, OSError, TimeoutError)
PAUSE_SECONDS = 0.01
"""So long a write waits, so that whoever asked is answered first."""
WRITES_MAX = 100
"""Writes under way. What comes on top is not kept: it would only be late."""

logger = getLogger(__name__)


class Found(NamedTuple):
    """What was kept, and in which generation whoever looked was; None if Redis is away."""

    texts: list[str | None]
    generation: bytes | None


class Cache:
    """Texts by key. ``name`` is what the hit rate is called.

    After a failure nobody asks Redis for ``ALONE_SECONDS``: one request in a while waits for a
    Redis that is slow, and not every one.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._away_until = 0.0
        self._changes = self._told = 0
        self._writing: set[asyncio.Task[None]] = set()

    async def get(self, name: str, keys: Sequence[str]) -> Found:
        """What is kept under ``keys``, in their order."""
        if monotonic() < self._away_until:
            return _nothing(name, keys)
        if self._told < self._changes:
            await self.renew()
            return _nothing(name, keys)
        try:
            answer = await patiently(self._redis.mget([GENERATION, *keys]))
        except AWAY as error:
            self._fail(error)
            return _nothing(name, keys)
        self._away_until = 0.0
        generation, *values = cast("list[bytes | None]", answer)  # it does not decode them
        current = generation or FIRST
        if not current.isdigit():
            await self.renew()
            return _nothing(name, keys)
        return Found([_opened(name, current, value) for value in values], current)

    def put(self, texts: Mapping[str, str], seconds: int, generation: bytes | None) -> None:
        """Keep ``texts``, by their keys, for so long. Nobody waits for it.

        ``generation`` is that of the look-up, before they were read: what was read before a change
        is never kept as if it was read after it.
        """
        if generation is None or len(self._writing) >= WRITES_MAX:
            return
        task = asyncio.create_task(self._put(texts, seconds, generation))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def renew(self) -> None:
        """What is stored of the past was changed: show nothing that was kept before.

        Without Redis there is nothing to show either; it may come back with what it had, and is
        told before anybody looks at that.
        """
        self._changes += 1
        changes = self._changes
        try:
            await patiently(self._redis.set(GENERATION, time_ns()))
        except AWAY as error:
            self._fail(error)
        else:
            self._told = max(self._told, changes)

    async def finish(self) -> None:
        """Wait until everything is written."""
        await asyncio.gather(*self._writing)

    async def _put(self, texts: Mapping[str, str], seconds: int, generation: bytes) -> None:
        await asyncio.sleep(PAUSE_SECONDS)
        pipeline = self._redis.pipeline(transaction=False)
        for key, text in texts.items():
            pipeline.set(key, sealed(generation, text), ex=seconds)
        try:
            await patiently(pipeline.execute())
        except AWAY as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        if not self._away_until:  # once per outage is enough
            logger.warning("Redis is away, history is not cached: %r", error)
        self._away_until = monotonic() + ALONE_SECONDS


def sealed(generation: bytes, text: str) -> bytes:
    """How a text is kept."""
    body = generation + b"\n" + text.encode()
    return b"%08x" % crc32(body) + body


def opened(generation: bytes, value: bytes | None) -> tuple[str | None, str]:
    """A text that was kept in this generation, and what became of the look-up."""
    if value is None:
        return None, "miss"
    seal, body = value[:8], value[8:]
    if b"%08x" % crc32(body) != seal:
        return None, "garbage"
    of, _, text = body.partition(b"\n")
    return (text.decode(), "hit") if of == generation else (None, "outdated")


def _opened(name: str, generation: bytes, value: bytes | None) -> str | None:
    text, outcome = opened(generation, value)
    LOOKED_UP.labels(name, outcome).inc()
    return text


def _nothing(name: str, keys: Sequence[str]) -> Found:
    LOOKED_UP.labels(name, "away").inc(len(keys))
    return Found([None] * len(keys), None)
