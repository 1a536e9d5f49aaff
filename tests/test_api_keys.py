"""Machines that trade with API keys, through the gateway: what a key opens, and what never."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from http import HTTPStatus
from time import monotonic
from typing import Any

import httpx
import pytest
from bench.stack import Stack
from machines import Headers, make_key
from sockets import opened
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from outcry.demo.session import Session, signed_in

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]
ORDER = {"symbol": "IBM", "side": "buy", "type": "market", "quantity": "1"}
RESTING = {**ORDER, "type": "limit", "limit_price": "1.00"}
ME = "/api/auth/me"


@pytest.fixture
async def ada(target: Stack) -> AsyncGenerator[Session]:
    async with signed_in(target.origin) as session:
        yield session


@pytest.fixture
async def eve(target: Stack) -> AsyncGenerator[Session]:
    async with signed_in(target.origin) as session:
        yield session


@asynccontextmanager
async def machine(target: Stack, key: Headers) -> AsyncGenerator[httpx.AsyncClient]:
    """A program that knows nothing but its key."""
    async with httpx.AsyncClient(base_url=target.origin, headers=key, timeout=60) as client:
        yield client


async def code_of(client: httpx.AsyncClient, method: str, path: str, body: Any = None) -> str:  # noqa: ANN401
    """How a request is refused."""
    answer = await client.request(method, path, json=body)
    assert answer.is_error, answer.text
    return f"{answer.status_code} {answer.json()['code']}"


async def test_a_machine_reads_and_trades_in_its_owners_account(
    target: Stack, ada: Session
) -> None:
    async with machine(target, await make_key(ada.http, {})) as bot:
        placed = (await bot.post("/api/orders", json=ORDER)).json()
        filled = await ada.wait_for(
            lambda one: (
                (one.type, one.data.get("order_id")) == ("ORDER_FILLED", placed["order_id"])
            ),
            "the fill of the machine's order",
        )
        resting = (await bot.post("/api/orders", json=RESTING)).json()
        canceled = await bot.delete(f"/api/orders/{resting['order_id']}")
        orders = (await bot.get("/api/orders")).json()["items"]

    assert filled.data["account_id"] == placed["account_id"] == ada.user["account_id"]
    assert canceled.status_code == HTTPStatus.ACCEPTED
    assert {one["order_id"] for one in orders} == {placed["order_id"], resting["order_id"]}


async def test_basic_authentication_does_as_well(target: Stack, ada: Session) -> None:
    key_id, secret = (await make_key(ada.http, {})).values()
    async with machine(target, {}) as bot:
        answer = await bot.get(ME, auth=(key_id, secret))

    assert answer.json() == ada.user


async def test_a_machine_that_may_only_read_cannot_trade(target: Stack, ada: Session) -> None:
    order = await ada.call("POST", "/api/orders", RESTING)
    path = f"/api/orders/{order['order_id']}"
    async with machine(target, await make_key(ada.http, {}, scopes=["read"])) as bot:
        assert (await bot.get(path)).status_code == HTTPStatus.OK
        assert await code_of(bot, "POST", "/api/orders", ORDER) == "403 forbidden"
        assert await code_of(bot, "DELETE", path) == "403 forbidden"


async def test_a_key_that_is_taken_away_stops_within_ten_seconds(
    target: Stack, ada: Session
) -> None:
    key = await make_key(ada.http, {})
    async with machine(target, key) as bot:
        assert (await bot.get("/api/orders")).status_code == HTTPStatus.OK
        await ada.call("DELETE", f"/api/auth/keys/{key['apca-api-key-id']}")
        revoked = monotonic()
        while (await bot.get("/api/orders")).status_code == HTTPStatus.OK:
            assert monotonic() < revoked + 30
            await asyncio.sleep(0.1)

        assert await code_of(bot, "POST", "/api/orders", ORDER) == "401 not_signed_in"


async def hear_of_security(socket: ClientConnection, http: httpx.AsyncClient) -> None:
    """Listen to what concerns the safety of the caller's account."""
    ticket = (await http.post("/api/stream/ticket")).raise_for_status().json()["ticket"]
    for message, answer in (
        ({"action": "authenticate", "ticket": ticket}, "authenticated"),
        ({"action": "subscribe", "channels": ["security"]}, "subscribed"),
    ):
        await socket.send(json.dumps(message))
        assert json.loads(await socket.recv())["type"] == answer


