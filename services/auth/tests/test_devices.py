"""Where somebody is signed in, and how a session ends before its time."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import update
from unreachable import unreachable

from auth.credentials import opening
from auth.tables import users
from chassis.testing import Simulation
from events import AuditRecorded, Event, SessionRevoked
from vocabulary import AuditAction, RevocationReason

pytestmark = pytest.mark.real
Hear = Callable[[], Awaitable[list[Event]]]
Wait = Callable[[timedelta], None]
Headers = dict[str, str]
BEN = {"email": "ben@example.com", "password": "battery staple"}
EVE = {"email": "eve@example.com", "password": "paper clip, red"}
FIREFOX = {
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "x-real-ip": "192.0.2.7",
}
BOT = {"user-agent": "my-bot/1.0", "x-real-ip": "2001:db8::1"}
PATH = "/api/auth/sessions"


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for revoked sessions more often than once a second."""
    monkeypatch.setattr(opening, "NEWS_INTERVAL_SECONDS", 0.02)


async def enter(client: httpx.AsyncClient, how: str, who: Headers, of: Headers) -> Headers:
    answer = await client.post(f"/api/auth/{how}", json=who, headers=of)
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


async def listed(client: httpx.AsyncClient, who: Headers) -> list[dict[str, Any]]:
    return (await client.get(PATH, headers=who)).json()["items"]


async def passes(client: httpx.AsyncClient, who: Headers) -> bool:
    """Whether the gateway is told to let them in."""
    return (await client.get("/internal/verify", headers=who)).status_code == HTTPStatus.OK


async def stops(client: httpx.AsyncClient, who: Headers) -> None:
    """Wait until they are let in no more."""
    async with asyncio.timeout(60):
        while await passes(client, who):  # noqa: ASYNC110  # nothing says when
            await asyncio.sleep(0.01)


async def goes_on(client: httpx.AsyncClient, who: Headers) -> bool:
    """Whether they are let in still, after everybody has had the time to hear otherwise."""
    await asyncio.sleep(0.2)
    return await passes(client, who)


@pytest.fixture
async def laptop(client: httpx.AsyncClient) -> Headers:
    """Ben, who registered on a laptop."""
    return await enter(client, "register", BEN, FIREFOX)


@pytest.fixture
async def bot(client: httpx.AsyncClient, laptop: Headers, wait: Wait) -> Headers:
    """Ben again, a minute later, by a program of his own."""
    del laptop
    wait(timedelta(minutes=1))
    return await enter(client, "login", BEN, BOT)


async def test_people_see_where_they_are_signed_in(client: httpx.AsyncClient, bot: Headers) -> None:
    newest, oldest = await listed(client, bot)

    assert (newest["device"], oldest["device"]) == ("my-bot", "Firefox on Linux")
    assert (newest["address"], oldest["address"]) == ("2001:db8::1", "192.0.2.7")
    assert (newest["current"], oldest["current"]) == (True, False)
    begun = datetime.fromisoformat(oldest["created_at"])
    assert datetime.fromisoformat(oldest["ends_at"]) - begun == timedelta(days=7)
    assert datetime.fromisoformat(newest["last_used_at"]) - begun == timedelta(minutes=1)


async def test_a_session_that_was_used_comes_first(
    client: httpx.AsyncClient, laptop: Headers, wait: Wait
) -> None:
    del laptop
    token = client.cookies["refresh"]
    wait(timedelta(minutes=1))
    bot = await enter(client, "login", BEN, BOT)
    wait(timedelta(minutes=1))
    client.cookies.set("refresh", token, domain="test.local", path="/api/auth")
    await client.post("/api/auth/refresh")

    assert [one["device"] for one in await listed(client, bot)] == ["Firefox on Linux", "my-bot"]


async def test_a_session_that_is_over_is_not_shown(
    client: httpx.AsyncClient, bot: Headers, wait: Wait
) -> None:
    del bot
    wait(timedelta(days=7) - timedelta(minutes=1))
    phone = await enter(client, "login", BEN, {})

    assert len(await listed(client, phone)) == 2  # the first one has been idle for a week


