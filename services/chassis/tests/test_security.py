"""Endpoints let in who they ask for: anybody signed in, who may trade, administrators."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from time import time
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from jwt import PyJWK
from starlette.types import Receive, Scope, Send

from chassis import security
from chassis.errors import NotSignedIn, add_error_pages
from chassis.jwks import KnownKeys
from chassis.security import (
    FRESH_SECONDS,
    Admin,
    Caller,
    Fresh,
    Person,
    SignedIn,
    TokenVerifier,
    Trading,
)
from chassis.testing import known_keys, sign_in, some_account, token_for
from chassis.tokens import ACCESS_SECONDS, Principal, check
from vocabulary import Role

ACCOUNT = some_account()
WHO: dict[str, Callable[[], dict[str, str]]] = {
    "trader": lambda: sign_in(ACCOUNT),
    "reader": lambda: sign_in(some_account(), scopes="read"),
    "admin": lambda: sign_in(some_account(), "trader", "admin", scopes="read"),
    "nobody": dict,
}
"""Signed in when the test comes to it: a token lasts for minutes, a run of all tests for longer."""


def an_app() -> FastAPI:
    app = FastAPI()
    add_error_pages(app)

    @app.get("/see")
    async def see(who: SignedIn) -> str:  # pyright: ignore[reportUnusedFunction]
        return str(who.account_id)

    @app.get("/trade")
    async def trade(who: Trading) -> str:  # pyright: ignore[reportUnusedFunction]
        return str(who.account_id)

    @app.get("/rule")
    async def rule(who: Admin) -> str:  # pyright: ignore[reportUnusedFunction]
        return str(who.account_id)

    @app.get("/settle-in")
    async def settle_in(who: Person) -> str:  # pyright: ignore[reportUnusedFunction]
        return str(who.account_id)

    @app.get("/dare")
    async def dare(who: Fresh) -> str:  # pyright: ignore[reportUnusedFunction]
        return str(who.account_id)

    return app


@pytest.fixture
async def client() -> AsyncGenerator[httpx.AsyncClient]:
    app, tokens = an_app(), TokenVerifier(known_keys())

    async def with_state(scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"] = {"tokens": tokens}
        await app(scope, receive, send)

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(with_state), base_url="http://test"
    ) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "who", "status"),
    [
        ("/see", "trader", 200), ("/see", "reader", 200), ("/see", "admin", 200),
        ("/see", "nobody", 401),
        ("/trade", "trader", 200), ("/trade", "reader", 403), ("/trade", "admin", 403),
        ("/trade", "nobody", 401),
        ("/rule", "trader", 403), ("/rule", "reader", 403), ("/rule", "admin", 200),
        ("/rule", "nobody", 401),
    ],
)  # fmt: skip
async def test_each_endpoint_lets_in_who_it_asks_for(
    client: httpx.AsyncClient, path: str, who: str, status: int
) -> None:
    assert (await client.get(path, headers=WHO[who]())).status_code == status


@pytest.mark.parametrize(
    ("signed_in_before", "path", "refusal"),
    [
        (None, "/settle-in", "person_required"), (None, "/dare", "step_up_required"),
        (0, "/settle-in", ""), (0, "/dare", ""),
        (FRESH_SECONDS - 60, "/settle-in", ""), (FRESH_SECONDS - 60, "/dare", ""),
        (FRESH_SECONDS + 60, "/settle-in", ""), (FRESH_SECONDS + 60, "/dare", "step_up_required"),
    ],
)  # fmt: skip
async def test_some_things_only_a_person_may_do_and_some_only_right_after_signing_in(
    client: httpx.AsyncClient, signed_in_before: int | None, path: str, refusal: str
) -> None:
    when = 0 if signed_in_before is None else int(time()) - signed_in_before
    bearer = {"authorization": f"Bearer {token_for(ACCOUNT, authenticated_at=when)}"}

    answer = await client.get(path, headers=bearer)

    expected = (HTTPStatus.FORBIDDEN, refusal) if refusal else (HTTPStatus.OK, None)
    body = answer.json()
    assert (answer.status_code, body["code"] if refusal else None) == expected


@pytest.mark.parametrize(
    ("path", "caller"),
    [
        ("/trade", Caller(scope="trade")), ("/rule", Caller(role=Role.ADMIN)),
        ("/settle-in", Caller(person=True)), ("/dare", Caller(fresh=True)),
    ],
)  # fmt: skip
async def test_who_is_refused_is_told_what_the_documentation_says(
    client: httpx.AsyncClient, path: str, caller: Caller
) -> None:
    ((refusal, reason),) = caller.demands()

    answer = await client.get(path, headers=WHO["reader"]())

    assert (answer.json()["code"], answer.json()["detail"]) == (refusal.code, reason)


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer  x", "Basic eDp5", "bearer,x", "Token x", "\xe9"]
)
async def test_a_header_that_is_no_bearer_token_is_refused(
    client: httpx.AsyncClient, header: str
) -> None:
    answer = await client.get("/see", headers={b"authorization": header.encode("latin-1")})

    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer.json()["code"] == "not_signed_in"


async def test_the_scheme_may_be_written_in_small_letters(client: httpx.AsyncClient) -> None:
    headers = {"authorization": f"bearer {token_for(ACCOUNT)}"}

    assert (await client.get("/see", headers=headers)).json() == str(ACCOUNT)


def test_the_documentation_says_which_endpoints_need_a_token() -> None:
    document: dict[str, Any] = an_app().openapi()

    (scheme,) = document["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"], scheme["bearerFormat"]) == ("http", "bearer", "JWT")
    assert all(document["paths"][path]["get"]["security"] for path in ("/see", "/trade", "/rule"))


@dataclass
class ChangingKeys:
    """Those of a service that renews them when told to."""

    known: KnownKeys | None = field(default_factory=known_keys)

    async def find(self, kid: str) -> PyJWK | None:
        return await self.known.find(kid) if self.known else None


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tokens whose signature was checked."""
    seen: list[str] = []

    def noting(token: str, key: PyJWK, now: float) -> tuple[Principal, int]:
        seen.append(token)
        return check(token, key, now)

    monkeypatch.setattr(security, "check", noting)
    return seen


