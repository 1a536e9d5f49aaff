"""Making API keys, listing them, and taking them away."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx
import pytest
from machines import claims_of
from sqlalchemy import delete, select

from auth.commands.api_keys import Creation, create_keys
from auth.credentials.api_keys import draw
from auth.domain.api_keys import Scope
from auth.tables import api_keys, users
from chassis.testing import Simulation
from chassis.tokens import Principal
from events import AuditRecorded, Event, SessionRevoked
from vocabulary import AccountId, AuditAction, AuditOutcome, RevocationReason, SessionId, UserId

pytestmark = pytest.mark.real
Headers = dict[str, str]
Hear = Callable[[], Awaitable[list[Event]]]
Wait = Callable[[timedelta], None]
PATH = "/api/auth/keys"
BOT = {"name": "my bot", "scopes": ["trade"]}
EVE = {"email": "eve@example.com", "password": "paper clip, red"}
FROM = {"x-real-ip": "192.0.2.7", "user-agent": "my-bot/1.0"}


async def made(client: httpx.AsyncClient, who: Headers, **wanted: object) -> dict[str, Any]:
    answer = await client.post(PATH, json={**BOT, **wanted}, headers=who)
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    return answer.json()


async def listed(client: httpx.AsyncClient, who: Headers) -> list[dict[str, Any]]:
    return (await client.get(PATH, headers=who)).json()["items"]


@pytest.fixture
async def eve(client: httpx.AsyncClient) -> Headers:
    answer = await client.post("/api/auth/register", json=EVE)
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


async def test_the_secret_is_shown_once_and_stored_nowhere(
    client: httpx.AsyncClient, system: Simulation, ada: Headers
) -> None:
    answer = await client.post(PATH, json=BOT, headers=ada)

    key = answer.json()
    secret = key.pop("secret")
    assert answer.headers["cache-control"] == "no-store"
    assert re.fullmatch(r"outcry_[A-Za-z0-9_-]{43}", secret)
    assert re.fullmatch(r"OC[A-Z2-7]{18}", key["key_id"])
    assert await listed(client, ada) == [key]
    async with system.database("auth").engine.connect() as connection:
        (row,) = await connection.execute(select(api_keys))
    assert secret not in repr(row)


async def test_a_key_is_what_was_asked_for(client: httpx.AsyncClient, ada: Headers) -> None:
    await made(client, ada, name="  my \t bot ", expires_at="2100-01-01T01:00:00+01:00")

    (key,) = await listed(client, ada)
    assert (key["name"], key["scopes"]) == ("my bot", ["read", "trade"])
    assert datetime.fromisoformat(key["expires_at"]) == datetime(2100, 1, 1, tzinfo=UTC)
    assert (key["last_used_at"], key["revoked_at"]) == (None, None)


FLAWS: list[dict[str, Any]] = [
    {"name": ""},
    {"name": "x" * 81},
    {"name": "\0"},
    {"scopes": []},
    {"scopes": ["admin"]},
    {"scopes": "trade"},
    {"expires_at": "2100-01-01T00:00:00"},
    {"expires_at": "9999-12-31T23:59:59-23:59"},
    {"expires_at": "soon"},
    {"account_id": str(UUID(int=1))},
]


async def test_a_flaw_is_named(client: httpx.AsyncClient, ada: Headers) -> None:
    for flaw in FLAWS:
        answer = await client.post(PATH, json={**BOT, **flaw}, headers=ada)

        (field,) = flaw
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, flaw
        assert answer.json()["errors"][0]["field"].startswith(f"body.{field}"), flaw
    assert await listed(client, ada) == []


async def test_a_key_cannot_be_over_before_it_is_made(
    client: httpx.AsyncClient, ada: Headers
) -> None:
    answer = await client.post(
        PATH, json={**BOT, "expires_at": "2001-01-01T00:00:00Z"}, headers=ada
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["code"] == "expiry_passed"


async def test_nobody_has_more_than_twenty_good_keys(
    client: httpx.AsyncClient, ada: Headers, wait: Wait
) -> None:
    ends = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    asked = [client.post(PATH, json={**BOT, "expires_at": ends}, headers=ada) for _ in range(25)]
    answers = await asyncio.gather(*asked)

    assert sorted(answer.status_code for answer in answers) == [201] * 20 + [409] * 5
    problem = next(one.json() for one in answers if one.status_code == HTTPStatus.CONFLICT)
    assert (problem["code"], problem["keys_max"]) == ("too_many_keys", 20)
    (key_id, *_) = [one["key_id"] for one in await listed(client, ada)]
    await client.delete(f"{PATH}/{key_id}", headers=ada)
    await made(client, ada)
    assert (await client.post(PATH, json=BOT, headers=ada)).status_code == HTTPStatus.CONFLICT
    wait(timedelta(minutes=2))
    await made(client, ada)  # all but one have expired


async def test_a_key_that_was_made_and_whose_answer_was_lost_is_made_once(
    client: httpx.AsyncClient, system: Simulation, ada: Headers, hear: Hear
) -> None:
    me = (await client.get("/api/auth/me", headers=ada)).json()
    session_id = SessionId(UUID(claims_of(ada)["sid"]))
    who = Principal(UserId(UUID(me["user_id"])), AccountId(UUID(me["account_id"])), session_id)
    key, _ = draw(who, "bot", {Scope.READ}, None, datetime.now(UTC))
    told = AuditRecorded(action=AuditAction.CREATE_API_KEY, outcome=AuditOutcome.SUCCEEDED)
    await hear()
    for _ in range(2):
        await system.running["auth"].commands.run(create_keys, Creation(who, key, told))

    assert [one["key_id"] for one in await listed(client, ada)] == [key.key_id]
    assert await hear() == [told]


@pytest.mark.usefixtures("hear")
async def test_making_a_key_needs_a_fresh_proof_and_taking_it_away_does_not(
    client: httpx.AsyncClient, ada: Headers, wait: Wait
) -> None:
    key = await made(client, ada)
    wait(timedelta(minutes=6))

    answer = await client.post(PATH, json=BOT, headers=ada)
    assert (answer.status_code, answer.json()["code"]) == (403, "step_up_required")
    assert (await client.delete(f"{PATH}/{key['key_id']}", headers=ada)).status_code == 204


async def test_the_audit_trail_is_told_of_keys_and_never_of_secrets(
    client: httpx.AsyncClient, ada: Headers, hear: Hear
) -> None:
    me = (await client.get("/api/auth/me", headers=ada)).json()
    await hear()
    key = await made(client, {**ada, **FROM})
    await client.delete(f"{PATH}/{key['key_id']}", headers={**ada, **FROM})

    creation, revocation = [one for one in await hear() if isinstance(one, AuditRecorded)]
    assert creation.action is AuditAction.CREATE_API_KEY
    assert creation.detail == f"API key {key['key_id']} read trade"
    assert revocation.action is AuditAction.REVOKE_API_KEY
    assert revocation.detail == f"API key {key['key_id']}"
    for told in (creation, revocation):
        assert str(told.user_id) == me["user_id"]
        assert (told.address, told.user_agent) == (FROM["x-real-ip"], FROM["user-agent"])
        assert told.outcome is AuditOutcome.SUCCEEDED
        assert key["secret"] not in told.model_dump_json()


async def test_a_key_that_is_taken_away_closes_its_connections_once(
    client: httpx.AsyncClient, system: Simulation, ada: Headers, hear: Hear
) -> None:
    key = await made(client, ada)
    async with system.database("auth").engine.connect() as connection:
        session_id = await connection.scalar(select(api_keys.c.session_id))
    await hear()
    for _ in range(2):
        answer = await client.delete(f"{PATH}/{key['key_id']}", headers=ada)
        assert answer.status_code == HTTPStatus.NO_CONTENT

    (ended,) = [one for one in await hear() if isinstance(one, SessionRevoked)]
    assert (ended.session_id, ended.reason) == (session_id, RevocationReason.REVOKED)
    (shown,) = await listed(client, ada)
    assert shown["revoked_at"] is not None


@pytest.mark.usefixtures("hear")
async def test_keys_of_others_do_not_exist(
    client: httpx.AsyncClient, ada: Headers, eve: Headers
) -> None:
    key = await made(client, ada)

    assert await listed(client, eve) == []
    for key_id, status in ((key["key_id"], 404), ("OC" + "A" * 18, 404), ("nonsense", 422)):
        assert (await client.delete(f"{PATH}/{key_id}", headers=eve)).status_code == status
    (shown,) = await listed(client, ada)
    assert shown["revoked_at"] is None


@pytest.mark.usefixtures("hear")
async def test_good_keys_are_listed_first(
    client: httpx.AsyncClient, ada: Headers, wait: Wait
) -> None:
    for name in ("oldest", "revoked", "newest"):
        key = await made(client, ada, name=name)
        if name == "revoked":
            await client.delete(f"{PATH}/{key['key_id']}", headers=ada)
        wait(timedelta(seconds=1))

    assert [one["name"] for one in await listed(client, ada)] == ["newest", "oldest", "revoked"]


async def test_who_has_left_cannot_make_a_key(
    client: httpx.AsyncClient, system: Simulation, ada: Headers
) -> None:
    async with system.database("auth").transaction() as tx:
        await tx.connection.execute(delete(users))

    assert (await client.post(PATH, json=BOT, headers=ada)).status_code == HTTPStatus.UNAUTHORIZED
