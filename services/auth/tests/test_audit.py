"""The audit trail is told of every attempt, whatever came of it, and of no secret."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from auth.commands import audit
from auth.tables import users
from chassis.testing import Simulation
from events import AuditRecorded, Event, SessionRevoked
from vocabulary import AuditAction, AuditOutcome, RevocationReason

pytestmark = pytest.mark.real
Hear = Callable[[], Awaitable[list[Event]]]
Wait = Callable[[timedelta], None]
BEN = {"email": "ben@example.com", "password": "battery staple"}
FROM = {"x-real-ip": "192.0.2.7", "user-agent": "curl/8.5.0", "x-forwarded-for": "203.0.113.9"}


async def records(hear: Hear) -> list[AuditRecorded]:
    return [one for one in await hear() if isinstance(one, AuditRecorded)]


@pytest.fixture
async def ben(client: httpx.AsyncClient, hear: Hear) -> dict[str, Any]:
    """Somebody who has registered a while ago."""
    body = (await client.post("/api/auth/register", json=BEN)).json()
    await hear()
    return body["user"]


@pytest.mark.usefixtures("client")
async def test_the_trail_is_told_of_what_changed_nothing(system: Simulation, hear: Hear) -> None:
    refused = AuditRecorded(action=AuditAction.STEP_UP, outcome=AuditOutcome.FAILED)

    await system.running["auth"].commands.run(audit.record, refused)

    assert await hear() == [refused]


async def test_who_registers_is_on_record(client: httpx.AsyncClient, hear: Hear) -> None:
    body = (await client.post("/api/auth/register", json=BEN, headers=FROM)).json()

    (told,) = await records(hear)
    assert (told.action, told.outcome) == (AuditAction.REGISTER, AuditOutcome.SUCCEEDED)
    assert str(told.user_id) == body["user"]["user_id"]
    assert str(told.account_id) == body["user"]["account_id"]
    assert (told.address, told.user_agent) == ("192.0.2.7", "curl/8.5.0")
    assert told.session_id is not None


@pytest.mark.usefixtures("ben")
async def test_an_email_that_is_taken_is_on_record_without_a_name(
    client: httpx.AsyncClient, hear: Hear
) -> None:
    await client.post("/api/auth/register", json=BEN, headers=FROM)

    (told,) = await records(hear)
    assert (told.action, told.outcome) == (AuditAction.REGISTER, AuditOutcome.FAILED)
    assert (told.user_id, told.session_id, told.address) == (None, None, "192.0.2.7")
    assert BEN["email"] not in told.model_dump_json()


async def test_who_signs_in_is_on_record(
    client: httpx.AsyncClient, ben: dict[str, Any], hear: Hear
) -> None:
    await client.post("/api/auth/login", json=BEN, headers=FROM)

    (told,) = await records(hear)
    assert (told.action, told.outcome) == (AuditAction.SIGN_IN, AuditOutcome.SUCCEEDED)
    assert (str(told.user_id), told.address) == (ben["user_id"], "192.0.2.7")


async def test_who_fails_to_sign_in_is_on_record_and_the_password_is_not(
    client: httpx.AsyncClient, ben: dict[str, Any], hear: Hear
) -> None:
    await client.post("/api/auth/login", json={**BEN, "password": "my other password"})
    await client.post("/api/auth/login", json={**BEN, "email": "eve@example.com"})

    known, unknown = await records(hear)
    assert known.outcome == unknown.outcome == AuditOutcome.FAILED
    assert (str(known.user_id), unknown.user_id) == (ben["user_id"], None)
    assert "my other password" not in known.model_dump_json()
    assert "eve@example.com" not in unknown.model_dump_json()


async def test_who_is_disabled_fails_to_sign_in_as_if_the_password_were_wrong(
    client: httpx.AsyncClient, system: Simulation, ben: dict[str, Any], hear: Hear
) -> None:
    wrong = await client.post("/api/auth/login", json={**BEN, "password": "battery stable"})
    await hear()
    async with system.database("auth").transaction() as tx:
        await tx.connection.execute(update(users).values(disabled_at=datetime.now(UTC)))

    answer = await client.post("/api/auth/login", json=BEN)
    refreshed = await client.post("/api/auth/refresh")

    assert answer.status_code == wrong.status_code == HTTPStatus.UNAUTHORIZED
    assert answer.json() | {"correlation_id": ""} == wrong.json() | {"correlation_id": ""}
    assert refreshed.status_code == HTTPStatus.UNAUTHORIZED
    (told,) = await records(hear)
    assert (told.outcome, str(told.user_id)) == (AuditOutcome.FAILED, ben["user_id"])


async def test_who_signs_out_is_on_record_once_and_everybody_is_told(
    client: httpx.AsyncClient, ben: dict[str, Any], hear: Hear
) -> None:
    token = client.cookies["refresh"]
    for _ in range(2):
        client.cookies.set("refresh", token, domain="test.local", path="/api/auth")
        await client.post("/api/auth/logout", headers=FROM)

    heard = await hear()
    (revoked,) = [one for one in heard if isinstance(one, SessionRevoked)]
    (told,) = [one for one in heard if isinstance(one, AuditRecorded)]
    assert (told.action, told.outcome) == (AuditAction.SIGN_OUT, AuditOutcome.SUCCEEDED)
    assert (str(told.user_id), told.session_id) == (ben["user_id"], revoked.session_id)
    assert (revoked.user_id, revoked.account_id) == (told.user_id, told.account_id)
    assert revoked.reason is RevocationReason.SIGNED_OUT


async def test_a_spent_token_that_comes_back_is_on_record_and_everybody_is_told(
    client: httpx.AsyncClient, ben: dict[str, Any], hear: Hear, wait: Wait
) -> None:
    stolen = client.cookies["refresh"]
    await client.post("/api/auth/refresh")
    wait(timedelta(seconds=11))
    for _ in range(2):
        client.cookies.set("refresh", stolen, domain="test.local", path="/api/auth")
        await client.post("/api/auth/refresh", headers=FROM)

    heard = await hear()
    (revoked,) = [one for one in heard if isinstance(one, SessionRevoked)]
    (told,) = [one for one in heard if isinstance(one, AuditRecorded)]
    assert (told.action, told.outcome) == (AuditAction.REFRESH, AuditOutcome.FAILED)
    assert (str(told.user_id), told.address) == (ben["user_id"], "192.0.2.7")
    assert (revoked.session_id, revoked.reason) == (
        told.session_id,
        RevocationReason.TOKEN_REUSED,
    )


@pytest.mark.usefixtures("ben")
async def test_an_ordinary_refresh_says_nothing(client: httpx.AsyncClient, hear: Hear) -> None:
    await client.post("/api/auth/refresh")

    assert await hear() == []