async def test_the_websocket_of_a_key_ends_with_the_key_and_its_owner_is_told(
    target: Stack, ada: Session
) -> None:
    key = await make_key(ada.http, {})
    async with machine(target, key) as bot, opened(target) as theirs, opened(target) as own:
        await hear_of_security(theirs, bot)
        await hear_of_security(own, ada.http)

        await ada.call("DELETE", f"/api/auth/keys/{key['apca-api-key-id']}")

        async with asyncio.timeout(60):
            with pytest.raises(ConnectionClosed) as end:
                await theirs.recv()
            told = json.loads(await own.recv())
    assert end.value.rcvd is not None
    assert (end.value.rcvd.code, end.value.rcvd.reason) == (4401, "session_revoked")
    assert (told["type"], told["data"]["reason"]) == ("SESSION_REVOKED", "revoked")
    assert told["data"]["account_id"] == ada.user["account_id"]


async def test_a_key_of_somebody_else_does_not_exist(
    target: Stack, ada: Session, eve: Session
) -> None:
    key = await make_key(ada.http, {})
    path = f"/api/auth/keys/{key['apca-api-key-id']}"

    assert await code_of(eve.http, "DELETE", path) == "404 not_found"
    assert (await eve.call("GET", "/api/auth/keys"))["items"] == []
    async with machine(target, key) as bot:
        assert (await bot.get(ME)).json() == ada.user


async def test_a_key_gives_no_power_over_its_owner(target: Stack, ada: Session) -> None:
    key = await make_key(ada.http, {})
    await make_key(ada.http, {}, name="another")
    wish = {"name": "one more", "scopes": ["trade"]}
    async with machine(target, key) as bot:
        assert await code_of(bot, "POST", "/api/auth/keys", wish) == "403 step_up_required"
        own = f"/api/auth/keys/{key['apca-api-key-id']}"
        assert await code_of(bot, "DELETE", own) == "403 person_required"
        assert await code_of(bot, "PATCH", ME, {"display_name": "Mallory"}) == "403 person_required"
        assert await code_of(bot, "GET", "/api/analytics/audit") == "403 forbidden"
        (shown,) = (await bot.get("/api/auth/keys")).json()["items"]

    assert shown["key_id"] == key["apca-api-key-id"]


async def test_who_has_not_the_whole_key_is_a_stranger(target: Stack, ada: Session) -> None:
    key = await make_key(ada.http, {})
    answers: list[dict[str, Any]] = []
    for wrong in (
        {},
        {**key, "apca-api-secret-key": "outcry_" + "A" * 43},
        {**key, "apca-api-key-id": "OC" + "A" * 18},
        {"apca-api-key-id": key["apca-api-key-id"]},
        {"authorization": "Basic nonsense"},
    ):
        async with machine(target, wrong) as stranger:
            answer = await stranger.get("/api/orders")
            assert answer.status_code == HTTPStatus.UNAUTHORIZED, wrong
            answers.append(answer.json())

    assert len({answer.pop("correlation_id") for answer in answers}) == len(answers)
    assert all(answer == answers[0] for answer in answers)


async def test_headers_that_only_the_gateway_may_write_gain_nothing(
    target: Stack, ada: Session, eve: Session
) -> None:
    token = ada.http.headers["authorization"].partition(" ")[2]
    names = ("user_id", "account_id")
    forged = {
        "x-access-token": token,
        **{f"x-{name.replace('_', '-')}": ada.user[name] for name in names},
    }
    key = await make_key(eve.http, {})

    async with machine(target, forged) as stranger:
        assert await code_of(stranger, "GET", ME) == "401 not_signed_in"
    async with machine(target, {**forged, **key}) as bot:
        assert (await bot.get(ME)).json() == eve.user
        placed = (await bot.post("/api/orders", json=RESTING)).json()
    assert placed["account_id"] == eve.user["account_id"]


async def test_who_says_twice_who_they_are_is_not_believed(
    target: Stack, ada: Session, eve: Session
) -> None:
    key, other = await make_key(eve.http, {}), await make_key(ada.http, {})
    bearer = {"authorization": ada.http.headers["authorization"]}

    for known in (bearer, key):  # what the gateway remembers of them must not help
        async with machine(target, known) as client:
            assert (await client.get(ME)).status_code == HTTPStatus.OK
    async with machine(target, {**key, **bearer}) as both:
        assert await code_of(both, "GET", ME) == "401 not_signed_in"
    async with machine(target, {}) as client:
        for first, second in ((key, other), (other, key)):
            twice = [*first.items(), *second.items()]
            answer = await client.get(ME, headers=twice)
            whose = eve if first is key else ada
            assert answer.is_error or answer.json() == whose.user
            mixed = {**first, "apca-api-secret-key": second["apca-api-secret-key"]}
            assert (await client.get(ME, headers=mixed)).status_code == HTTPStatus.UNAUTHORIZED
