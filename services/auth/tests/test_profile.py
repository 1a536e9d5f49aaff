"""How somebody is called here, and what time it is where they are."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from auth.tables import users
from chassis.testing import Simulation
from events import AuditRecorded, Event
from vocabulary import AuditAction, AuditOutcome

pytestmark = pytest.mark.real
ME = "/api/auth/me"
Hear = Callable[[], Awaitable[list[Event]]]


async def test_name_and_time_zone_can_be_changed(
    client: httpx.AsyncClient, ada: dict[str, str]
) -> None:
    before = (await client.get(ME, headers=ada)).json()
    wanted = {"display_name": "  Ada \t Lovelace ", "time_zone": "Europe/London"}

    answer = await client.patch(ME, json=wanted, headers=ada)

    changed = before | {"display_name": "Ada Lovelace", "time_zone": "Europe/London"}
    assert (before["display_name"], before["time_zone"]) == ("Ada", "UTC")
    assert (answer.status_code, answer.json()) == (HTTPStatus.OK, changed)
    assert (await client.get(ME, headers=ada)).json() == changed


async def test_what_is_left_out_stays(client: httpx.AsyncClient, ada: dict[str, str]) -> None:
    await client.patch(ME, json={"time_zone": "Asia/Kolkata"}, headers=ada)
    await client.patch(ME, json={"display_name": "Countess", "time_zone": None}, headers=ada)

    user = (await client.get(ME, headers=ada)).json()
    assert (user["display_name"], user["time_zone"]) == ("Countess", "Asia/Kolkata")


async def test_two_changes_at_once_are_both_kept(
    client: httpx.AsyncClient, ada: dict[str, str]
) -> None:
    await asyncio.gather(
        client.patch(ME, json={"display_name": "Countess"}, headers=ada),
        client.patch(ME, json={"time_zone": "Europe/London"}, headers=ada),
    )

    user = (await client.get(ME, headers=ada)).json()
    assert (user["display_name"], user["time_zone"]) == ("Countess", "Europe/London")


FLAWS: list[tuple[str, dict[str, Any]]] = [
    ("body.time_zone", {"time_zone": "Mars/Olympus_Mons"}),
    ("body.time_zone", {"time_zone": "europe/london"}),
    ("body.time_zone", {"time_zone": "../../etc/passwd"}),
    ("body.time_zone", {"time_zone": "UTC\0"}),
    ("body.time_zone", {"time_zone": ""}),
    ("body.time_zone", {"time_zone": 5}),
    ("body.display_name", {"display_name": " "}),
    ("body.display_name", {"display_name": "x" * 81}),
    ("body.email", {"email": "eve@example.com"}),
    ("body.roles", {"display_name": "Ada", "roles": ["admin"]}),
    ("body", {}),
    ("body", {"display_name": None}),
]


@pytest.mark.parametrize(("field", "flaw"), FLAWS)
async def test_a_flaw_is_named_and_nothing_changes(
    client: httpx.AsyncClient, ada: dict[str, str], field: str, flaw: dict[str, Any]
) -> None:
    before = (await client.get(ME, headers=ada)).json()

    answer = await client.patch(ME, json=flaw, headers=ada)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert (await client.get(ME, headers=ada)).json() == before


async def test_nobody_elses_profile_changes(
    client: httpx.AsyncClient, ada: dict[str, str], system: Simulation
) -> None:
    await client.post(
        "/api/auth/register", json={"email": "ben@example.com", "password": "battery staple"}
    )

    await client.patch(ME, json={"display_name": "Countess"}, headers=ada)

    async with system.database("auth").engine.connect() as connection:
        names = set(await connection.scalars(select(users.c.display_name)))
    assert names == {"Countess", "ben"}


async def test_the_audit_trail_is_told_which_fields_changed(
    client: httpx.AsyncClient, ada: dict[str, str], hear: Hear
) -> None:
    user = (await client.get(ME, headers=ada)).json()
    await hear()
    from_there = {"x-real-ip": "192.0.2.7", "user-agent": "curl/8.5.0"}

    await client.patch(ME, json={"time_zone": "Europe/London"}, headers=ada | from_there)

    (said,) = [one for one in await hear() if isinstance(one, AuditRecorded)]
    assert said.action is AuditAction.CHANGE_PROFILE
    assert said.outcome is AuditOutcome.SUCCEEDED
    assert (str(said.user_id), str(said.account_id)) == (user["user_id"], user["account_id"])
    assert (said.address, said.user_agent, said.detail) == ("192.0.2.7", "curl/8.5.0", "time_zone")
    assert said.session_id is not None
