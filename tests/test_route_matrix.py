"""Every route there is, asked by everybody who has no business there.

The routes are read from the services' own OpenAPI documents, so a new one is tried the day it is
written; one that needs no token, or names an object that this file does not know, fails here.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
from bench.stack import Stack
from proving.forgery import forgeries, signing_key

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]
AREAS = {
    "auth": "AUTH",
    "market": "MARKET_DATA",
    "orders": "ORDER",
    "risk": "RISK",
    "portfolio": "PORTFOLIO",
    "analytics": "ANALYTICS",
    "stream": "STREAM",
}
PASSWORD = "correct horse battery"  # noqa: S105  # of nobody but these tests' own users
PUBLIC = {
    "GET /api/auth/jwks",
    "POST /api/auth/register",
    "POST /api/auth/login",
    "POST /api/auth/refresh",
    "POST /api/auth/logout",
}
"""How one comes to have a token, how one checks it, and how to be rid of one's cookie."""
READING = {"POST /api/stream/ticket", "POST /api/risk/estimate"}
"""What changes nothing although it is no GET."""
BODIES = {
    "PATCH /api/portfolio/accounts/{account_id}": {"name": "Mine"},
    "POST /api/portfolio/accounts/{account_id}/deposits": {"amount": "1"},
    "POST /api/portfolio/accounts/{account_id}/withdrawals": {"amount": "1"},
}
"""What is sent where an empty object is refused before anybody asks whose the account is."""
LIMIT_ORDER = {
    "symbol": "IBM",
    "side": "buy",
    "type": "limit",
    "quantity": "1",
    "limit_price": "1.00",
}


@dataclass(frozen=True)
class Route:
    """One operation of one service."""

    area: str
    method: str
    path: str
    protected: bool

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def for_admins(self) -> bool:
        return "/admin/" in f"{self.path}/" or self.path == "/api/analytics/audit"

    def filled(self, objects: dict[str, str]) -> str:
        """Its path, with the objects that it names."""
        path = self.path
        for name, value in objects.items():
            path = path.replace(f"{{{name}}}", value)
        assert "{" not in path, f"{self.name} names an object that this file does not know"
        return path


@dataclass(frozen=True)
class Person:
    """Somebody with objects of their own."""

    token: str
    objects: dict[str, str]

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}


@pytest.fixture
async def http(target: Stack) -> AsyncGenerator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=target.origin, timeout=60) as client:
        yield client


async def routes(http: httpx.AsyncClient) -> list[Route]:
    found: list[Route] = []
    for area in AREAS:
        document = (await http.get(f"/api/{area}/openapi.json")).raise_for_status().json()
        for path, item in document["paths"].items():
            for method, operation in item.items():
                found.append(Route(area, method.upper(), path, bool(operation.get("security"))))
    assert len(found) > 40
    return found


async def newcomer(http: httpx.AsyncClient) -> Person:
    """Somebody who has just signed up, and has one object of each kind."""
    who = {"email": f"matrix-{uuid4().hex}@example.com", "password": PASSWORD}
    token = (await http.post("/api/auth/register", json=who)).json()["access_token"]
    headers = {"authorization": f"Bearer {token}"}
    order = await http.post("/api/orders", json=LIMIT_ORDER, headers=headers)
    key = await http.post("/api/auth/keys", json={"name": "b", "scopes": ["read"]}, headers=headers)
    devices = (await http.get("/api/auth/sessions", headers=headers)).json()["items"]
    account_id = (await http.get("/api/auth/me", headers=headers)).json()["account_id"]
    objects = {
        "account_id": account_id,
        "transfer_id": str(uuid4()),
        "winding_id": str(uuid4()),
        "order_id": order.json()["order_id"],
        "key_id": key.json()["key_id"],
        "session_id": devices[0]["session_id"],
    }
    http.headers["x-secret"] = key.json()["secret"]
    return Person(token, objects)


def anything(person: Person) -> dict[str, str]:
    """A value for every name in a path; objects are the person's own."""
    names = {"symbol": "IBM", "user_id": str(uuid4()), "position": "1", "kid": "x"}
    names |= {"scope": "account", "name": str(uuid4())}
    return names | {"alert_id": str(uuid4())} | person.objects  # alerts are named by their owners


async def test_what_needs_no_token_is_known_and_short(http: httpx.AsyncClient) -> None:
    assert {route.name for route in await routes(http) if not route.protected} == PUBLIC


async def test_nobody_gets_in_with_a_token_that_is_not_ours(
    target: Stack, http: httpx.AsyncClient
) -> None:
    """Neither through the gateway nor past it, at the services themselves."""
    person = await newcomer(http)
    key = await signing_key(target, person.token)
    bad = forgeries(key, person.token)
    assert (await http.get("/api/auth/me", headers=person.headers)).status_code == 200

    async def refused(route: Route, origin: str, wrong: str) -> None:
        headers = {"authorization": f"Bearer {bad[wrong]}"} if bad[wrong] else {}
        url = origin + route.filled(anything(person))
        answer = await http.request(route.method, url, headers=headers, json=_body(route))
        outcome = (answer.status_code, answer.json().get("code"))
        assert outcome == (401, "not_signed_in"), f"{wrong}: {origin} {route.name}: {outcome}"

    for route in await routes(http):
        if route.protected:
            inside = f"http://127.0.0.1:{target.value(f'{AREAS[route.area]}_PORT')}"
            origins = (target.origin, inside)
            await asyncio.gather(*(refused(route, one, wrong) for one in origins for wrong in bad))


async def test_what_is_somebody_elses_is_not_there(http: httpx.AsyncClient) -> None:
    ada, bob = await newcomer(http), await newcomer(http)
    tried = 0
    for route in await routes(http):
        if route.for_admins or not any(f"{{{name}}}" in route.path for name in ada.objects):
            continue
        tried += 1
        answer = await http.request(
            route.method,
            route.filled(anything(ada)),
            headers=bob.headers,
            json=_body(route),
        )
        code = answer.json()["code"].removeprefix("account_")
        assert (answer.status_code, code) == (404, "not_found"), route.name
    assert tried >= 13


async def test_administration_is_for_administrators(http: httpx.AsyncClient) -> None:
    person = await newcomer(http)
    tried = 0
    for route in await routes(http):
        if route.for_admins:
            tried += 1
            answer = await http.request(
                route.method,
                route.filled(anything(person)),
                headers=person.headers,
                json=_body(route),
            )
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), route.name
    assert tried >= 6


async def test_a_key_that_may_only_read_changes_nothing(http: httpx.AsyncClient) -> None:
    person = await newcomer(http)
    key = {
        "apca-api-key-id": person.objects["key_id"],
        "apca-api-secret-key": http.headers["x-secret"],
    }
    assert (await http.get("/api/orders", headers=key)).status_code == 200
    for route in await routes(http):
        if not route.protected or route.name in READING:
            continue
        answer = await http.request(
            route.method, route.filled(anything(person)), headers=key, json=_body(route)
        )
        if route.method == "GET" and not route.for_admins:
            assert answer.status_code < 500, route.name
        else:
            assert answer.status_code == 403, (route.name, answer.text)


def _body(route: Route) -> Any:  # noqa: ANN401  # JSON
    return None if route.method in {"GET", "HEAD"} else BODIES.get(route.name, {})
