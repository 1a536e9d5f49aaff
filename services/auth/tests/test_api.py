"""Signing up, signing in, and who is told what."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx
import jwt
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import delete, select, update

from auth.tables import users
from bus.interface import Delivery, Subscription
from chassis.testing import Simulation, sign_in, some_account
from events import UserRegistered

Wait = Callable[[timedelta], None]
pytestmark = pytest.mark.real
BEN = {"email": "ben@example.com", "password": "battery staple", "display_name": "Ben"}
LOGIN = {"email": BEN["email"], "password": BEN["password"]}


async def test_who_registers_is_signed_in(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/auth/register", json=BEN)

    body = answer.json()
    assert answer.status_code == HTTPStatus.CREATED
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 900)
    assert body["user"]["email"] == "ben@example.com"
    assert body["user"]["roles"] == ["trader"]
    bearer = {"authorization": f"Bearer {body['access_token']}"}
    assert (await client.get("/api/auth/me", headers=bearer)).json() == body["user"]


async def test_everybody_is_told_of_a_new_user(
    client: httpx.AsyncClient, system: Simulation
) -> None:
    heard: list[Delivery] = []
    reader = Subscription("portfolio.accounts", frozenset({UserRegistered.name}), 0, 1)
    async with system.bus.listening(reader, heard.append):
        body = (await client.post("/api/auth/register", json=BEN)).json()
        await system.settle()

    (told,) = [envelope.data for one in heard for envelope in one.envelopes]
    assert told == UserRegistered(
        user_id=body["user"]["user_id"],
        account_id=body["user"]["account_id"],
        display_name="Ben",
    )


async def test_the_access_token_says_what_the_services_need(client: httpx.AsyncClient) -> None:
    body = (await client.post("/api/auth/register", json=BEN)).json()

    claims = jwt.decode(body["access_token"], options={"verify_signature": False})
    header = jwt.get_unverified_header(body["access_token"])
    assert (header["alg"], header["typ"]) == ("ES256", "at+jwt")
    assert (claims["iss"], claims["aud"]) == ("outcry", "outcry")
    assert claims["sub"] == body["user"]["user_id"]
    assert claims["account_id"] == body["user"]["account_id"]
    assert (claims["roles"], claims["scope"]) == (["trader"], "read trade")
    assert claims["exp"] - claims["iat"] == 900
    assert UUID(claims["sid"]).version == 7


async def test_a_name_and_an_email_are_put_in_order(client: httpx.AsyncClient) -> None:
    wanted = {**BEN, "email": "  Ben@Example.COM ", "display_name": " Ben \t Bitdiddle "}

    user = (await client.post("/api/auth/register", json=wanted)).json()["user"]

    assert (user["email"], user["display_name"]) == ("ben@example.com", "Ben Bitdiddle")


async def test_who_gives_no_name_is_called_after_the_email(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/auth/register", json=LOGIN)

    assert answer.json()["user"]["display_name"] == "ben"


async def test_an_email_is_taken_whatever_its_case(
    client: httpx.AsyncClient, ada: dict[str, str]
) -> None:
    answer = await client.post("/api/auth/register", json={**BEN, "email": "ADA@example.com"})

    assert answer.status_code == HTTPStatus.CONFLICT
    assert answer.json()["code"] == "email_taken"


async def test_of_many_who_want_one_email_one_gets_it(
    client: httpx.AsyncClient, system: Simulation
) -> None:
    answers = await asyncio.gather(*(client.post("/api/auth/register", json=BEN) for _ in range(8)))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    async with system.database("auth").engine.connect() as connection:
        assert len((await connection.execute(select(users))).all()) == 1


FLAWS: list[tuple[str, dict[str, Any]]] = [
    ("email", {"email": "ben"}),
    ("email", {"email": "b" * 300 + "@example.com"}),
    ("email", {"email": None}),
    ("email", {"email": "ben\0@example.com"}),
    ("password", {"password": "1234567"}),
    ("password", {"password": "x" * 129}),
    ("password", {"password": "x" * 60_000}),
    ("password", {"password": 12345678}),
    ("password", {"password": "\ud800 is half a character"}),
    ("display_name", {"display_name": "\0"}),
    ("display_name", {"display_name": "\ud800"}),
    ("display_name", {"display_name": "x" * 81}),
    ("display_name", {"display_name": ["Ben"]}),
    ("roles", {"roles": ["admin"]}),
    ("account_id", {"account_id": str(UUID(int=1))}),
]


async def test_a_flaw_is_named_and_the_password_never_repeated(client: httpx.AsyncClient) -> None:
    as_json = {"content-type": "application/json"}
    for field, flaw in FLAWS:
        body = json.dumps({**BEN, **flaw})  # httpx itself would not send half a character
        answer = await client.post("/api/auth/register", content=body, headers=as_json)

        problem = answer.json()
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, flaw
        assert problem["code"] == "validation_failed"
        assert [one["field"] for one in problem["errors"]] == [f"body.{field}"]
        assert str(flaw.get("password", BEN["password"])) not in answer.text


async def test_what_is_not_json_is_refused(client: httpx.AsyncClient) -> None:
    as_json = {"content-type": "application/json"}
    for body in ("", "{", "[]", "null", '{"email":', "\u00e9"):
        answer = await client.post("/api/auth/login", content=body, headers=as_json)
        assert answer.status_code in {400, 422}, body


async def test_a_form_of_another_site_cannot_sign_anybody_in(client: httpx.AsyncClient) -> None:
    """A page elsewhere can send a form or plain text without being asked for permission."""
    await client.post("/api/auth/register", json=BEN)
    text = '{"email":"ben@example.com","password":"battery staple"}'

    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        answer = await client.post("/api/auth/login", content=text, headers={"content-type": kind})
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_who_knows_the_password_is_signed_in(client: httpx.AsyncClient) -> None:
    registered = (await client.post("/api/auth/register", json=BEN)).json()

    answer = await client.post("/api/auth/login", json={**LOGIN, "email": "BEN@example.com"})

    assert answer.status_code == HTTPStatus.OK
    assert answer.json()["user"] == registered["user"]
    assert answer.headers["cache-control"] == "no-store"


async def test_a_weak_hash_is_replaced_at_the_next_login(
    client: httpx.AsyncClient, system: Simulation
) -> None:
    await client.post("/api/auth/register", json=BEN)
    weak = PasswordHash((Argon2Hasher(1, 1024, 1),)).hash(BEN["password"])
    async with system.database("auth").transaction() as tx:
        await tx.connection.execute(update(users).values(password_hash=weak))

    assert (await client.post("/api/auth/login", json=LOGIN)).status_code == HTTPStatus.OK
    async with system.database("auth").engine.connect() as connection:
        stored = await connection.scalar(select(users.c.password_hash))
    assert str(stored).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert (await client.post("/api/auth/login", json=LOGIN)).status_code == HTTPStatus.OK


async def test_who_was_deleted_is_not_found(
    client: httpx.AsyncClient, system: Simulation, ada: dict[str, str]
) -> None:
    async with system.database("auth").transaction() as tx:
        await tx.connection.execute(delete(users))

    assert (await client.get("/api/auth/me", headers=ada)).status_code == HTTPStatus.NOT_FOUND
    assert (await client.post("/api/auth/refresh")).status_code == HTTPStatus.UNAUTHORIZED


async def test_a_wrong_password_and_an_unknown_email_look_the_same(
    client: httpx.AsyncClient,
) -> None:
    await client.post("/api/auth/register", json=BEN)

    wrong = await client.post("/api/auth/login", json={**LOGIN, "password": "battery stable"})
    unknown = await client.post("/api/auth/login", json={**LOGIN, "email": "eve@example.com"})

    ignored = {"correlation_id"}
    assert wrong.status_code == unknown.status_code == HTTPStatus.UNAUTHORIZED
    assert wrong.json()["code"] == "wrong_credentials"
    assert {key: one for key, one in wrong.json().items() if key not in ignored} == {
        key: one for key, one in unknown.json().items() if key not in ignored
    }
    assert "set-cookie" not in wrong.headers


async def test_strangers_get_in_nowhere(client: httpx.AsyncClient) -> None:
    for path in ("/api/auth/me", "/internal/verify"):
        for token in ("", "Bearer", "Bearer ", "Bearer forged", "Basic YTpi"):
            answer = await client.get(path, headers={"authorization": token})
            assert answer.status_code == HTTPStatus.UNAUTHORIZED, token
            assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_token_of_another_issuer_is_refused(client: httpx.AsyncClient) -> None:
    foreign = sign_in(some_account())  # signed with a key that is not on this ring

    assert (await client.get("/api/auth/me", headers=foreign)).status_code == 401


async def test_a_token_expires(client: httpx.AsyncClient, ada: dict[str, str], wait: Wait) -> None:
    wait(timedelta(seconds=899))
    assert (await client.get("/internal/verify", headers=ada)).status_code == HTTPStatus.OK
    wait(timedelta(seconds=1))
    assert (await client.get("/internal/verify", headers=ada)).status_code == 401


async def test_the_gateway_is_told_who_is_calling(
    client: httpx.AsyncClient, ada: dict[str, str]
) -> None:
    me = (await client.get("/api/auth/me", headers=ada)).json()
    answer = await client.get("/internal/verify", headers=ada)

    assert answer.headers["x-user-id"] == me["user_id"]
    assert answer.headers["x-account-id"] == me["account_id"]
    assert answer.content == b""
