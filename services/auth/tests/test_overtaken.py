"""What was true when the password was checked need not be true when it counts."""

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, update

from auth.credentials.passwords import Passwords
from auth.tables import sessions, users
from chassis.testing import Simulation

Bearer = dict[str, str]
Meanwhile = Callable[..., None]
pytestmark = pytest.mark.real
LOGIN = {"email": "ada@example.com", "password": "correct horse"}
CHANGE = {"current_password": "correct horse", "new_password": "a better horse"}


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch, system: Simulation) -> Meanwhile:
    """Change all users, just after a password was found to be right."""
    check = Passwords.check

    def comes(**change: object) -> None:
        async def checked(
            passwords: Passwords, password: str, stored: str | None
        ) -> tuple[bool, str | None]:
            found = await check(passwords, password, stored)
            async with system.database("auth").transaction() as tx:
                await tx.connection.execute(update(users).values(**change))
            return found

        monkeypatch.setattr(Passwords, "check", checked)

    return comes


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/auth/login", LOGIN),
        ("/api/auth/step-up", {"password": "correct horse"}),
        ("/api/auth/password", CHANGE),
    ],
)
async def test_a_password_that_was_just_replaced_is_worth_nothing(
    client: httpx.AsyncClient, ada: Bearer, meanwhile: Meanwhile, path: str, body: dict[str, Any]
) -> None:
    meanwhile(password_hash="of another")  # noqa: S106  # no password has it

    answer = await client.post(path, json=body, headers=ada)

    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.CONFLICT, "conflict")


@pytest.mark.parametrize(
    "change", [{"disabled_at": datetime(2026, 1, 5, tzinfo=UTC)}, {"email": "1@invalid"}]
)
async def test_who_was_just_disabled_or_has_left_is_not_signed_in(
    *,
    client: httpx.AsyncClient,
    system: Simulation,
    ada: Bearer,
    meanwhile: Meanwhile,
    change: dict[str, object],
) -> None:
    del ada
    meanwhile(**change)

    answer = await client.post("/api/auth/login", json=LOGIN)

    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")
    async with system.database("auth").engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(sessions)) == 1


async def test_who_was_just_disabled_proves_nothing(
    client: httpx.AsyncClient, ada: Bearer, meanwhile: Meanwhile
) -> None:
    meanwhile(disabled_at=datetime(2026, 1, 5, tzinfo=UTC))

    answer = await client.post("/api/auth/step-up", json={"password": "correct horse"}, headers=ada)

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(
    ("path", "body"),
    [("/api/auth/step-up", {"password": "correct horse"}), ("/api/auth/password", CHANGE)],
)
async def test_who_has_just_left_proves_and_changes_nothing(
    client: httpx.AsyncClient, ada: Bearer, meanwhile: Meanwhile, path: str, body: dict[str, Any]
) -> None:
    meanwhile(email="1@invalid")

    answer = await client.post(path, json=body, headers=ada)

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
