"""All who come from one address wait together, whatever accounts they try."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

import httpx
import pytest
from login_attempts import BEN, login

from auth.credentials.passwords import Passwords, TooManyLogins

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("cheap_passwords")]
Later = Callable[[], Awaitable[None]]
FREE = 21
"""Attempts from an address before one waits: twenty may fail for nothing."""


async def test_one_address_cannot_try_one_password_with_everybody(
    client: httpx.AsyncClient, hashed: list[str]
) -> None:
    answers = [
        await login(
            client, email=f"user-{number}@example.com", **{"x-forwarded-for": f"10.0.0.{n}"}
        )
        for number, n in enumerate(range(FREE + 5))
    ]

    assert [one.status_code for one in answers] == [401] * FREE + [429] * 5
    assert len(hashed) == FREE
    assert (await login(client, email="other@example.com", address="192.0.2.8")).status_code == 401


async def test_all_addresses_of_a_subscriber_are_one(client: httpx.AsyncClient) -> None:
    for number in range(FREE):
        await login(client, email=f"u{number}@example.com", address=f"2001:db8:1:2::{number + 1}")

    same = await login(client, email="v@example.com", address="2001:db8:1:2:ffff::1")
    other = await login(client, email="v@example.com", address="2001:db8:1:3::1")
    assert (same.status_code, other.status_code) == (429, 401)


@pytest.mark.usefixtures("ben_elsewhere")
async def test_who_has_an_account_cannot_use_it_to_guess_more(
    client: httpx.AsyncClient, all_may_come: Later
) -> None:
    """A success from the address forgives nothing but itself."""
    for number in range(FREE - 1):
        await login(client, email=f"user-{number}@example.com")
        client.cookies.clear()
        assert (await login(client, BEN["password"])).status_code == HTTPStatus.OK
    await login(client, email="last@example.com")
    await all_may_come()
    await login(client, email="one-more@example.com")

    assert (await login(client, email="v@example.com")).headers["retry-after"] == "2"


async def test_who_looks_for_emails_that_are_taken_waits(
    client: httpx.AsyncClient, ben_elsewhere: None
) -> None:
    del ben_elsewhere
    answers = [await client.post("/api/auth/register", json=BEN) for _ in range(FREE + 1)]

    assert [one.status_code for one in answers] == [409] * FREE + [429]


async def test_many_may_register_from_one_address(client: httpx.AsyncClient) -> None:
    for number in range(FREE + 5):
        newcomer = {**BEN, "email": f"user-{number}@example.com"}
        answer = await client.post("/api/auth/register", json=newcomer)
        assert answer.status_code == HTTPStatus.CREATED


@pytest.mark.usefixtures("ben_elsewhere")
async def test_who_was_turned_away_in_a_storm_has_not_failed(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> None:
        raise TooManyLogins("too many sign in at once", 1)

    with monkeypatch.context() as storm:
        storm.setattr(Passwords, "check", busy)
        for _ in range(FREE + 5):
            assert (await login(client)).json()["code"] == "too_many_logins"

    assert (await login(client, BEN["password"])).status_code == HTTPStatus.OK