async def test_who_revokes_a_session_stops_its_tokens_and_no_others(
    client: httpx.AsyncClient, laptop: Headers, bot: Headers, hear: Hear
) -> None:
    await hear()
    cookie = client.cookies["refresh"]  # of the bot
    revoked, _ = await listed(client, laptop)

    answer = await client.delete(f"{PATH}/{revoked['session_id']}", headers=laptop | FIREFOX)

    assert answer.status_code == HTTPStatus.NO_CONTENT
    await stops(client, bot)
    assert await goes_on(client, laptop)
    assert [one["device"] for one in await listed(client, laptop)] == ["Firefox on Linux"]
    client.cookies.set("refresh", cookie, domain="test.local", path="/api/auth")
    assert (await client.post("/api/auth/refresh")).status_code == HTTPStatus.UNAUTHORIZED
    heard = await hear()
    (told,) = [one for one in heard if isinstance(one, AuditRecorded)]
    (said,) = [one for one in heard if isinstance(one, SessionRevoked)]
    assert (told.action, told.address) == (AuditAction.REVOKE_SESSION, "192.0.2.7")
    assert revoked["session_id"] in told.detail
    assert said.reason is RevocationReason.REVOKED
    assert str(said.session_id) == revoked["session_id"]


async def test_revoking_twice_is_said_once(
    client: httpx.AsyncClient, laptop: Headers, bot: Headers, hear: Hear
) -> None:
    newest, _ = await listed(client, bot)
    for _ in range(2):
        answer = await client.delete(f"{PATH}/{newest['session_id']}", headers=laptop)
        assert answer.status_code == HTTPStatus.NO_CONTENT

    assert len([one for one in await hear() if isinstance(one, SessionRevoked)]) == 1


async def test_the_session_of_somebody_else_is_not_found(
    client: httpx.AsyncClient, laptop: Headers, hear: Hear
) -> None:
    eve = await enter(client, "register", EVE, {})
    await hear()
    (theirs,) = await listed(client, laptop)

    for session_id in (theirs["session_id"], uuid4()):
        answer = await client.delete(f"{PATH}/{session_id}", headers=eve)
        assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.NOT_FOUND, "not_found")
    assert await goes_on(client, laptop)
    assert await hear() == []


async def test_who_is_afraid_ends_all_sessions_but_this_one(
    client: httpx.AsyncClient, laptop: Headers, bot: Headers, hear: Hear
) -> None:
    phone = await enter(client, "login", BEN, {})
    eve = await enter(client, "register", EVE, {})
    await hear()

    answer = await client.delete(PATH, headers=phone)

    assert answer.status_code == HTTPStatus.NO_CONTENT
    await stops(client, laptop)
    await stops(client, bot)
    assert await goes_on(client, phone)
    assert await goes_on(client, eve)
    assert [one["current"] for one in await listed(client, phone)] == [True]
    said = [one for one in await hear() if isinstance(one, SessionRevoked)]
    assert len({one.session_id for one in said}) == len(said) == 2


async def test_who_signed_out_is_let_in_no_more(client: httpx.AsyncClient, laptop: Headers) -> None:
    assert await goes_on(client, laptop)

    await client.post("/api/auth/logout")

    await stops(client, laptop)


async def test_a_token_that_was_stolen_stops_with_its_family(
    client: httpx.AsyncClient, laptop: Headers, wait: Wait
) -> None:
    stolen = client.cookies["refresh"]
    fresh = (await client.post("/api/auth/refresh")).json()["access_token"]
    wait(timedelta(seconds=11))

    client.cookies.set("refresh", stolen, domain="test.local", path="/api/auth")
    assert (await client.post("/api/auth/refresh")).status_code == HTTPStatus.UNAUTHORIZED

    await stops(client, laptop)
    await stops(client, {"authorization": f"Bearer {fresh}"})


async def test_who_is_disabled_is_let_in_no_more(
    client: httpx.AsyncClient, system: Simulation, laptop: Headers
) -> None:
    eve = await enter(client, "register", EVE, {})
    async with system.database("auth").transaction() as tx:
        disable = update(users).where(users.c.email == BEN["email"])
        await tx.connection.execute(disable.values(disabled_at=datetime.now(UTC)))

    await stops(client, laptop)
    assert await goes_on(client, eve)


async def test_what_is_known_stays_in_force_while_the_database_is_away(
    client: httpx.AsyncClient, system: Simulation, laptop: Headers, bot: Headers
) -> None:
    await client.delete(PATH, headers=bot)
    await stops(client, laptop)

    with unreachable(system.database("auth").engine):
        assert not await goes_on(client, laptop)
        assert await goes_on(client, bot)


async def test_strangers_see_and_end_nothing(client: httpx.AsyncClient) -> None:
    for method, path in (("GET", PATH), ("DELETE", PATH), ("DELETE", f"{PATH}/{UUID(int=1)}")):
        answer = await client.request(method, path)
        assert answer.status_code == HTTPStatus.UNAUTHORIZED
