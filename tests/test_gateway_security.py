"""The whole stack behind TLS: what strangers find out, what pages may do, and what a reload costs.

What the gateway does by itself is tried with pretended services, in infra/local/tests.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from secrets import token_hex
from typing import Any

import httpx
import pytest
from bench import stack
from bench.stack import Stack
from knocking import get, knock
from sockets import drained, foreign_origins, listening, opened
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus

from outcry.roster import SERVICES

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]
ORDERS_AT_ONCE = 30
ORDER_RATE = {"ORDER_RATE_PER_SECOND": "1", "ORDER_RATE_BURST": str(ORDERS_AT_ONCE)}
SETTINGS = {"TLS": "1", "AUTH_FAILURES_PER_ADDRESS": "20", **ORDER_RATE}
ONCE = (
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "cache-control",
    "x-request-id",
)
ORDER = {"symbol": "IBM", "side": "buy", "type": "limit", "quantity": "1", "limit_price": "1"}
PAGES = ("/", "/docs/", "/events/", "/site.css", "/event-schemas/asyncapi.json", "/healthz")
PASSWORD = "correct horse battery staple"  # noqa: S105  # of people who live for one test
INSIDE = ("/metrics", "/readyz", "/livez", "/internal/verify", "/.well-known/jwks.json")
WAYS = (
    "{}",
    "/{}",
    "{};x",
    "{}%2f",
    "{}.",
    "/api/{area}{}",
    "/api/{area}/..{}",
    "/api/{area}/../..{}",
    "/api/{area}/..;{}",
    "/api/{area}/%2e%2e/%2e%2e{}",
    "/api/{area}/..%2f..{}",
    "/api/{area}/..%5c..{}",
    "/api/{area}/%252e%252e/%252e%252e{}",
    "/api/{area}/openapi.json/../../..{}",
    "/healthz/{area}/../..{}",
    "http://{area}{}",
)


@pytest.fixture(scope="module")
def target() -> Generator[Stack]:
    with stack.running("tls", 2 * stack.PORT_SHIFT, **SETTINGS) as started:
        yield started


@pytest.fixture
async def http(target: Stack) -> AsyncGenerator[httpx.AsyncClient]:
    """A stranger."""
    trust = target.trust or False
    async with httpx.AsyncClient(base_url=target.origin, verify=trust, timeout=60) as client:
        yield client


def outcry(target: Stack, *command: str) -> str:
    """What a command prints; it must end well."""
    program = Path(sys.executable).parent / "outcry"
    done = subprocess.run(  # noqa: S603  # our own command
        [program, *command], env=target.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


async def sign_up(http: httpx.AsyncClient) -> httpx.Response:
    """Become somebody, who is signed in from then on."""
    who = {"email": f"{token_hex(6)}@example.com", "password": PASSWORD}
    answer = (await http.post("/api/auth/register", json=who)).raise_for_status()
    http.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
    return answer


def test_our_own_commands_trust_the_certificate(target: Stack) -> None:
    before = target.pids()["gateway"]

    told = json.loads(outcry(target, "up", "--json"))

    assert told["Outcry"] == f"https://localhost:{target.environment['GATEWAY_PORT']}/"
    assert target.pids()["gateway"] == before
    assert all(row["ready"] for row in json.loads(outcry(target, "status", "--json")))
    checks = json.loads(outcry(target, "demo", "--json"))["checks"]
    assert all(check["ok"] for check in checks)


async def test_cookies_travel_over_tls_only(http: httpx.AsyncClient) -> None:
    cookies = (await sign_up(http)).headers.get_list("set-cookie")

    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Secure-")
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=strict"} <= attributes


async def test_every_answer_has_every_header_once(http: httpx.AsyncClient) -> None:
    for method, path in [*(("GET", page) for page in PAGES), *await routes(http)]:
        answer = await http.request(method, path)

        counts = Counter(name for name, _ in answer.headers.multi_items())
        assert {name: counts[name] for name in ONCE} == dict.fromkeys(ONCE, 1), (method, path)
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        if answer.is_error:
            assert answer.headers["content-type"] == "application/problem+json", (method, path)
            assert answer.json()["correlation_id"] == answer.headers["x-request-id"]


async def routes(http: httpx.AsyncClient) -> list[tuple[str, str]]:
    """Every operation that is documented, with nonsense for whatever it names."""
    found: list[tuple[str, str]] = []
    for one in SERVICES:
        path = f"/api/{one.area}/openapi.json"
        found.append(("GET", path))
        document: dict[str, Any] = (await http.get(path)).raise_for_status().json()
        for route, operations in document["paths"].items():
            filled = route.replace("{", "x-").replace("}", "")
            found += [(method.upper(), filled) for method in operations]
    assert len(found) > 40
    return found


@pytest.mark.parametrize("inside", INSIDE)
async def test_nobody_gets_inside(target: Stack, http: httpx.AsyncClient, inside: str) -> None:
    await sign_up(http)
    port = int(target.environment["GATEWAY_PORT"])
    signed = f"Authorization: {http.headers['authorization']}"
    override = (f"X-Original-URL: {inside}", "X-HTTP-Method-Override: GET", "X-Forwarded-Prefix: /")
    paths = {way.replace("{area}", one.area) for way in WAYS for one in SERVICES}

    for path in sorted(one.format(inside) for one in paths):
        for method in ("GET", "POST"):
            asked = get(path, signed, *override, method=method)
            heard = knock(port, asked, trust=target.trust)
            assert heard.status in {400, 404, 405, 422}, (method, path, heard.raw)  # no order's id
            assert b"X-User-Id" not in heard.raw.title()


async def test_a_websocket_opens_for_our_own_page_and_for_programs_only(target: Stack) -> None:
    port = target.environment["GATEWAY_PORT"]
    for welcome in ({"Origin": f"https://localhost:{port}"}, {}):
        async with opened(target, **welcome) as socket:
            await socket.send('{"action": "ping"}')
            assert json.loads(await socket.recv())["code"] == "not_authenticated"

    for origin in foreign_origins(port):
        with pytest.raises(InvalidStatus) as refused:
            async with opened(target, Origin=origin):
                pass
        assert refused.value.response.status_code == 403, origin


async def test_an_account_places_as_many_orders_as_it_may(http: httpx.AsyncClient) -> None:
    await sign_up(http)

    answers = [
        await http.post("/api/orders", json=ORDER | {"client_order_id": f"order-{number}"})
        for number in range(2 * ORDERS_AT_ONCE)
    ]
    again = await http.post("/api/orders", json=ORDER | {"client_order_id": "order-0"})

    statuses = Counter(answer.status_code for answer in answers)
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert statuses[201] + statuses[429] == len(answers)
    assert ORDERS_AT_ONCE <= statuses[201] < 2 * ORDERS_AT_ONCE
    assert refused.json()["code"] == "order_rate_exceeded"
    assert refused.headers.get_list("retry-after") == ["1"]
    assert again.status_code == 200


async def test_where_somebody_comes_from_is_seen_and_not_believed(http: httpx.AsyncClient) -> None:
    forged = dict.fromkeys(("x-forwarded-for", "x-real-ip", "true-client-ip"), "6.6.6.6")
    http.headers.update({**forged, "forwarded": "for=6.6.6.6"})
    await sign_up(http)

    sessions = (await http.get("/api/auth/sessions")).raise_for_status().json()["items"]

    assert [one["address"] for one in sessions] == ["127.0.0.1"]


async def test_a_reload_lets_nobody_miss_anything(target: Stack, http: httpx.AsyncClient) -> None:
    await sign_up(http)
    heard: list[Any] = []

    async def place(socket: ClientConnection | None) -> None:
        """Have an order placed, and heard of if somebody listens."""
        placed = (await http.post("/api/orders", json=ORDER)).raise_for_status().json()["order_id"]
        while socket and not any(one["data"]["order_id"] == placed for one in heard):
            heard.append(json.loads(await socket.recv()))

    async with asyncio.timeout(60), listening(target, http) as socket:
        await place(socket)
        os.kill(target.pids()["gateway"], signal.SIGHUP)
        await place(socket)  # whoever is connected stays so for a while
        heard += [json.loads(frame) async for frame in drained(socket)]
    await place(None)
    last = {name: heard[-1][name] for name in ("epoch", "seq")}
    async with asyncio.timeout(60), listening(target, http, since=last) as socket:
        await place(socket)

    first = heard[0]["seq"]
    assert [one["seq"] for one in heard] == list(range(first, first + len(heard)))
    created = [one for one in heard if one["type"] == "ORDER_CREATED"]
    assert len({one["data"]["order_id"] for one in created}) == 4


async def test_who_guesses_finds_no_way_around_the_wait(target: Stack) -> None:
    """Neither by other letters for the same e-mail, nor by a header about another address."""
    same = ("Ada.Guessed@Example.com", " ada.guessed@example.com", "ADA.GUESSED@EXAMPLE.COM")
    emails = [*(same[number % 3] for number in range(7)), *(f"{n}@example.com" for n in range(16))]
    elsewhere = httpx.AsyncHTTPTransport(verify=target.trust or False, local_address="127.0.0.9")
    answers: list[httpx.Response] = []
    async with httpx.AsyncClient(
        base_url=target.origin, transport=elsewhere, timeout=60
    ) as guesser:
        for number, email in enumerate(emails):
            place = f"203.0.113.{number}"
            forged = {"x-forwarded-for": place, "x-real-ip": place}
            claim = {"email": email, "password": "a guess"}
            answers.append(await guesser.post("/api/auth/login", json=claim, headers=forged))

    # of the account after six failures, of the address after 21
    assert [one.status_code for one in answers] == [401] * 6 + [429] + [401] * 15 + [429]
    assert [one.headers.get_list("retry-after") for one in (answers[6], answers[-1])] == [["1"]] * 2
