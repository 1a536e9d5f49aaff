"""Whoever leaves takes everything along that is known about them, and nothing is left behind."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from auth.tables import api_keys, metadata, sessions, users
from chassis.testing import Simulation
from events import AuditRecorded, Event, SessionRevoked, UserDeleted
from vocabulary import AuditAction, RevocationReason

pytestmark = pytest.mark.real
Wait = Callable[[timedelta], None]
Hear = Callable[[], Awaitable[list[Event]]]
Leave = Callable[..., Awaitable[httpx.Response]]
ME, EXPORT = "/api/auth/me", "/api/auth/export"
ADA = {"email": "ada@example.com", "password": "correct horse"}
CONFIRMED = {"email": "ada@example.com"}


@pytest.fixture
def leave(client: httpx.AsyncClient) -> Leave:
    async def gone(who: dict[str, str], confirmed: Any = CONFIRMED) -> httpx.Response:  # noqa: ANN401
        return await client.request("DELETE", ME, json=confirmed, headers=who)

    return gone


async def everything_stored(system: Simulation) -> str:
    """All rows of all tables, as text."""
    async with system.database("auth").engine.connect() as connection:
        rows = [
            row
            for table in metadata.sorted_tables
            if table.name not in {"keys", "outbox"}
            for row in await connection.execute(select(table))
        ]
    return "\n".join(map(repr, rows))


async def test_who_signed_in_a_while_ago_proves_again_who_they_are(
    client: httpx.AsyncClient, ada: dict[str, str], leave: Leave, wait: Wait
) -> None:
    wait(timedelta(minutes=6))

    for answer in (await client.get(EXPORT, headers=ada), await leave(ada)):
        assert (answer.status_code, answer.json()["code"]) == (403, "step_up_required")
    assert (await client.get(ME, headers=ada)).status_code == HTTPStatus.OK


async def test_of_somebody_who_left_nothing_is_stored_but_ids(
    client: httpx.AsyncClient, settled: dict[str, str], system: Simulation, leave: Leave
) -> None:
    user = (await client.get(ME, headers=settled)).json()
    before = await everything_stored(system)
    personal = (
        "ada",
        "Ada",
        "argon2id",
        "Europe/London",
        "d\\\\u0061rk",
        "sealed",
        "digest",
        "bot",
    )
    assert [one for one in personal if one not in before] == []

    answer = await leave(settled)

    left = await everything_stored(system)
    assert (answer.status_code, answer.content) == (HTTPStatus.NO_CONTENT, b"")
    assert [one for one in personal if one in left] == []
    assert user["user_id"] in left
    assert user["account_id"] in left
    assert len(left.splitlines()) == 1


async def test_who_left_is_signed_in_nowhere_and_cannot_sign_in(
    client: httpx.AsyncClient, ada: dict[str, str], leave: Leave
) -> None:
    await leave(ada)

    assert "refresh" not in client.cookies
    assert (await client.post("/api/auth/refresh")).status_code == HTTPStatus.UNAUTHORIZED
    answer = await client.post("/api/auth/login", json=ADA)
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")
    me = await client.get(ME, headers=ada)
    assert me.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}


async def test_a_token_that_has_not_expired_stores_nothing_anew(
    client: httpx.AsyncClient, ada: dict[str, str], leave: Leave, system: Simulation
) -> None:
    """The gateway may let one pass for some seconds still."""
    await leave(ada)
    left = await everything_stored(system)
    as_json = {"content-type": "application/json", "if-match": '"0"'}

    answers = [
        await client.patch(ME, json={"display_name": "Ada"}, headers=ada),
        await client.put("/api/auth/preferences", content="{}", headers=ada | as_json),
        await client.get(EXPORT, headers=ada),
    ]

    assert {one.status_code for one in answers} <= {401, 404}
    assert (await leave(ada)).status_code in {204, 401}
    assert await everything_stored(system) == left


async def test_an_email_that_is_free_again_can_register_anew(
    client: httpx.AsyncClient, ada: dict[str, str], leave: Leave
) -> None:
    before = (await client.get(ME, headers=ada)).json()
    await leave(ada)

    answer = await client.post("/api/auth/register", json=ADA)

    user = answer.json()["user"]
    assert answer.status_code == HTTPStatus.CREATED
    assert user["display_name"] == "ada"
    assert not {user["user_id"], user["account_id"]} & {before["user_id"], before["account_id"]}


async def test_everybody_is_told_who_left_and_which_sessions_ended(
    client: httpx.AsyncClient,
    settled: dict[str, str],
    leave: Leave,
    hear: Hear,
    system: Simulation,
) -> None:
    user = (await client.get(ME, headers=settled)).json()
    await client.post("/api/auth/login", json=ADA)
    await client.post("/api/auth/logout")  # has ended before, and does not end again
    await hear()
    async with system.database("auth").engine.connect() as connection:
        revoked = sessions.c.revoked_at.is_(None)
        open_ones = set(await connection.scalars(select(sessions.c.session_id).where(revoked)))
        key_session = set(await connection.scalars(select(api_keys.c.session_id)))

    await leave(settled)

    told = await hear()
    ended = [one for one in told if isinstance(one, SessionRevoked)]
    assert {one.session_id for one in ended} == open_ones | key_session
    assert len(ended) == 2
    assert {one.reason for one in ended} == {RevocationReason.USER_DELETED}
    (left,) = [one for one in told if isinstance(one, UserDeleted)]
    assert (str(left.user_id), str(left.account_id)) == (user["user_id"], user["account_id"])
    (said,) = [one for one in told if isinstance(one, AuditRecorded)]
    assert (said.action, str(said.user_id)) == (AuditAction.DELETE_USER, user["user_id"])


@pytest.mark.parametrize(
    ("confirmed", "code"),
    [
        ({"email": "ben@example.com"}, "email_differs"),
        ({"email": "ada"}, "validation_failed"),
        ({}, "validation_failed"),
        ({**CONFIRMED, "user_id": "x"}, "validation_failed"),
    ],
)
async def test_who_does_not_confirm_it_stays(
    client: httpx.AsyncClient, ada: dict[str, str], leave: Leave, confirmed: object, code: str
) -> None:
    answer = await leave(ada, confirmed)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (await client.get(ME, headers=ada)).status_code == HTTPStatus.OK


async def test_the_confirmation_may_be_written_in_capitals(
    ada: dict[str, str], leave: Leave
) -> None:
    assert (await leave(ada, {"email": " ADA@Example.com"})).status_code == HTTPStatus.NO_CONTENT


async def test_the_last_administrator_stays(
    client: httpx.AsyncClient, admin: dict[str, str], leave: Leave
) -> None:
    answer = await leave(admin, {"email": "admin@example.com"})

    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.CONFLICT, "last_admin")
    assert (await client.get(ME, headers=admin)).status_code == HTTPStatus.OK


async def test_of_two_administrators_who_leave_at_once_one_stays(
    client: httpx.AsyncClient, ada: dict[str, str], admin: dict[str, str], system: Simulation
) -> None:
    async with system.database("auth").transaction() as tx:
        await tx.connection.execute(update(users).values(roles=["admin", "trader"]))

    answers = await asyncio.gather(
        client.request("DELETE", ME, json=CONFIRMED, headers=ada),
        client.request("DELETE", ME, json={"email": "admin@example.com"}, headers=admin),
    )

    assert sorted(one.status_code for one in answers) == [204, 409]
