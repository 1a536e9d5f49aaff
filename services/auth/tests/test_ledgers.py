"""Both ledgers count alike: what Redis decides in a script is what the domain says."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest
from redis.asyncio import Redis

from auth.credentials.ledgers import KEY_PREFIX, SUBJECTS_MAX, OwnLedger, SharedLedger
from auth.domain.throttling import (
    ACCOUNT,
    DAY,
    FAILURES_MAX,
    HOUR,
    MINUTE,
    SECOND,
    Rule,
    Subject,
    Verdict,
    rule_for_addresses,
)
from chassis import limiter
from chassis.limiter import impatient_redis

pytestmark = pytest.mark.real
ADA = Subject("account ada", ACCOUNT)
BEN = Subject("account ben", ACCOUNT)
HOME = Subject("address home", rule_for_addresses(3), forgiving=False)
NEAR = 500
"""Milliseconds that a test on a busy machine may take between two of its lines."""
PATIENT = 30.0
"""Seconds that Redis may take: the other worker of the tests may have the processor."""
Forward = Callable[[Subject, int], Awaitable[None]]


@pytest.fixture
async def redis(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Redis]:
    """One that knows of no attempts, and is given time."""
    monkeypatch.setattr(limiter, "PATIENCE_SECONDS", PATIENT)
    async with impatient_redis(redis_url, PATIENT, PATIENT) as client:
        await client.flushdb()  # pyright: ignore[reportUnknownMemberType]
        yield client


@pytest.fixture
def ledger(redis: Redis) -> SharedLedger:
    return SharedLedger(redis)


@pytest.fixture
def forward(redis: Redis) -> Forward:
    """Let time pass for a subject: Redis has no other clock than the wall's."""

    async def pass_by(subject: Subject, milliseconds: int) -> None:
        key = f"{KEY_PREFIX}{subject.name}"
        for moment in ("open_at", "told_at"):
            if await redis.hexists(key, moment):
                await redis.hincrby(key, moment, -milliseconds)

    return pass_by


async def fail(ledger: SharedLedger, forward: Forward, subject: Subject) -> int:
    """Fail once, as soon as that is allowed; return the milliseconds to wait for the next."""
    await forward(subject, DAY)
    assert (await ledger.attempt([subject])).wait == 0
    return (await ledger.attempt([subject])).wait


async def test_redis_makes_everybody_wait_as_long_as_the_rule_says(
    ledger: SharedLedger, forward: Forward
) -> None:
    for failures in range(1, FAILURES_MAX + 2):
        wait = await fail(ledger, forward, ADA)
        if failures <= ACCOUNT.free:
            assert wait == 0
            await ledger.take_back([ADA])  # the second look was let in, too
        else:
            assert ACCOUNT.delay(failures) - NEAR <= wait <= ACCOUNT.delay(failures)


async def test_one_is_not_counted_for_another(ledger: SharedLedger) -> None:
    for _ in range(10):
        await ledger.attempt([ADA])

    assert (await ledger.attempt([ADA])).wait > 0
    assert (await ledger.attempt([BEN])).wait == 0


async def test_who_must_wait_is_counted_for_nothing(ledger: SharedLedger, redis: Redis) -> None:
    for _ in range(4):
        await ledger.attempt([HOME])

    refused = [await ledger.attempt([ADA, HOME]) for _ in range(10)]

    assert all(0 < verdict.wait <= SECOND for verdict in refused)
    assert not await redis.exists(f"{KEY_PREFIX}{ADA.name}")
    assert await redis.hget(f"{KEY_PREFIX}{HOME.name}", "failures") == b"4"


async def test_a_hundred_attempts_at_once_are_counted_one_by_one(ledger: SharedLedger) -> None:
    verdicts = await asyncio.gather(*(ledger.attempt([ADA]) for _ in range(100)))

    assert sum(verdict.wait == 0 for verdict in verdicts) == ACCOUNT.free + 1
    assert sum(verdict.tell for verdict in verdicts) == 1


async def test_the_trail_is_told_once_a_minute(ledger: SharedLedger, forward: Forward) -> None:
    for _ in range(20):
        await fail(ledger, forward, ADA)
    await forward(ADA, MINUTE)

    assert [(await ledger.attempt([ADA])).tell for _ in range(3)] == [True, False, False]
    await forward(ADA, MINUTE)
    assert [(await ledger.attempt([ADA])).tell for _ in range(3)] == [True, False, False]


async def test_a_success_clears_what_it_may_clear(ledger: SharedLedger, forward: Forward) -> None:
    for subject in (ADA, HOME):
        for _ in range(10):
            await fail(ledger, forward, subject)
        await forward(subject, DAY)
    assert await ledger.attempt([ADA, HOME]) == Verdict()

    await ledger.clear([ADA])
    await ledger.take_back([HOME])

    assert await ledger.attempt([ADA, HOME]) == Verdict()
    assert (await ledger.attempt([ADA])).wait == 0
    assert (await ledger.attempt([HOME])).wait > 2 * SECOND  # the failures before still count


async def test_what_was_never_counted_cannot_be_taken_back(
    ledger: SharedLedger, redis: Redis
) -> None:
    await ledger.take_back([ADA])
    await ledger.take_back([])
    await ledger.clear([])

    assert await redis.keys() == []  # pyright: ignore[reportUnknownMemberType]


@pytest.mark.parametrize(
    ("rule", "milliseconds"),
    [(ACCOUNT, ACCOUNT.remembered), (HOME.rule, HOUR), (Rule(0, 1), SECOND)],
)
async def test_failures_are_forgotten_after_a_while(
    ledger: SharedLedger, redis: Redis, rule: Rule, milliseconds: int
) -> None:
    await ledger.attempt([Subject("account ada", rule)])

    left = await redis.pttl(f"{KEY_PREFIX}account ada")
    assert milliseconds - NEAR <= left <= milliseconds


async def test_a_process_alone_is_stricter_and_otherwise_the_same() -> None:
    now = [0]
    ledger = OwnLedger(lambda: now[0])

    waits: list[int] = []
    for _ in range(6):
        assert await ledger.attempt([ADA]) == Verdict()
        waits.append((await ledger.attempt([ADA])).wait)
        if waits[-1]:
            now[0] += waits[-1]
        else:
            await ledger.take_back([ADA])

    assert waits == [0, 0, SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND]
    await ledger.clear([ADA])
    assert await ledger.attempt([ADA]) == Verdict()


async def test_a_process_alone_forgets_too() -> None:
    now = [0]
    ledger = OwnLedger(lambda: now[0])
    for _ in range(10):
        await ledger.attempt([ADA])

    now[0] += ACCOUNT.remembered

    assert [(await ledger.attempt([ADA])).wait for _ in range(3)] == [0, 0, 0]


async def test_a_process_alone_remembers_only_so_many() -> None:
    ledger = OwnLedger(lambda: 0)
    for _ in range(10):
        await ledger.attempt([ADA])
    for number in range(SUBJECTS_MAX - 1):
        await ledger.attempt([Subject(f"account {number}", ACCOUNT)])
    assert (await ledger.attempt([ADA])).wait > 0

    for number in range(SUBJECTS_MAX):
        await ledger.attempt([Subject(f"another {number}", ACCOUNT)])

    assert (await ledger.attempt([ADA])).wait == 0
