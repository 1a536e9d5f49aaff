"""Refresh tokens: rotated, good once, kind to a second tab, and deadly to a thief."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import httpx
import jwt
import pytest
from sqlalchemy import select

from auth.tables import refresh_tokens, sessions
from chassis.testing import Simulation

pytestmark = pytest.mark.real
Wait = Callable[[timedelta], None]
SECOND = timedelta(seconds=1)


async def refresh(client: httpx.AsyncClient, token: str | None = None) -> httpx.Response:
    """Ask for a new token, with the browser's cookie or as somebody who has another."""
    if token is not None:
        client.cookies.clear()
        client.cookies.set("refresh", token, domain="test.local", path="/api/auth")
    return await client.post("/api/auth/refresh")


def cookie(client: httpx.AsyncClient) -> str:
    return client.cookies["refresh"]


@pytest.mark.usefixtures("ada")
async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: httpx.AsyncClient,
) -> None:
    header = (await refresh(client)).headers["set-cookie"]

    parts = {part.strip().lower() for part in header.split(";")[1:]}
    assert parts == {"httponly", "samesite=strict", "path=/api/auth", "max-age=604800"}


@pytest.mark.usefixtures("ada")
async def test_each_refresh_gives_new_tokens(client: httpx.AsyncClient) -> None:
    first = cookie(client)
    answer = await refresh(client)

    assert answer.status_code == HTTPStatus.OK
    assert cookie(client) != first
    bearer = {"authorization": f"Bearer {answer.json()['access_token']}"}
    assert (await client.get("/api/auth/me", headers=bearer)).json() == answer.json()["user"]
    assert (await refresh(client)).status_code == HTTPStatus.OK


@pytest.mark.usefixtures("ada")
async def test_only_digests_are_stored(client: httpx.AsyncClient, system: Simulation) -> None:
    tokens = [cookie(client)]
    await refresh(client)
    tokens.append(cookie(client))

    async with system.database("auth").engine.connect() as connection:
        rows = [*await connection.execute(select(sessions))]
        rows += [*await connection.execute(select(refresh_tokens))]
    stored = repr([tuple(row) for row in rows])
    assert len(rows) == 3
    assert not any(token in stored for token in tokens)


@pytest.mark.usefixtures("ada")
async def test_fifty_parallel_refreshes_end_with_one_successor(
    client: httpx.AsyncClient, wait: Wait
) -> None:
    answers = await asyncio.gather(*(refresh(client) for _ in range(50)))

    assert {answer.status_code for answer in answers} == {HTTPStatus.OK}
    assert len({answer.cookies["refresh"] for answer in answers}) == 1
    wait(timedelta(minutes=15))
    assert (await refresh(client)).status_code == HTTPStatus.OK


@pytest.mark.usefixtures("ada")
async def test_two_tabs_never_log_each_other_out(client: httpx.AsyncClient, wait: Wait) -> None:
    for _ in range(100):
        token = cookie(client)
        one = await refresh(client, token)
        wait(2 * SECOND)
        other = await refresh(client, token)
        assert one.status_code == other.status_code == HTTPStatus.OK
        assert one.cookies["refresh"] == other.cookies["refresh"]
        wait(timedelta(minutes=15))


@pytest.mark.usefixtures("ada")
async def test_a_lost_answer_can_be_asked_for_again(client: httpx.AsyncClient, wait: Wait) -> None:
    token = cookie(client)
    lost = await refresh(client, token)
    wait(10 * SECOND)

    again = await refresh(client, token)

    assert again.cookies["refresh"] == lost.cookies["refresh"]


@pytest.mark.usefixtures("ada")
async def test_a_spent_token_that_comes_back_ends_the_session(
    client: httpx.AsyncClient, wait: Wait
) -> None:
    stolen = cookie(client)
    await refresh(client)
    owned = cookie(client)
    wait(11 * SECOND)

    assert (await refresh(client, stolen)).status_code == HTTPStatus.UNAUTHORIZED
    assert (await refresh(client, owned)).status_code == HTTPStatus.UNAUTHORIZED


