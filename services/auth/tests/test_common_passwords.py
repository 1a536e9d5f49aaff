"""A password that anybody would try is refused where it is chosen, and nowhere else."""

from http import HTTPStatus

import httpx
import pytest
from sqlalchemy import update

from auth import tables
from auth.credentials.common_passwords import common_passwords
from auth.credentials.passwords import Passwords
from chassis.testing import Simulation

BEN = {"email": "ben@example.com", "password": "battery staple", "display_name": "Ben Bitdiddle"}
TRIED_FIRST = ["password1", "QWERTY123", "trustno1", "bitdiddle-7", "Outcry2026!", "zzzzzzzzz"]


def test_thousands_are_known_as_they_are_compared() -> None:
    known = common_passwords()

    assert len(known) >= 3_000
    assert all(one == one.casefold() and len(one) >= 8 for one in known)


@pytest.mark.real
@pytest.mark.parametrize("password", TRIED_FIRST)
async def test_nobody_can_sign_up_with_one(
    client: httpx.AsyncClient, hashed: list[str], password: str
) -> None:
    answer = await client.post("/api/auth/register", json={**BEN, "password": password})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["code"] == "password_too_common"
    assert password not in answer.text
    assert hashed == []
    assert (await client.post("/api/auth/register", json=BEN)).status_code == HTTPStatus.CREATED


@pytest.mark.real
@pytest.mark.parametrize("password", ["password1", "ada-ada-ada"])
async def test_nobody_can_change_theirs_to_one(
    client: httpx.AsyncClient, ada: dict[str, str], password: str
) -> None:
    wanted = {"current_password": "correct horse", "new_password": password}

    answer = await client.post("/api/auth/password", json=wanted, headers=ada)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["code"] == "password_too_common"
    unchanged = {"email": "ada@example.com", "password": "correct horse"}
    assert (await client.post("/api/auth/login", json=unchanged)).status_code == HTTPStatus.OK


@pytest.mark.real
async def test_who_has_one_already_gets_in(client: httpx.AsyncClient, system: Simulation) -> None:
    await client.post("/api/auth/register", json=BEN)
    passwords = Passwords(1)
    stored = await passwords.hash("password1")
    passwords.close()
    async with system.database("auth").transaction() as tx:
        await tx.connection.execute(update(tables.users).values(password_hash=stored))

    claim = {"email": BEN["email"], "password": "password1"}
    assert (await client.post("/api/auth/login", json=claim)).status_code == HTTPStatus.OK
