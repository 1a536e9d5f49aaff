"""How long an API key opens anything: until it is revoked, expires, or its owner is disabled."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import httpx
import pytest
from machines import bearer, claims_of, make_key, verify
from sqlalchemy import update
from unreachable import unreachable

from auth.credentials import opening, turnstile
from auth.credentials.opening import REMEMBERED_AFTER_END
from auth.main import create_service
from auth.settings import AuthSettings
from auth.tables import users
from chassis.testing import Simulation, fresh_database

pytestmark = pytest.mark.real
Headers = dict[str, str]
Wait = Callable[[timedelta], None]
SECOND = timedelta(seconds=1)


async def until(come: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await come():  # noqa: ASYNC110  # a table has no event to wait for
            await asyncio.sleep(0.02)


@pytest.fixture(autouse=True)
def seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not hear of what was revoked: a key that is shown is looked up all the same."""
    monkeypatch.setattr(opening, "NEWS_INTERVAL_SECONDS", 1000)


@pytest.fixture
async def key(client: httpx.AsyncClient, ada: Headers) -> Headers:
    return await make_key(client, ada)


async def test_a_key_that_is_taken_away_stops_everywhere_within_three_seconds(
    system: Simulation,
    settings: AuthSettings,
    postgres_url: str,
    clock: Callable[[], datetime],
    wait: Wait,
) -> None:
    database = await fresh_database(postgres_url, "auth")
    one = await system.start(create_service(settings, clock), database)
    other = await system.start(create_service(settings, clock), database)
    who = {"email": "ada@example.com", "password": "correct horse"}
    answer = (await one.post("/api/auth/register", json=who)).json()
    ada = {"authorization": f"Bearer {answer['access_token']}"}
    key = await make_key(one, ada)
    assert await verify(one, key) == await verify(other, key) == HTTPStatus.OK

    await one.delete(f"/api/auth/keys/{key['apca-api-key-id']}", headers=ada)

    assert await verify(one, key) == HTTPStatus.UNAUTHORIZED
    wait(3 * SECOND)
    assert await verify(other, key) == HTTPStatus.UNAUTHORIZED


async def test_a_token_that_was_made_from_a_key_ends_with_the_key(
    system: Simulation, settings: AuthSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "NEWS_INTERVAL_SECONDS", 0.02)
    client = await system.start(create_service(settings))
    who = {"email": "ada@example.com", "password": "correct horse"}
    answer = (await client.post("/api/auth/register", json=who)).json()
    ada = {"authorization": f"Bearer {answer['access_token']}"}
    key = await make_key(client, ada)
    token = await bearer(client, key)  # which is shown to no client, but to many a process

    async def is_refused() -> bool:
        return await verify(client, token) == HTTPStatus.UNAUTHORIZED

    assert not await is_refused()
    await client.delete(f"/api/auth/keys/{key['apca-api-key-id']}", headers=ada)
    await until(is_refused)


async def test_a_key_ends_to_the_second_with_all_its_tokens(
    client: httpx.AsyncClient, ada: Headers, clock: Callable[[], datetime], wait: Wait
) -> None:
    ends = clock().replace(microsecond=0) + timedelta(minutes=10)
    key = await make_key(client, ada, expires_at=ends.isoformat())
    wait(ends - clock() - SECOND)

    token = await bearer(client, key)
    assert claims_of(token)["exp"] == int(ends.timestamp())
    wait(SECOND)
    assert await verify(client, key) == HTTPStatus.UNAUTHORIZED
    assert await verify(client, token) == HTTPStatus.UNAUTHORIZED


async def test_the_keys_of_somebody_who_is_disabled_open_nothing(
    client: httpx.AsyncClient, system: Simulation, key: Headers, wait: Wait
) -> None:
    assert await verify(client, key) == HTTPStatus.OK
    async with system.database("auth").transaction() as tx:
        await tx.connection.execute(update(users).values(disabled_at=datetime.now(UTC)))

    wait(3 * SECOND)
    assert await verify(client, key) == HTTPStatus.UNAUTHORIZED


async def test_use_is_noted_once_a_minute(
    client: httpx.AsyncClient, ada: Headers, key: Headers, clock: Callable[[], datetime], wait: Wait
) -> None:
    async def last_use() -> datetime | None:
        (shown,) = (await client.get("/api/auth/keys", headers=ada)).json()["items"]
        return shown["last_used_at"] and datetime.fromisoformat(shown["last_used_at"])

    async def is_noted() -> bool:
        return await last_use() == clock()

    assert await last_use() is None
    await verify(client, key)
    await until(is_noted)
    first = clock()
    wait(timedelta(seconds=59))
    await verify(client, key)
    await asyncio.sleep(0.1)
    assert await last_use() == first
    wait(timedelta(seconds=61))
    await verify(client, key)
    await until(is_noted)


async def test_keys_that_ended_long_ago_are_forgotten(
    system: Simulation, settings: AuthSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SWEEP_INTERVAL_SECONDS", 0.02)
    time = [datetime.now(UTC)]
    client = await system.start(create_service(settings, lambda: time[0]))
    who = {"email": "ada@example.com", "password": "correct horse"}

    async def sign_in(how: str) -> Headers:
        answer = (await client.post(f"/api/auth/{how}", json=who)).json()
        return {"authorization": f"Bearer {answer['access_token']}"}

    async def names() -> list[str]:
        found = await client.get("/api/auth/keys", headers=await sign_in("login"))
        return [one["name"] for one in found.json()["items"]]

    ada = await sign_in("register")
    ends = (time[0] + timedelta(minutes=1)).isoformat()
    await make_key(client, ada, name="expired", expires_at=ends)
    revoked = await make_key(client, ada, name="revoked")
    await client.delete(f"/api/auth/keys/{revoked['apca-api-key-id']}", headers=ada)
    await make_key(client, ada, name="good")
    time[0] += REMEMBERED_AFTER_END + SECOND

    async def one_is_gone() -> bool:
        return await names() == ["good", "expired"]

    await until(one_is_gone)
    time[0] += timedelta(minutes=2)

    async def only_the_good_one_is_left() -> bool:
        return await names() == ["good"]

    await until(only_the_good_one_is_left)


async def test_few_keys_are_remembered_and_none_for_long_while_the_database_is_away(
    client: httpx.AsyncClient,
    system: Simulation,
    ada: Headers,
    wait: Wait,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turnstile, "REMEMBERED_MAX", 2)
    keys = [await make_key(client, ada) for _ in range(3)]
    for key in keys:
        await verify(client, key)

    with unreachable(system.database("auth").engine):
        assert [await verify(client, key) for key in keys] == [503, 200, 200]
        wait(3 * SECOND)
        assert [await verify(client, key) for key in keys] == [503, 503, 503]
