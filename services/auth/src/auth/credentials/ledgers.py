"""Where failed attempts are counted: in Redis by all processes together, else in this one."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import chain
from time import monotonic_ns

from redis.asyncio import Redis

from auth.domain.throttling import (
    DELAY_FIRST,
    DELAY_MAX,
    DELAY_WORN_OUT,
    TOLD_EVERY,
    Standing,
    Subject,
    Verdict,
    attempt,
    is_forgotten,
    take_back,
)
from chassis.limiter import patiently

KEY_PREFIX = "auth:attempts:"
SUBJECTS_MAX = 10_000
NANOSECONDS_PER_MILLISECOND = 1_000_000

ATTEMPT = f"""
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local wait, tell, closed = 0, 1, {{}}
for _, key in ipairs(KEYS) do
    local known = redis.call('HMGET', key, 'open_at', 'told_at')
    local open_at = tonumber(known[1] or 0)
    if open_at > now then
        closed[#closed + 1] = key
        wait = math.max(wait, open_at - now)
        if tonumber(known[2] or 0) + {TOLD_EVERY} > now then tell = 0 end
    end
end
if wait > 0 then
    for _, key in ipairs(closed) do
        if tell == 1 then redis.call('HSET', key, 'told_at', now) end
    end
    return {{wait, tell}}
end
for number, key in ipairs(KEYS) do
    local free, worn_out = tonumber(ARGV[3 * number - 2]), tonumber(ARGV[3 * number - 1])
    local remembered = tonumber(ARGV[3 * number])
    local failures = redis.call('HINCRBY', key, 'failures', 1)
    local delay = 0
    if failures >= worn_out then
        delay = {DELAY_WORN_OUT}
    elseif failures > free then
        delay = math.min({DELAY_FIRST} * 2 ^ (failures - free - 1), {DELAY_MAX})
    end
    redis.call('HSET', key, 'open_at', string.format('%.0f', now + delay))
    redis.call('PEXPIRE', key, math.max(remembered, delay))
end
return {{0, 0}}
"""
"""What ``auth.domain.throttling.attempt`` does, by the clock of Redis and in one step."""
TAKE_BACK = """
for _, key in ipairs(KEYS) do
    if tonumber(redis.call('HGET', key, 'failures') or 0) > 0 then
        redis.call('HINCRBY', key, 'failures', -1)
        redis.call('HSET', key, 'open_at', 0)
    end
end
"""


class SharedLedger:
    """Counts in Redis.

    Raises, whatever is asked: redis.exceptions.RedisError, OSError or TimeoutError if Redis is
    away, or does not answer at once.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._attempt = redis.register_script(ATTEMPT)
        self._take_back = redis.register_script(TAKE_BACK)

    async def attempt(self, subjects: Sequence[Subject]) -> Verdict:
        """Count an attempt against all subjects, or say how long one of them has to wait."""
        rules = ((one.rule.free, one.rule.worn_out, one.rule.remembered) for one in subjects)
        asked = self._attempt(keys=_keys(subjects), args=[*chain.from_iterable(rules)])
        wait, tell = await patiently(asked)
        return Verdict(wait, bool(tell))

    async def take_back(self, subjects: Sequence[Subject]) -> None:
        """What was counted last did not fail."""
        if subjects:
            await patiently(self._take_back(keys=_keys(subjects)))

    async def clear(self, subjects: Sequence[Subject]) -> None:
        """Forget all failures."""
        if subjects:
            await patiently(self._redis.unlink(*_keys(subjects)))


class OwnLedger:
    """Counts in this process, by stricter rules, because it does not see what others let in."""

    def __init__(self, clock: Callable[[], int] | None = None) -> None:
        self._clock = clock or _now
        self._standings: OrderedDict[str, Standing] = OrderedDict()

    async def attempt(self, subjects: Sequence[Subject]) -> Verdict:
        """Count an attempt against all subjects, or say how long one of them has to wait."""
        now = self._clock()
        return attempt([(one.rule.stricter(), self._find(one, now)) for one in subjects], now)

    async def take_back(self, subjects: Sequence[Subject]) -> None:
        """What was counted last did not fail."""
        for one in subjects:
            if standing := self._standings.get(one.name):
                take_back(standing)

    async def clear(self, subjects: Sequence[Subject]) -> None:
        """Forget all failures."""
        for one in subjects:
            self._standings.pop(one.name, None)

    def _find(self, subject: Subject, now: int) -> Standing:
        standing = self._standings.get(subject.name)
        if standing is None or is_forgotten(subject.rule, standing, now):
            standing = self._standings[subject.name] = Standing()
        self._standings.move_to_end(subject.name)
        if len(self._standings) > SUBJECTS_MAX:
            self._standings.popitem(last=False)
        return standing


Ledger = SharedLedger | OwnLedger


def _keys(subjects: Sequence[Subject]) -> list[str]:
    return [f"{KEY_PREFIX}{one.name}" for one in subjects]


def _now() -> int:
    return monotonic_ns() // NANOSECONDS_PER_MILLISECOND
