"""An export holds everything that auth knows about somebody, and no secret."""

import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus

import httpx
import pytest
from sqlalchemy import select, text, update

from auth.tables import sessions, totp, users
from chassis.testing import Simulation
from events import AuditRecorded, Event
from vocabulary import AuditAction

pytestmark = pytest.mark.real
Hear = Callable[[], Awaitable[list[Event]]]
ME, EXPORT = "/api/auth/me", "/api/auth/export"
ADA = {"email": "ada@example.com", "password": "correct horse"}


async def test_an_export_has_all_that_is_known_and_no_secret(
    client: httpx.AsyncClient, settled: dict[str, str], system: Simulation
) -> None:
    told = {"x-real-ip": "192.0.2.7", "user-agent": "Firefox"}
    await client.post("/api/auth/login", json=ADA, headers=told)

    answer = await client.get(EXPORT, headers=settled)

    body = answer.json()
    assert answer.status_code == HTTPStatus.OK
    assert answer.headers["content-disposition"] == 'attachment; filename="outcry-export.json"'
    assert body["user"] == (await client.get(ME, headers=settled)).json()
    assert body["second_factor"] is False
    assert body["preferences"]["version"] == 1
    assert json.loads(body["preferences"]["document"]) == {"theme": "dark"}
    assert [one["address"] for one in body["sessions"]] == ["127.0.0.1", "192.0.2.7"]
    assert body["sessions"][1]["user_agent"] == "Firefox"
    (key,) = body["api_keys"]
    assert (key["name"], key["scopes"]) == ("bot", ["read"])
    assert not {"digest", "current", "previous", "password_hash", "sealed"} & {
        name for one in (body, key, *body["sessions"], body["user"]) for name in one
    }
    async with system.database("auth").engine.connect() as connection:
        stored = await connection.scalar(select(users.c.password_hash))
    assert str(stored) not in answer.text


async def test_an_export_says_whether_there_is_a_second_factor(
    client: httpx.AsyncClient, settled: dict[str, str], system: Simulation
) -> None:
    async with system.database("auth").transaction() as tx:
        await tx.connection.execute(update(totp).values(confirmed_at=text("now()")))
        await tx.connection.execute(update(sessions).values(second_factor=True))
    proven = await client.post("/api/auth/refresh")
    bearer = {"authorization": f"Bearer {proven.json()['access_token']}"}

    assert (await client.get(EXPORT, headers=bearer)).json()["second_factor"] is True


async def test_the_audit_trail_is_told_of_an_export(
    client: httpx.AsyncClient, ada: dict[str, str], hear: Hear
) -> None:
    await hear()

    await client.get(EXPORT, headers=ada)

    (told,) = await hear()
    assert isinstance(told, AuditRecorded)
    assert told.action is AuditAction.EXPORT_DATA