async def test_other_sessions_of_the_user_go_on(client: httpx.AsyncClient, wait: Wait) -> None:
    person = {"email": "ben@example.com", "password": "battery staple"}
    await client.post("/api/auth/register", json=person)
    desktop = cookie(client)
    await client.post("/api/auth/login", json=person)
    phone = cookie(client)
    await refresh(client, desktop)
    wait(11 * SECOND)
    await refresh(client, desktop)

    assert (await refresh(client, phone)).status_code == HTTPStatus.OK


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(
    ("idle", "status"), [(timedelta(days=7) - SECOND, 200), (timedelta(days=7), 401)]
)
async def test_an_idle_session_is_over_after_a_week(
    client: httpx.AsyncClient, wait: Wait, idle: timedelta, status: int
) -> None:
    wait(idle)

    assert (await refresh(client, cookie(client))).status_code == status


@pytest.mark.usefixtures("ada")
async def test_a_busy_session_is_over_after_a_month(client: httpx.AsyncClient, wait: Wait) -> None:
    days = 0
    token = cookie(client)
    while (answer := await refresh(client, token)).status_code == HTTPStatus.OK:
        token = answer.cookies["refresh"]
        wait(timedelta(days=1))
        days += 1

    assert days == 30


@pytest.mark.usefixtures("ada")
async def test_who_logs_out_stays_out(client: httpx.AsyncClient) -> None:
    token = cookie(client)
    answer = await client.post("/api/auth/logout")

    assert answer.status_code == HTTPStatus.NO_CONTENT
    assert "refresh" not in client.cookies
    assert (await refresh(client, token)).status_code == HTTPStatus.UNAUTHORIZED
    assert (await client.post("/api/auth/logout")).status_code == HTTPStatus.NO_CONTENT


async def test_a_made_up_token_is_refused(client: httpx.AsyncClient) -> None:
    for token in ("", "x", "A" * 43, "\u00fc", "A" * 4000):
        raw = {b"cookie": b"refresh=" + token.encode("latin-1")}
        answer = await client.post("/api/auth/refresh", headers=raw)
        logout = await client.post("/api/auth/logout", headers=raw)

        assert answer.status_code == HTTPStatus.UNAUTHORIZED, token
        assert logout.status_code == HTTPStatus.NO_CONTENT, token


async def test_an_access_token_is_no_refresh_token(
    client: httpx.AsyncClient, ada: dict[str, str]
) -> None:
    client.cookies.clear()
    answer = await client.post("/api/auth/refresh", headers=ada)

    assert answer.status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.usefixtures("ada")
async def test_a_page_of_another_origin_cannot_use_the_cookie(client: httpx.AsyncClient) -> None:
    for foreign in (
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://localhost:8080"},
        {"origin": "http://evil.example"},
        {"origin": "http://localhost:8080.evil.example"},
        {"origin": "null"},
        {"origin": ""},
    ):
        for path in ("/api/auth/refresh", "/api/auth/logout"):
            answer = await client.post(path, headers=foreign)
            assert answer.status_code == HTTPStatus.FORBIDDEN, foreign
    assert (await refresh(client)).status_code == HTTPStatus.OK


@pytest.mark.usefixtures("ada")
async def test_our_own_pages_and_programs_may_use_the_cookie(client: httpx.AsyncClient) -> None:
    for own in (
        {"sec-fetch-site": "same-origin", "origin": "http://localhost:8080"},
        {"sec-fetch-site": "none"},
        {"origin": "http://localhost:8080"},
        {"user-agent": "curl"},
    ):
        answer = await client.post("/api/auth/refresh", headers=own)
        assert answer.status_code == HTTPStatus.OK, own


@pytest.mark.usefixtures("ada")
async def test_no_token_outlives_its_session(client: httpx.AsyncClient, wait: Wait) -> None:
    token, access = cookie(client), ""
    for idle in [timedelta(days=6)] * 4 + [timedelta(days=6, minutes=-5)]:
        wait(idle)
        answer = await refresh(client, token)
        token, access = answer.cookies["refresh"], answer.json()["access_token"]

    claims = jwt.decode(access, options={"verify_signature": False})

    assert 0 < claims["exp"] - claims["iat"] <= 5 * 60
