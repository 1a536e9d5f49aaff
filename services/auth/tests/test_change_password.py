"""Choosing another password."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from authenticator import Phone, bearer, claims

from events import AuditRecorded, Event, SessionRevoked
from vocabulary import AuditAction, AuditOutcome, RevocationReason

Hear = Callable[[], Awaitable[list[Event]]]
Bearer = dict[str, str]
pytestmark = pytest.mark.real
OLD, NEW = "correct horse", "a better horse"


async def login(client: httpx.AsyncClient, password: str, **more: str) -> httpx.Response:
    claim = {"email": "ada@example.com", "password": password, **more}
    return await client.post("/api/auth/login", json=claim)


async def change(
    client: httpx.AsyncClient, who: Bearer, current: str = OLD, new: object = NEW
) -> httpx.Response:
    body = {"current_password": current, "new_password": new}
    return await client.post("/api/auth/password", json=body, headers=who)


async def test_the_new_password_signs_in_and_the_old_one_does_not(
    client: httpx.AsyncClient, ada: Bearer
) -> None:
    assert (await change(client, ada)).status_code == HTTPStatus.NO_CONTENT

    assert (await login(client, OLD)).status_code == HTTPStatus.UNAUTHORIZED
    assert (await login(client, NEW)).status_code == HTTPStatus.OK


async def test_all_other_sessions_end(client: httpx.AsyncClient, ada: Bearer, hear: Hear) -> None:
    own = client.cookies["refresh"]
    elsewhere = bearer(await login(client, OLD))
    ben = {"email": "ben@example.com", "password": "battery staple"}
    await client.post("/api/auth/register", json=ben)
    bens = client.cookies["refresh"]
    await hear()

    await change(client, ada)

    said = await hear()
    ended = [one for one in said if isinstance(one, SessionRevoked)]
    assert [(str(one.session_id), one.reason) for one in ended] == [
        (claims(elsewhere)["sid"], RevocationReason.CREDENTIALS_CHANGED)
    ]
    told = [one for one in said if isinstance(one, AuditRecorded)]
    assert [(one.action, one.outcome) for one in told] == [
        (AuditAction.CHANGE_PASSWORD, AuditOutcome.SUCCEEDED)
    ]
    for cookie in (own, bens):
        client.cookies.clear()
        header = {"cookie": f"refresh={cookie}"}
        answer = await client.post("/api/auth/refresh", headers=header)
        assert answer.status_code == HTTPStatus.OK


async def test_an_api_key_stays_good(client: httpx.AsyncClient, ada: Bearer) -> None:
    wanted = {"name": "my bot", "scopes": ["read"]}
    key = (await client.post("/api/auth/keys", json=wanted, headers=ada)).json()

    await change(client, ada)

    shown = {"apca-api-key-id": key["key_id"], "apca-api-secret-key": key["secret"]}
    answer = await client.get("/internal/verify", headers=shown)
    assert answer.status_code == HTTPStatus.OK


async def test_who_does_not_know_the_password_changes_nothing(
    client: httpx.AsyncClient, ada: Bearer, hear: Hear
) -> None:
    await login(client, OLD)
    await hear()

    answer = await change(client, ada, current="battery staple")

    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_password")
    (told,) = await hear()
    assert isinstance(told, AuditRecorded)
    assert (told.action, told.outcome) == (AuditAction.CHANGE_PASSWORD, AuditOutcome.FAILED)
    assert (await login(client, OLD)).status_code == HTTPStatus.OK


@pytest.mark.parametrize("new", ["1234567", "x" * 129, "", "\0" * 5, 12345678, None])
async def test_a_new_password_follows_the_rules_of_a_first_one(
    client: httpx.AsyncClient, ada: Bearer, new: object
) -> None:
    answer = await change(client, ada, new=new)

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")
    assert [one["field"] for one in answer.json()["errors"]] == ["body.new_password"]


async def test_a_password_may_be_written_in_two_ways(
    client: httpx.AsyncClient, ada: Bearer
) -> None:
    """One keyboard sends an accent by itself, another together with its letter."""
    await change(client, ada, new="un cafe\u0301 noir")

    assert (await login(client, "un caf\u00e9 noir")).status_code == HTTPStatus.OK


async def test_the_second_factor_stays(
    client: httpx.AsyncClient, ada: Bearer, phone: Phone
) -> None:
    shown: dict[str, Any] = {"code": phone.code()}
    proven = bearer(await client.post("/api/auth/step-up", json=shown, headers=ada))

    assert (await change(client, proven)).status_code == HTTPStatus.NO_CONTENT

    assert (await login(client, NEW)).json()["code"] == "second_factor_required"
    assert (await login(client, NEW, code=phone.code(1))).status_code == HTTPStatus.OK
