"""Signing in with a second factor: one code, one session."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from http import HTTPStatus

import httpx
import pytest
from authenticator import Phone, bearer, claims
from two_steps import ADA, login, trail

from auth.main import create_service
from auth.settings import AuthSettings
from chassis.testing import Simulation
from events import AuditRecorded, Event
from vocabulary import AuditAction, AuditOutcome

Hear = Callable[[], Awaitable[list[Event]]]
pytestmark = pytest.mark.real


@pytest.mark.usefixtures("phone")
async def test_the_password_alone_opens_nothing(client: httpx.AsyncClient, hear: Hear) -> None:
    await hear()
    answer = await login(client)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (401, "second_factor_required")
    assert "set-cookie" not in answer.headers
    assert set(problem) == {"type", "title", "status", "code", "detail", "correlation_id"}
    assert trail(await hear()) == [(AuditAction.SIGN_IN, AuditOutcome.FAILED)]


async def test_a_wrong_password_is_wrong_with_any_code_and_spends_none(
    client: httpx.AsyncClient, phone: Phone
) -> None:
    wrong = {**ADA, "password": "battery staple"}
    for claim in (wrong, {**wrong, "code": phone.code()}, {**wrong, "code": phone.wrong_code()}):
        answer = await client.post("/api/auth/login", json=claim)
        assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")

    assert (await login(client, phone.code())).status_code == HTTPStatus.OK


async def test_what_cannot_be_a_code_is_not_looked_at(
    client: httpx.AsyncClient, phone: Phone
) -> None:
    del phone
    for typed in ("", "12345", "\u0661\u0662\u0663\u0664\u0665\u0666", "x" * 65):
        answer = await login(client, typed)
        assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")
        assert [one["field"] for one in answer.json()["errors"]] == ["body.code"]


async def test_who_has_no_second_factor_may_send_a_code(
    client: httpx.AsyncClient, ada: dict[str, str]
) -> None:
    del ada
    assert (await login(client, "123456")).status_code == HTTPStatus.OK


async def test_a_token_says_that_a_code_was_shown(client: httpx.AsyncClient, phone: Phone) -> None:
    answer = await login(client, phone.code())

    assert claims(bearer(answer))["amr"] == ["pwd", "otp"]
    assert claims(bearer(await client.post("/api/auth/refresh")))["amr"] == ["pwd", "otp"]


async def test_a_code_opens_one_session(
    client: httpx.AsyncClient, phone: Phone, hear: Hear
) -> None:
    await hear()
    first = await login(client, phone.code())
    again = await login(client, phone.code())
    before = await login(client, phone.code(-1))

    assert first.status_code == HTTPStatus.OK
    for refused in (again, before):
        assert (refused.status_code, refused.json()["code"]) == (401, "wrong_code")
        assert "set-cookie" not in refused.headers
    assert trail(await hear()) == [
        (AuditAction.SIGN_IN, AuditOutcome.SUCCEEDED),
        (AuditAction.SIGN_IN, AuditOutcome.FAILED),
        (AuditAction.SIGN_IN, AuditOutcome.FAILED),
    ]


async def test_a_recovery_code_stands_in_for_the_phone_once(
    client: httpx.AsyncClient, phone: Phone, recovery_codes: list[str], hear: Hear
) -> None:
    await hear()
    first = bearer(await login(client, recovery_codes[0].upper().replace("-", " ")))
    again = await login(client, recovery_codes[0])

    assert claims(first)["amr"] == ["pwd", "otp"]
    assert again.json()["code"] == "wrong_code"
    told = [one.detail for one in await hear() if isinstance(one, AuditRecorded)]
    assert told == ["with a recovery code", "the code is wrong, or was used before"]
    state = await client.get("/api/auth/second-factor", headers=first)
    assert state.json() == {"enabled": True, "recovery_codes_left": 9}
    assert (await login(client, phone.code())).status_code == HTTPStatus.OK


@pytest.mark.parametrize("kind", ["app", "recovery"])
async def test_of_many_who_show_one_code_to_two_replicas_one_is_signed_in(
    *,
    client: httpx.AsyncClient,
    system: Simulation,
    settings: AuthSettings,
    clock: Callable[[], datetime],
    phone: Phone,
    recovery_codes: list[str],
    kind: str,
    hear: Hear,
) -> None:
    await hear()  # or the second one finds events that it cannot publish
    database = system.database("auth").engine.url.render_as_string(hide_password=False)
    other = await system.start(create_service(settings, clock), database)
    code = phone.code() if kind == "app" else recovery_codes[3]

    answers = await asyncio.gather(
        *(login(replica, code) for replica in (client, other) for _ in range(12))
    )

    granted = [answer for answer in answers if answer.status_code == HTTPStatus.OK]
    assert len(granted) == 1
    assert {answer.status_code for answer in answers} - {200} <= {401, 429}


async def test_a_code_of_somebody_else_is_wrong(
    client: httpx.AsyncClient, phone: Phone, recovery_codes: list[str]
) -> None:
    ben = {"email": "ben@example.com", "password": "battery staple"}
    who = bearer(await client.post("/api/auth/register", json=ben))
    begun = await client.post("/api/auth/second-factor", headers=who)
    own = Phone(begun.json()["uri"], phone.now)
    shown = {"code": own.code()}
    await client.post("/api/auth/second-factor/confirm", json=shown, headers=who)

    for code in (phone.code(), recovery_codes[0]):
        answer = await client.post("/api/auth/login", json={**ben, "code": code})
        assert (answer.status_code, answer.json()["code"]) == (401, "wrong_code")
    assert (await login(client, recovery_codes[0])).status_code == HTTPStatus.OK
