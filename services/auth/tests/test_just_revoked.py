"""A token that nobody has noticed yet to be worth nothing changes nothing that matters."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from authenticator import Phone, bearer
from sqlalchemy import select, update
from two_steps import ADA

from auth import tables
from auth.credentials import opening
from chassis.testing import Simulation

pytestmark = pytest.mark.real
DEEDS: list[tuple[str, str, dict[str, Any] | None]] = [
    ("POST", "/api/auth/keys", {"name": "my bot", "scopes": ["trade"]}),
    (
        "POST",
        "/api/auth/password",
        {"current_password": ADA["password"], "new_password": "a better horse"},
    ),
    ("POST", "/api/auth/second-factor", None),
    ("POST", "/api/auth/second-factor/recovery-codes", None),
    ("DELETE", "/api/auth/second-factor", None),
    ("DELETE", "/api/auth/me", {"email": ADA["email"]}),
]
Shut = Callable[[], Awaitable[None]]


@pytest.fixture(autouse=True)
def unaware(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is revoked is read as the service starts, and not again."""
    monkeypatch.setattr(opening, "NEWS_INTERVAL_SECONDS", 1000)


@pytest.fixture(params=["signed out", "disabled"])
def shut_out(request: pytest.FixtureRequest, client: httpx.AsyncClient, system: Simulation) -> Shut:
    """Make Ada's token worth nothing, in one of two ways."""

    async def end() -> None:
        if request.param == "signed out":
            (await client.post("/api/auth/logout")).raise_for_status()
            return
        async with system.database("auth").transaction() as tx:
            disabled = update(tables.users).values(disabled_at=datetime.now(UTC))
            await tx.connection.execute(disabled)

    return end


async def stored(system: Simulation) -> list[Any]:
    """All that these deeds could change."""
    columns = (tables.users.c.password_hash, tables.totp.c.sealed, tables.recovery_codes.c.digest)
    async with system.database("auth").engine.connect() as connection:
        there = [(await connection.scalars(select(one).order_by(one))).all() for one in columns]
        return [*there, (await connection.scalars(select(tables.api_keys.c.key_id))).all()]


@pytest.mark.parametrize(("method", "path", "body"), DEEDS)
async def test_who_was_shut_out_a_moment_ago_does_nothing_dangerous(
    *,
    client: httpx.AsyncClient,
    system: Simulation,
    phone: Phone,
    shut_out: Shut,
    method: str,
    path: str,
    body: dict[str, Any] | None,
) -> None:
    login = await client.post("/api/auth/login", json={**ADA, "code": phone.code()})
    before = await stored(system)
    await shut_out()

    answer = await client.request(method, path, json=body, headers=bearer(login))

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert await stored(system) == before
