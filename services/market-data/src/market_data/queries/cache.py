"""What need not be asked of the database again, in Redis.

Nothing depends on it: Redis may be away, slow, or hold garbage. Only this process writes its keys,
so it knows which it never wrote, and does not ask for those. Every value says of which generation
of the history it is, and carries a sum of its bytes. Who notices that what is stored of the past
was changed begins a new generation, and nothing older is shown any more.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from logging import getLogger
from time import monotonic
from typing import NamedTuple, TypeVar, cast
from zlib import crc32

from redis.asyncio import Redis
from redis.exceptions import RedisError

from chassis.limiter import ALONE_SECONDS, patiently
from chassis.remembering import remember
from market_data.queries.metrics import LOOKED_UP

AWAY = (RedisError, OSError, TimeoutError)
PAUSE_SECONDS = 0.01
"""So long a write waits, so that whoever asked is answered first."""
WRITES_MAX = 100
"""Writes under way. What comes on top is not kept: it would only be late."""
TURNS = 16
"""So many ask Redis at once; the others wait for their turn, which is no failure of Redis."""
TURN_SECONDS = 0.05
"""So long somebody waits for that, and then does without."""
KEYS_MAX = 50_000
"""So many keys are remembered. What is under an older one is read again."""

T = TypeVar("T")
Values = Sequence[bytes | None]
logger = getLogger(__name__)


class Found(NamedTuple):
    """What was kept, and in which generation whoever looked was."""

    texts: list[str | None]
    generation: int


class Cache:
    """Texts by key, which no other process writes. ``name`` is what the hit rate is called.

    After a failure nobody asks Redis for ``ALONE_SECONDS``: one request in a while waits for a
    Redis that is slow, and not every one.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._away_until = 0.0
        self._generation = 0
        self._kept: dict[str, None] = {}
        self._writing: set[asyncio.Task[None]] = set()
        self._turns = asyncio.Semaphore(TURNS)

    async def get(self, name: str, keys: Sequence[str]) -> Found:
        """What is kept under ``keys``, in their order."""
        generation = self._generation
        known = [key for key in keys if key in self._kept]
        values: Values | None = []
        if known:
            answer = await self._asked(partial(self._redis.mget, known))
            values = cast("Values | None", answer)  # it does not decode them
        if values is None:
            LOOKED_UP.labels(name, "away").inc(len(keys))
            return Found([None] * len(keys), generation)
        found = dict(zip(known, values, strict=True))
        return Found([_opened(name, generation, found.get(key)) for key in keys], generation)

    def put(self, texts: Mapping[str, str], seconds: int, generation: int) -> None:
        """Keep ``texts``, by their keys, for so long. Nobody waits for it.

        ``generation`` is that of the look-up, before they were read: what was read before a change
        is never kept as if it was read after it.
        """
        if self._is_away() or len(self._writing) >= WRITES_MAX:
            return
        task = asyncio.create_task(self._put(texts, seconds, generation))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    def renew(self) -> None:
        """What is stored of the past was changed: show nothing that was kept before."""
        self._generation += 1
        self._kept.clear()

    async def finish(self) -> None:
        """Wait until everything is written."""
        await asyncio.gather(*self._writing)

    async def _put(self, texts: Mapping[str, str], seconds: int, generation: int) -> None:
        await asyncio.sleep(PAUSE_SECONDS)
        if generation != self._generation:
            return
        pipeline = self._redis.pipeline(transaction=False)
        for key, text in texts.items():
            pipeline.set(key, sealed(generation, text), ex=seconds)
        if await self._asked(pipeline.execute) is None or generation != self._generation:
            return
        for key in texts:
            remember(self._kept, key, None, KEYS_MAX)

    async def _asked(self, ask: Callable[[], Awaitable[T]]) -> T | None:
        """The answer of Redis; None if it is away, or too many ask."""
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._turns.acquire()
        except TimeoutError:
            return None
        try:
            return None if self._is_away() else await self._answered(ask())
        finally:
            self._turns.release()

    async def _answered(self, question: Awaitable[T]) -> T | None:
        try:
            answer = await patiently(question)
        except AWAY as error:
            self._fail(error)
            return None
        self._away_until = 0.0
        return answer

    def _is_away(self) -> bool:
        return monotonic() < self._away_until

    def _fail(self, error: Exception) -> None:
        if not self._away_until:  # once per outage is enough
            logger.warning("Redis is away, history is not cached: %r", error)
        self._away_until = monotonic() + ALONE_SECONDS


def sealed(generation: int, text: str) -> bytes:
    """How a text is kept."""
    body = f"{generation}\n{text}".encode()
    return b"%08x" % crc32(body) + body


def opened(generation: int, value: bytes | None) -> tuple[str | None, str]:
    """A text that was kept in this generation, and what became of the look-up."""
    if value is None:
        return None, "miss"
    seal, body = value[:8], value[8:]
    if b"%08x" % crc32(body) != seal:
        return None, "garbage"
    of, _, text = body.partition(b"\n")
    return (text.decode(), "hit") if of == b"%d" % generation else (None, "outdated")


def _opened(name: str, generation: int, value: bytes | None) -> str | None:
    text, outcome = opened(generation, value)
    LOOKED_UP.labels(name, outcome).inc()
    return text