async def test_a_token_is_checked_once_and_again_when_the_key_is_another(
    checked: list[str],
) -> None:
    keys = ChangingKeys()
    verifier = TokenVerifier(keys)
    token = token_for(ACCOUNT)
    for _ in range(100):
        await verifier.verify(token)
    assert len(checked) == 1

    keys.known = known_keys()
    await verifier.verify(token)
    assert len(checked) == 2


async def test_a_token_ends_with_its_key() -> None:
    keys = ChangingKeys()
    verifier = TokenVerifier(keys)
    token = token_for(ACCOUNT)
    await verifier.verify(token)

    keys.known = None  # it was withdrawn

    with pytest.raises(NotSignedIn):
        await verifier.verify(token)


async def test_a_token_that_was_checked_expires_all_the_same() -> None:
    now = time()
    verifier = TokenVerifier(known_keys(), lambda: now)
    token = token_for(ACCOUNT)
    await verifier.verify(token)

    now += ACCESS_SECONDS

    with pytest.raises(NotSignedIn):
        await verifier.verify(token)


async def test_a_bounded_number_of_tokens_is_remembered(
    monkeypatch: pytest.MonkeyPatch, checked: list[str]
) -> None:
    monkeypatch.setattr(security, "REMEMBERED_MAX", 3)
    verifier = TokenVerifier(known_keys())
    tokens = [token_for(ACCOUNT) for _ in range(4)]
    for token in tokens:
        await verifier.verify(token)
    assert len(checked) == 4

    for token in tokens[1:]:
        await verifier.verify(token)
    assert len(checked) == 4
    await verifier.verify(tokens[0])
    assert len(checked) == 5
