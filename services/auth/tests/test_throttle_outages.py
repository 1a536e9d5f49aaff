"""Without Redis each process counts for itself: more strictly, and nobody waits for Redis."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from time import monotonic

import pytest
from login_attempts import BEN, guess
from prometheus_client import REGISTRY

from auth.credentials import throttle
from auth.credentials.ledgers import SharedLedger
from auth.main import create_service
from auth.settings import AuthSettings
from chassis.testing import Simulation

pytestmark = pytest.mark.real
STRICTLY_FREE = 3
NOWHERE = "redis://127.0.0.1:1"
Without = Callable[[str], AuthSettings]


@pytest.fixture
def with_redis_at(settings: AuthSettings) -> Without:
    def chosen(url: str) -> AuthSettings:
        return AuthSettings.model_validate(settings.model_dump() | {"redis_url": url})

    return chosen


@asynccontextmanager
async def silent_server() -> AsyncGenerator[str]:
    """A Redis that takes every connection, and never says a word."""
    held: list[asyncio.StreamWriter] = []

    async def hold(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)

    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    try:
        yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        for writer in held:
            writer.close()
        server.close()


async def test_without_redis_people_sign_in_and_who_guesses_waits(
    system: Simulation, with_redis_at: Without, caplog: pytest.LogCaptureFixture
) -> None:
    client = await system.start(create_service(with_redis_at(NOWHERE)))
    await client.post("/api/auth/register", json=BEN)
    assert (await client.post("/api/auth/login", json=BEN)).status_code == 200
    client.cookies.clear()

    assert await guess(client, STRICTLY_FREE + 2) == [401] * STRICTLY_FREE + [429] * 2

    assert (await client.post("/api/auth/login", json=BEN)).status_code == 429
    assert REGISTRY.get_sample_value("rate_limit_alone", {"limit": "attempts"}) == 1
    away = [line for line in caplog.messages if "Redis is away" in line]
    assert len(away) == 1


async def test_without_redis_an_address_waits_too(
    system: Simulation, with_redis_at: Without
) -> None:
    client = await system.start(create_service(with_redis_at(NOWHERE)))

    seen = [await guess(client, email=f"user-{number}@example.com") for number in range(5)]

    assert seen == [[401]] * STRICTLY_FREE + [[429]] * 2


async def test_nobody_waits_for_a_redis_that_does_not_answer(
    system: Simulation, with_redis_at: Without, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "ALONE_SECONDS", 0)  # ask it each time
    async with silent_server() as url:
        client = await system.start(create_service(with_redis_at(url)))
        for email in ("one@example.com", "two@example.com"):
            began = monotonic()
            assert await guess(client, email=email) == [401]
            assert monotonic() - began < 20  # of the minutes that nobody would answer


async def test_a_redis_that_comes_back_is_used_again(
    system: Simulation,
    settings: AuthSettings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(throttle, "ALONE_SECONDS", 0)
    caplog.set_level("INFO", "auth.credentials.throttle")
    client = await system.start(create_service(settings))
    with monkeypatch.context() as outage:

        async def away(*_: object) -> None:
            raise ConnectionError("away")

        outage.setattr(SharedLedger, "attempt", away)
        assert await guess(client, STRICTLY_FREE + 1) == [401] * STRICTLY_FREE + [429]

    assert await guess(client) == [401]
    assert REGISTRY.get_sample_value("rate_limit_alone", {"limit": "attempts"}) == 0
    assert "Redis is back" in caplog.text


async def test_what_cannot_be_noted_is_counted_as_a_failure(
    system: Simulation, settings: AuthSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis goes away between the attempt and its success: the owner gets in all the same."""
    client = await system.start(create_service(settings))
    await client.post("/api/auth/register", json=BEN)

    async def away(*_: object) -> None:
        raise ConnectionError("away")

    monkeypatch.setattr(SharedLedger, "clear", away)

    assert (await client.post("/api/auth/login", json=BEN)).status_code == 200
