"""A session ends everywhere at once: at the gateway, on the WebSocket, and for whoever stole it."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from secrets import token_hex
from time import monotonic

import httpx
import pytest
from bench.stack import Stack
from sockets import drained, opened
from websockets.asyncio.client import ClientConnection

from auth.domain.sessions import GRACE

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]
STOPS_WITHIN_SECONDS = 30


@dataclass(frozen=True)
class Person:
    """Somebody with two devices, signed in on both."""

    laptop: httpx.AsyncClient
    phone: httpx.AsyncClient


@pytest.fixture
async def person(target: Stack) -> AsyncGenerator[Person]:
    who = {"email": f"{token_hex(6)}@example.com", "password": "correct horse battery staple"}
    async with (
        httpx.AsyncClient(base_url=target.origin, timeout=60) as laptop,
        httpx.AsyncClient(base_url=target.origin, timeout=60) as phone,
    ):
        for client, how in ((laptop, "register"), (phone, "login")):
            answer = (await client.post(f"/api/auth/{how}", json=who)).raise_for_status()
            client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        yield Person(laptop, phone)


@asynccontextmanager
async def warned(target: Stack, http: httpx.AsyncClient) -> AsyncGenerator[ClientConnection]:
    """A WebSocket on which its owner hears what concerns the safety of the account."""
    ticket = (await http.post("/api/stream/ticket")).raise_for_status().json()["ticket"]
    async with opened(target) as socket:
        for message in (
            {"action": "authenticate", "ticket": ticket},
            {"action": "subscribe", "channels": ["security"]},
        ):
            await socket.send(json.dumps(message))
            assert json.loads(await socket.recv())["type"] != "error"
        yield socket


async def stops(http: httpx.AsyncClient) -> None:
    """Wait until the gateway lets the access token in no more."""
    began = monotonic()
    while (await http.get("/api/orders")).status_code != HTTPStatus.UNAUTHORIZED:
        assert monotonic() < began + STOPS_WITHIN_SECONDS
        await asyncio.sleep(0.1)


async def closed(socket: ClientConnection) -> tuple[int, str]:
    """With which code and reason it is closed, past all messages."""
    async with asyncio.timeout(60):
        async for _ in drained(socket):
            pass
    return socket.close_code or 0, socket.close_reason or ""


async def test_a_session_that_is_revoked_from_afar_ends_everywhere(
    target: Stack, person: Person
) -> None:
    assert (await person.phone.get("/api/orders")).is_success  # the gateway remembers that
    async with warned(target, person.phone) as theirs, warned(target, person.laptop) as own:
        sessions = (await person.laptop.get("/api/auth/sessions")).json()["items"]
        (other,) = [one["session_id"] for one in sessions if not one["current"]]

        (await person.laptop.delete(f"/api/auth/sessions/{other}")).raise_for_status()

        assert await closed(theirs) == (4401, "session_revoked")
        told = json.loads(await own.recv())
    assert (told["type"], told["data"]["session_id"]) == ("SESSION_REVOKED", other)
    await stops(person.phone)
    assert (await person.phone.post("/api/auth/refresh")).status_code == HTTPStatus.UNAUTHORIZED
    assert (await person.laptop.get("/api/orders")).is_success


async def test_who_signs_out_is_out(target: Stack, person: Person) -> None:
    async with warned(target, person.phone) as socket:
        (await person.phone.post("/api/auth/logout")).raise_for_status()

        assert await closed(socket) == (4401, "session_revoked")
    await stops(person.phone)
    assert (await person.laptop.get("/api/orders")).is_success


async def test_a_refresh_token_that_was_stolen_ends_its_family_and_its_owner_is_told(
    target: Stack, person: Person
) -> None:
    stolen = person.phone.cookies["refresh"]
    (await person.phone.post("/api/auth/refresh")).raise_for_status()
    await asyncio.sleep(GRACE.total_seconds() + 1)
    async with warned(target, person.phone) as theirs, warned(target, person.laptop) as own:
        async with httpx.AsyncClient(base_url=target.origin, timeout=60) as thief:
            used = await thief.post("/api/auth/refresh", headers={"cookie": f"refresh={stolen}"})

        assert used.status_code == HTTPStatus.UNAUTHORIZED
        assert await closed(theirs) == (4401, "session_revoked")
        told = json.loads(await own.recv())
    assert (told["type"], told["data"]["reason"]) == ("SESSION_REVOKED", "token_reused")
    await stops(person.phone)
    assert (await person.phone.post("/api/auth/refresh")).status_code == HTTPStatus.UNAUTHORIZED


async def test_fifty_refreshes_at_once_sign_nobody_out(person: Person) -> None:
    answers = await asyncio.gather(*(person.phone.post("/api/auth/refresh") for _ in range(50)))

    assert {answer.status_code for answer in answers} == {HTTPStatus.OK}
    assert len({answer.cookies["refresh"] for answer in answers}) == 1
    assert (await person.phone.post("/api/auth/refresh")).is_success
