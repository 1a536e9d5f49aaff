"""Proving again who one is, before what is dangerous."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from authenticator import Phone, bearer, claims
from two_steps import step_up

from events import AuditRecorded, Event
from vocabulary import AuditAction, AuditOutcome

Wait = Callable[[timedelta], None]
Hear = Callable[[], Awaitable[list[Event]]]
Clock = Callable[[], datetime]
Bearer = dict[str, str]
pytestmark = pytest.mark.real
PASSWORD = "correct horse"  # noqa: S105  # Ada's
WRONG = "battery staple"
FRESH = timedelta(minutes=5)
SECOND = timedelta(seconds=1)
CHANGE = {"current_password": PASSWORD, "new_password": "a better horse"}
DANGEROUS: list[tuple[str, str, dict[str, Any] | None]] = [
    ("POST", "/api/auth/second-factor", None),
    ("POST", "/api/auth/second-factor/recovery-codes", None),
    ("DELETE", "/api/auth/second-factor", None),
    ("POST", "/api/auth/password", CHANGE),
    ("POST", "/api/auth/keys", {"name": "my bot", "scopes": ["trade"]}),
]


async def refused(
    client: httpx.AsyncClient, who: Bearer, method: str, path: str, body: dict[str, Any] | None
) -> bool:
    answer = await client.request(method, path, json=body, headers=who)
    return answer.status_code == HTTPStatus.FORBIDDEN and answer.json()["code"] == (
        "step_up_required"
    )


@pytest.mark.parametrize(("method", "path", "body"), DANGEROUS)
async def test_what_is_dangerous_asks_for_a_proof_that_is_fresh(
    *,
    client: httpx.AsyncClient,
    ada: Bearer,
    wait: Wait,
    method: str,
    path: str,
    body: dict[str, Any] | None,
) -> None:
    wait(FRESH + SECOND)
    refreshed = bearer(await client.post("/api/auth/refresh"))
    proven = bearer(await step_up(client, ada, password=PASSWORD))

    assert await refused(client, ada, method, path, body)
    assert await refused(client, refreshed, method, path, body)
    assert not await refused(client, proven, method, path, body)


@pytest.mark.parametrize(("method", "path", "body"), DANGEROUS)
async def test_a_token_from_before_the_second_factor_opens_nothing_dangerous(
    *,
    client: httpx.AsyncClient,
    ada: Bearer,
    phone: Phone,
    method: str,
    path: str,
    body: dict[str, Any] | None,
) -> None:
    proven = bearer(await step_up(client, ada, code=phone.code()))

    assert await refused(client, ada, method, path, body)
    assert not await refused(client, proven, method, path, body)


async def test_the_proof_is_the_sessions_from_then_on(
    client: httpx.AsyncClient, ada: Bearer, wait: Wait, clock: Clock
) -> None:
    signed_in = claims(ada)["auth_time"]
    wait(FRESH)
    answer = await step_up(client, ada, password=PASSWORD)

    proven = claims(bearer(answer))
    assert signed_in + 300 == proven["auth_time"] == int(clock().timestamp())
    assert proven["sid"] == claims(ada)["sid"]
    assert (answer.headers["cache-control"], "set-cookie" in answer.headers) == ("no-store", False)
    wait(SECOND)
    refreshed = claims(bearer(await client.post("/api/auth/refresh")))
    assert (refreshed["auth_time"], refreshed["iat"]) == (proven["auth_time"], proven["iat"] + 1)


async def test_who_has_a_second_factor_has_to_show_it(
    client: httpx.AsyncClient, ada: Bearer, phone: Phone, recovery_codes: list[str]
) -> None:
    password = await step_up(client, ada, password=PASSWORD)
    wrong = await step_up(client, ada, code=phone.wrong_code())
    app = await step_up(client, ada, code=phone.code())
    again = await step_up(client, ada, code=phone.code())
    recovery = await step_up(client, ada, code=recovery_codes[0])

    assert (password.status_code, password.json()["code"]) == (403, "second_factor_required")
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_code")
    assert (again.status_code, again.json()["code"]) == (403, "wrong_code")
    assert [claims(bearer(one))["amr"] for one in (app, recovery)] == [["pwd", "otp"]] * 2


async def test_who_has_none_shows_the_password(client: httpx.AsyncClient, ada: Bearer) -> None:
    code = await step_up(client, ada, code="123456")
    wrong = await step_up(client, ada, password=WRONG)
    right = await step_up(client, ada, password=PASSWORD)

    assert (code.status_code, code.json()["code"]) == (403, "password_required")
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_password")
    assert claims(bearer(right))["amr"] == ["pwd"]


async def test_one_thing_is_shown(client: httpx.AsyncClient, ada: Bearer) -> None:
    for shown in ({}, {"password": PASSWORD, "code": "123456"}, {"password": None, "code": None}):
        answer = await step_up(client, ada, **shown)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert PASSWORD not in answer.text


async def test_every_attempt_is_told(
    client: httpx.AsyncClient, ada: Bearer, phone: Phone, hear: Hear
) -> None:
    await hear()
    for shown in ({"password": WRONG}, {"password": PASSWORD}, {"code": phone.code()}):
        await step_up(client, ada, **shown)

    told = [one for one in await hear() if isinstance(one, AuditRecorded)]
    assert {one.action for one in told} == {AuditAction.STEP_UP}
    assert [(one.outcome, one.detail) for one in told] == [
        (AuditOutcome.FAILED, "wrong password"),
        (AuditOutcome.FAILED, "a code of the second factor is needed"),
        (AuditOutcome.SUCCEEDED, "with a code of the app"),
    ]
    assert {str(one.session_id) for one in told} == {claims(ada)["sid"]}


async def test_a_session_that_is_over_proves_nothing(
    client: httpx.AsyncClient, ada: Bearer, clock: Clock
) -> None:
    """Its token is good for some moments more."""
    begun = await client.post("/api/auth/second-factor", headers=ada)
    shown = {"code": Phone(begun.json()["uri"], clock).code()}
    await client.post("/api/auth/logout")

    proven = await step_up(client, ada, password=PASSWORD)
    confirmed = await client.post("/api/auth/second-factor/confirm", json=shown, headers=ada)

    for answer in (proven, confirmed):
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize("kind", ["app", "recovery"])
async def test_of_a_hundred_submits_of_one_code_one_is_granted(
    client: httpx.AsyncClient, ada: Bearer, phone: Phone, recovery_codes: list[str], kind: str
) -> None:
    code = phone.code() if kind == "app" else recovery_codes[0]

    answers = await asyncio.gather(*(step_up(client, ada, code=code) for _ in range(100)))

    granted = [answer for answer in answers if answer.status_code == HTTPStatus.OK]
    assert len(granted) == 1
    assert {answer.status_code for answer in answers} - {200} <= {403, 429}
