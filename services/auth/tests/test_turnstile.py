"""What an API key opens at the gateway, and what it does not."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus

import httpx
import pytest
from machines import basic, bearer, claims_of, make_key, verify
from sqlalchemy import select

from auth.main import create_service
from auth.settings import AuthSettings
from auth.tables import api_keys
from chassis.testing import Simulation
from events import AuditRecorded, Event
from vocabulary import AuditAction, AuditOutcome

pytestmark = pytest.mark.real
Headers = dict[str, str]
Hear = Callable[[], Awaitable[list[Event]]]
Wait = Callable[[timedelta], None]
FROM = {"x-real-ip": "192.0.2.7", "user-agent": "my-bot/1.0"}


@pytest.fixture
async def key(client: httpx.AsyncClient, ada: Headers) -> Headers:
    return await make_key(client, ada)


async def test_a_key_is_turned_into_a_token(
    client: httpx.AsyncClient, ada: Headers, key: Headers, system: Simulation
) -> None:
    claims = claims_of(await bearer(client, key))

    async with system.database("auth").engine.connect() as connection:
        session_id = await connection.scalar(select(api_keys.c.session_id))
    owner = claims_of(ada)
    assert (claims["sub"], claims["account_id"]) == (owner["sub"], owner["account_id"])
    assert (claims["scope"], claims["roles"]) == ("read trade", ["trader"])
    assert claims["sid"] == str(session_id)
    assert claims["exp"] - claims["iat"] == 900
    assert (claims["auth_time"], claims["amr"]) == (0, [])


async def test_basic_authentication_does_as_well(client: httpx.AsyncClient, key: Headers) -> None:
    both = basic(":".join(key.values()))

    assert (
        claims_of(await bearer(client, both))["sid"] == claims_of(await bearer(client, key))["sid"]
    )


async def test_a_key_that_may_read_gives_a_token_that_may_read(
    client: httpx.AsyncClient, ada: Headers
) -> None:
    key = await make_key(client, ada, scopes=["read"])

    assert claims_of(await bearer(client, key))["scope"] == "read"


@pytest.mark.usefixtures("hear")
async def test_an_administrators_key_trades_and_does_not_administer(
    system: Simulation, settings: AuthSettings
) -> None:
    admin = {"email": "admin@outcry.local", "password": "an admin's password"}
    resident = {f"admin_{name}": value for name, value in admin.items()}
    service = create_service(AuthSettings.model_validate(settings.model_dump() | resident))
    client = await system.start(service)
    answer = (await client.post("/api/auth/login", json=admin)).json()
    key = await make_key(client, {"authorization": f"Bearer {answer['access_token']}"})

    assert answer["user"]["roles"] == ["admin", "trader"]
    assert claims_of(await bearer(client, key))["roles"] == ["trader"]


async def test_nothing_but_the_whole_key_opens(
    client: httpx.AsyncClient, ada: Headers, key: Headers
) -> None:
    key_id, secret = key.values()
    answers = [
        await client.get("/internal/verify", headers=headers)
        for headers in (
            {"apca-api-key-id": key_id},
            {"apca-api-secret-key": secret},
            {**key, "apca-api-secret-key": secret + "x"},
            {**key, "apca-api-secret-key": secret[:-1]},
            {**key, "apca-api-key-id": "OC" + "A" * 18},
            {**key, "apca-api-key-id": key_id.lower()},
            {**key, "apca-api-key-id": f"{key_id}\n"},
            {**key, "apca-api-key-id": "' or true --"},
            {"apca-api-key-id": secret, "apca-api-secret-key": key_id},
            {**key, **ada},
            {**key, **basic(f"{key_id}:{secret}")},
            {**key, "authorization": ""},
            basic(f"{key_id}{secret}"),
            basic(f"{secret}:{key_id}"),
            basic(f"{key_id}:{secret}:"),
            {"authorization": f"Basic {key_id}:{secret}"},
            {"authorization": "Basic ,"},
            {"authorization": "Basic /w=="},
            {"authorization": "Basic"},
            {"authorization": f"Bearer {secret}"},
        )
    ]

    assert {answer.status_code for answer in answers} == {HTTPStatus.UNAUTHORIZED}
    assert {answer.json()["code"] for answer in answers} == {"not_signed_in"}
    assert not any("x-access-token" in answer.headers for answer in answers)


async def test_it_is_not_said_what_is_wrong_with_a_key(
    client: httpx.AsyncClient, ada: Headers, key: Headers
) -> None:
    over = await make_key(client, ada)
    await client.delete(f"/api/auth/keys/{over['apca-api-key-id']}", headers=ada)
    unknown = {**key, "apca-api-key-id": "OC" + "A" * 18}
    wrong = {**key, "apca-api-secret-key": "outcry_" + "A" * 43}

    answers = [
        (await client.get("/internal/verify", headers=headers)).json()
        for headers in (over, unknown, wrong)
    ]
    assert len({answer.pop("correlation_id") for answer in answers}) == 3
    assert answers[0] == answers[1] == answers[2]


async def test_a_key_manages_nothing_and_sees_no_other_key(
    client: httpx.AsyncClient, ada: Headers, key: Headers
) -> None:
    await make_key(client, ada, name="another")
    machine = await bearer(client, key)
    document = (await client.get("/openapi.json")).json()
    guarded = [
        (method, path.replace("{key_id}", "OC" + "A" * 18).replace("{", "").replace("}", ""))
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if "security" in operation
    ]

    allowed = {("get", f"/api/auth/{what}") for what in ("me", "keys", "accounts")}
    assert allowed < set(guarded)
    for method, path in set(guarded) - allowed:
        answer = await client.request(method, path, headers=machine)
        assert answer.status_code == HTTPStatus.FORBIDDEN, (method, path)
    (shown,) = (await client.get("/api/auth/keys", headers=machine)).json()["items"]
    assert shown["key_id"] == key["apca-api-key-id"]


async def test_the_audit_trail_is_told_of_refused_keys_once_a_minute(
    client: httpx.AsyncClient, key: Headers, hear: Hear, wait: Wait
) -> None:
    refused = {**key, "apca-api-secret-key": "wrong", **FROM}
    await hear()

    async def refuse() -> None:
        for _ in range(3):
            await verify(client, refused)
            await verify(client, {**refused, "apca-api-key-id": "OC" + "A" * 18})

    async def heard() -> list[Event]:
        async with asyncio.timeout(60):
            while not (told := await hear()):  # noqa: ASYNC110  # it is told after the answer
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)
        return told + await hear()

    await refuse()
    (told,) = await heard()
    assert isinstance(told, AuditRecorded)
    assert (told.action, told.outcome) == (AuditAction.SIGN_IN, AuditOutcome.FAILED)
    assert told.detail == f"API key {key['apca-api-key-id']}: wrong secret"
    assert (told.address, told.user_agent) == (FROM["x-real-ip"], FROM["user-agent"])
    await refuse()
    await asyncio.sleep(0.1)
    assert await hear() == []
    wait(timedelta(minutes=1))
    await refuse()
    assert len(await heard()) == 1
