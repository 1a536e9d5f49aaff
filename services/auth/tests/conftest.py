"""The auth service on a database of its own, with a clock that moves when told to."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from authenticator import STEP, Phone
from login_attempts import BEN
from office import Office
from redis.asyncio import Redis
from sqlalchemy import select, text, update
from stopped_clock import StoppedClock

from auth import tables
from auth.credentials import ledgers, passwords
from auth.credentials.ledgers import KEY_PREFIX
from auth.credentials.passwords import Passwords
from auth.domain.throttling import DAY, DELAY_FIRST, DELAY_MAX, HOUR
from auth.main import create_service
from auth.settings import AuthSettings
from bus.interface import Delivery, Subscription
from chassis import limiter
from chassis.limiter import impatient_redis
from chassis.testing import Simulation, simulation
from events import CATALOGUE, Event

Wait = Callable[[timedelta], None]
Hear = Callable[[], Awaitable[list[Event]]]
Later = Callable[[], Awaitable[None]]
Counted = Callable[[], Awaitable[list[str]]]
ADMIN = {"email": "admin@example.com", "password": "an admin's password"}
ADA = {"email": "ada@example.com", "password": "correct horse", "display_name": "Ada"}


@pytest.fixture
async def settings(redis_url: str) -> AuthSettings:
    """Those of a service that has a Redis, in which nobody has failed yet."""
    async with impatient_redis(redis_url) as redis:
        await redis.flushdb()  # pyright: ignore[reportUnknownMemberType]
    given = {"port": 8101, "rabbitmq_password": "unused", "redis_url": redis_url}
    return AuthSettings.model_validate(given | {"key_secret": "a secret " * 4})


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts follow each other sooner than the wall's clock lets waits end, and Redis may take
    long to count them."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", 8)
    monkeypatch.setattr(passwords, "PASSES", 1)
    monkeypatch.setattr(limiter, "PATIENCE_SECONDS", 30)


@pytest.fixture
def long_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """No machine is too slow: the first wait is an hour, not a second."""
    longer = ledgers.ATTEMPT.replace(f"{DELAY_FIRST} *", f"{HOUR} *")
    longer = longer.replace(f", {DELAY_MAX})", f", {DAY})")
    assert longer != ledgers.ATTEMPT
    monkeypatch.setattr(ledgers, "ATTEMPT", longer)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def wait(clock: StoppedClock) -> Wait:
    """Let time pass."""

    def forward(by: timedelta) -> None:
        clock.time += by

    return forward


@pytest.fixture
async def system(postgres_url: str) -> AsyncGenerator[Simulation]:
    async with simulation(postgres_url) as started:
        yield started


@pytest.fixture
async def client(
    system: Simulation, settings: AuthSettings, clock: StoppedClock
) -> httpx.AsyncClient:
    """A browser that is not signed in."""
    return await system.start(create_service(settings, clock))


@pytest.fixture
async def ada(client: httpx.AsyncClient) -> dict[str, str]:
    """Somebody who has registered and is signed in: the header that says so."""
    answer = await client.post("/api/auth/register", json=ADA)
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.fixture
def recovery_codes() -> list[str]:
    """Ada's, once she has her phone."""
    return []


@pytest.fixture
async def phone(
    client: httpx.AsyncClient,
    ada: dict[str, str],
    clock: StoppedClock,
    wait: Wait,
    recovery_codes: list[str],
) -> Phone:
    """Ada's second factor, which she was signed in without; it shows a code that is not spent."""
    path = "/api/auth/second-factor"
    begun = await client.post(path, headers=ada)
    phone = Phone(begun.json()["uri"], clock)
    shown = {"code": phone.code()}
    confirmed = await client.post(f"{path}/confirm", json=shown, headers=ada)
    recovery_codes.extend(confirmed.json()["recovery_codes"])
    wait(STEP)
    return phone


@pytest.fixture
async def admin(client: httpx.AsyncClient, system: Simulation) -> dict[str, str]:
    """The only administrator, signed in."""
    await client.post("/api/auth/register", json=ADMIN)
    async with system.database("auth").transaction() as tx:
        theirs = update(tables.users).where(tables.users.c.email == ADMIN["email"])
        await tx.connection.execute(theirs.values(roles=["admin", "trader"]))
    answer = await client.post("/api/auth/login", json=ADMIN)
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.fixture
async def settled(
    client: httpx.AsyncClient, ada: dict[str, str], system: Simulation
) -> dict[str, str]:
    """Ada with everything that somebody can have here."""
    as_json = {"content-type": "application/json", "if-match": '"0"'}
    theme = '{"theme": "d\\u0061rk"}'
    await client.put("/api/auth/preferences", content=theme, headers=ada | as_json)
    await client.patch("/api/auth/me", json={"time_zone": "Europe/London"}, headers=ada)
    key = {"name": "bot", "scopes": ["read"]}
    assert (await client.post("/api/auth/keys", json=key, headers=ada)).is_success
    async with system.database("auth").transaction() as tx:
        user_id = await tx.connection.scalar(select(tables.users.c.user_id))
        row = {"user_id": user_id, "sealed": b"sealed secret", "created_at": text("now()")}
        await tx.connection.execute(tables.totp.insert().values(**row))
        code = {"digest": b"digest of a code", "user_id": user_id}
        await tx.connection.execute(tables.recovery_codes.insert().values(**code))
    return ada


@pytest.fixture
def office(client: httpx.AsyncClient, admin: dict[str, str]) -> Office:
    return Office(client, admin)


@pytest.fixture
async def ben(client: httpx.AsyncClient) -> Any:  # noqa: ANN401
    """The answer to somebody who has registered."""
    newcomer = {**BEN, "display_name": "Ben 100%"}
    return (await client.post("/api/auth/register", json=newcomer)).json()


@pytest.fixture
def ben_elsewhere(client: httpx.AsyncClient, ben: Any) -> None:  # noqa: ANN401
    """Ben has registered, on another device than this one."""
    del ben
    client.cookies.clear()


@pytest.fixture
async def hear(system: Simulation) -> AsyncGenerator[Hear]:
    """Everything that was said since this was last asked."""
    heard: list[Delivery] = []

    async def listen() -> list[Event]:
        await system.settle()
        facts = [one.data for delivery in heard for one in delivery.envelopes]
        heard.clear()
        return facts

    everything = Subscription("test.listener", frozenset(CATALOGUE), 0, 1)
    async with system.bus.listening(everything, heard.append):
        yield listen


async def _names(redis: Redis) -> list[str]:
    """Under which attempts are counted."""
    found: list[bytes] = await redis.keys(f"{KEY_PREFIX}*")  # pyright: ignore[reportUnknownMemberType, reportAssignmentType]
    return [key.decode() for key in found]


@pytest.fixture
async def redis(redis_url: str) -> AsyncGenerator[Redis]:
    async with impatient_redis(redis_url) as connected:
        yield connected


@pytest.fixture
def counted(redis: Redis) -> Counted:
    """The names under which attempts are counted."""

    async def found() -> list[str]:
        return await _names(redis)

    return found


@pytest.fixture
def all_may_come(redis: Redis) -> Later:
    """Let the time pass that people have to wait: Redis has no other clock than the wall's."""

    async def later() -> None:
        for key in await _names(redis):
            await redis.hset(key, "open_at", "0")

    return later


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were compared with a hash."""
    seen: list[str] = []
    check = Passwords.check

    async def noting(self: Passwords, password: str, stored: str | None) -> Any:  # noqa: ANN401
        seen.append(password)
        return await check(self, password, stored)

    monkeypatch.setattr(Passwords, "check", noting)
    return seen
