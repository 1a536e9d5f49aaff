"""Whoever guesses waits, before a password is hashed, and finds no way around it."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from time import monotonic
from typing import Any

import httpx
import pytest
from login_attempts import BEN, HOME, guess, login

from events import AuditRecorded, Event
from vocabulary import AuditAction, AuditOutcome

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("cheap_passwords")]
Later = Callable[[], Awaitable[None]]
Counted = Callable[[], Awaitable[list[str]]]
Hear = Callable[[], Awaitable[list[Event]]]
FREE = 6
"""Attempts at an account before one waits: five may fail for nothing, the sixth costs a second."""


@pytest.mark.usefixtures("ben_elsewhere")
async def test_who_guesses_waits_and_is_not_even_looked_at(
    client: httpx.AsyncClient, hashed: list[str]
) -> None:
    assert await guess(client, FREE) == [401] * FREE

    answer = await login(client, BEN["password"])

    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert answer.json()["code"] == "too_many_attempts"
    assert answer.headers["retry-after"] == "1"
    assert answer.json()["retry_after_seconds"] == 1
    assert hashed == ["a guess"] * FREE


@pytest.mark.usefixtures("ben_elsewhere")
async def test_the_wait_doubles(client: httpx.AsyncClient, all_may_come: Later) -> None:
    await guess(client, FREE)
    waits: list[str] = []
    for _ in range(5):
        waits.append((await login(client)).headers["retry-after"])
        await all_may_come()
        assert await guess(client, 1) == [401]

    assert waits == ["1", "2", "4", "8", "16"]


@pytest.mark.usefixtures("ben_elsewhere")
async def test_after_the_wait_the_owner_gets_in_and_all_is_forgotten(
    client: httpx.AsyncClient, all_may_come: Later
) -> None:
    await guess(client, FREE)
    await all_may_come()

    assert (await login(client, BEN["password"])).status_code == HTTPStatus.OK
    client.cookies.clear()
    assert await guess(client, FREE + 1) == [401] * FREE + [429]


@pytest.mark.usefixtures("ben_elsewhere")
async def test_the_same_email_in_other_letters_is_the_same_account(
    client: httpx.AsyncClient,
) -> None:
    for email in ("BEN@example.com", " ben@example.com", "Ben@Example.Com\t", "ben@EXAMPLE.com"):
        await login(client, email=email)
    await guess(client, FREE - 4)

    for email in ("bEN@example.com", "ben@example.com "):
        assert (await login(client, email=email)).status_code == 429


async def test_an_account_that_does_not_exist_is_throttled_the_same(
    client: httpx.AsyncClient, ben_elsewhere: None, hashed: list[str]
) -> None:
    del ben_elsewhere
    answers: dict[str, list[dict[str, Any]]] = {}
    for email in (BEN["email"], "nobody@example.com"):
        several = [await login(client, email=email) for _ in range(FREE + 2)]
        answers[email] = [one.json() | {"correlation_id": one.status_code} for one in several]

    known, unknown = answers.values()
    assert known == unknown
    assert {one["correlation_id"] for one in known} == {401, 429}
    assert len(hashed) == 2 * FREE  # nobody can tell by the time it takes, either


@pytest.mark.usefixtures("ben_elsewhere")
async def test_a_thousand_machines_guess_no_more_than_one(
    client: httpx.AsyncClient, hashed: list[str]
) -> None:
    begun = monotonic()
    for number in range(200):
        await login(client, address=f"198.51.{number}.1")
    waits = (int(monotonic() - begun) + 1).bit_length() - 1

    assert FREE <= len(hashed) <= FREE + waits  # one more after 1 second, after 2 more, after 4


@pytest.mark.usefixtures("ben_elsewhere")
async def test_many_guesses_at_once_are_no_more_than_one_after_the_other(
    client: httpx.AsyncClient, hashed: list[str]
) -> None:
    places = (f"198.51.{number}.1" for number in range(100))
    answers = await asyncio.gather(*(login(client, address=place) for place in places))

    assert sorted({answer.status_code for answer in answers}) == [401, 429]
    assert len(hashed) == FREE


@pytest.mark.usefixtures("ben_elsewhere")
async def test_the_trail_is_told_of_a_storm_once_a_minute(
    client: httpx.AsyncClient, hear: Hear
) -> None:
    await guess(client, FREE)
    await hear()

    await guess(client, 50)

    (told,) = await hear()
    assert isinstance(told, AuditRecorded)
    assert (told.action, told.outcome) == (AuditAction.SIGN_IN, AuditOutcome.THROTTLED)
    assert told.address == HOME
    assert "account" in told.detail
    assert BEN["email"] not in told.detail


async def test_redis_does_not_know_who_tries_to_sign_in(
    client: httpx.AsyncClient, counted: Counted
) -> None:
    await login(client)

    keys = await counted()
    assert len(keys) == 2
    assert not any("ben" in key or HOME in key for key in keys)


async def test_who_stole_a_session_cannot_guess_the_password_in_it(
    client: httpx.AsyncClient, ada: dict[str, str], hashed: list[str]
) -> None:
    paths = {
        "/api/auth/step-up": {"password": "a guess"},
        "/api/auth/password": {"current_password": "a guess", "new_password": "paper clip, red"},
    }

    answers = [
        await client.post(path, json=body, headers=ada)
        for _ in range(FREE)
        for path, body in paths.items()
    ]

    assert [one.status_code for one in answers] == [403] * FREE + [429] * FREE
    assert answers[-1].json()["code"] == "too_many_attempts"
    assert len(hashed) == FREE
    owner = {"email": "ada@example.com", "password": "correct horse"}
    elsewhere = (await client.post("/api/auth/login", json=owner)).json()["access_token"]
    own = {"authorization": f"Bearer {elsewhere}"}
    proof = {"password": owner["password"]}
    assert (await client.post("/api/auth/step-up", json=proof, headers=own)).status_code == 200
