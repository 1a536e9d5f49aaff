"""Administrators decide who may sign in, and who administers with them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from office import USERS, Office
from sqlalchemy import update

from auth.tables import users
from chassis.testing import Simulation
from events import AuditRecorded, Event, SessionRevoked
from vocabulary import AuditAction, RevocationReason

pytestmark = pytest.mark.real
Wait = Callable[[timedelta], None]
Hear = Callable[[], Awaitable[list[Event]]]
Headers = dict[str, str]
ME = "/api/auth/me"
LOGIN = {"email": "ben@example.com", "password": "battery staple"}


def bearer(answer: Any) -> Headers:  # noqa: ANN401
    return {"authorization": f"Bearer {answer['access_token']}"}


async def test_traders_are_refused(
    client: httpx.AsyncClient, ada: Headers, ben: dict[str, Any], system: Simulation
) -> None:
    one = f"{USERS}/{ben['user']['user_id']}"
    for answer in (
        await client.get(USERS, headers=ada),
        await client.get(one, headers=ada),
        await client.patch(one, json={"disabled": True}, headers=ada),
        await client.patch(one, json={"roles": ["admin"]}, headers=ada),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    for answer in (await client.get(USERS), await client.patch(one, json={"disabled": True})):
        assert answer.status_code == HTTPStatus.UNAUTHORIZED
    async with system.database("auth").engine.connect() as connection:
        changed = users.c.disabled_at.is_not(None) | (users.c.roles != ["trader"])
        assert (await connection.execute(users.select().where(changed))).all() == []


async def test_who_is_disabled_is_signed_in_nowhere_and_cannot_sign_in(
    client: httpx.AsyncClient, office: Office, ben: dict[str, Any]
) -> None:
    refresh_token = client.cookies["refresh"]

    answer = await office.change(ben["user"], disabled=True)

    assert answer.status_code == HTTPStatus.OK
    assert answer.json()["disabled_at"] is not None
    client.cookies.clear()
    client.cookies.set("refresh", refresh_token, domain="test.local", path="/api/auth")
    assert (await client.post("/api/auth/refresh")).status_code == HTTPStatus.UNAUTHORIZED
    login = await client.post("/api/auth/login", json=LOGIN)
    assert (login.status_code, login.json()["code"]) == (401, "wrong_credentials")


async def test_everybody_is_told_which_sessions_of_the_disabled_ended(
    client: httpx.AsyncClient, office: Office, ben: dict[str, Any], hear: Hear
) -> None:
    key = {"name": "bot", "scopes": ["read"]}
    assert (await client.post("/api/auth/keys", json=key, headers=bearer(ben))).is_success
    await client.post("/api/auth/login", json=LOGIN)
    await hear()

    await office.change(ben["user"], disabled=True)
    await office.change(ben["user"], disabled=True)  # changes nothing, and is not told

    told = await hear()
    ended = [one for one in told if isinstance(one, SessionRevoked)]
    assert len({one.session_id for one in ended}) == len(ended) == 3
    assert {one.reason for one in ended} == {RevocationReason.USER_DISABLED}
    assert {str(one.user_id) for one in ended} == {ben["user"]["user_id"]}
    (said,) = [one for one in told if isinstance(one, AuditRecorded)]
    assert said.action is AuditAction.DISABLE_USER
    assert str(said.user_id) != ben["user"]["user_id"]
    assert said.detail == f"user {ben['user']['user_id']}"


async def test_who_is_enabled_again_can_sign_in(
    client: httpx.AsyncClient, office: Office, ben: dict[str, Any], hear: Hear
) -> None:
    await office.change(ben["user"], disabled=True)
    await hear()

    answer = await office.change(ben["user"], disabled=False)

    assert answer.json()["disabled_at"] is None
    assert (await client.post("/api/auth/login", json=LOGIN)).status_code == HTTPStatus.OK
    told = [one for one in await hear() if isinstance(one, AuditRecorded)]
    assert [one.action for one in told] == [AuditAction.ENABLE_USER, AuditAction.SIGN_IN]


async def test_an_administrator_makes_another_one(
    client: httpx.AsyncClient, office: Office, ben: dict[str, Any], hear: Hear
) -> None:
    await hear()

    answer = await office.change(ben["user"], roles=["admin"])

    assert answer.json()["roles"] == ["admin", "trader"]
    (told,) = await hear()  # nothing ends: more is allowed from the next token on
    assert isinstance(told, AuditRecorded)
    assert told.action is AuditAction.CHANGE_ROLES
    assert told.detail == f"user {ben['user']['user_id']}: admin, trader"
    assert (await client.get(USERS, headers=bearer(ben))).status_code == HTTPStatus.FORBIDDEN
    again = (await client.post("/api/auth/login", json=LOGIN)).json()
    assert (await client.get(USERS, headers=bearer(again))).status_code == HTTPStatus.OK


async def test_who_loses_a_role_signs_in_again(
    client: httpx.AsyncClient, office: Office, ben: dict[str, Any], hear: Hear
) -> None:
    await office.change(ben["user"], roles=["admin", "trader"])
    await client.post("/api/auth/login", json=LOGIN)
    await hear()

    answer = await office.change(ben["user"], roles=[])

    assert answer.json()["roles"] == ["trader"]
    ended = [one for one in await hear() if isinstance(one, SessionRevoked)]
    assert {one.reason for one in ended} == {RevocationReason.CREDENTIALS_CHANGED}
    assert (await client.post("/api/auth/refresh")).status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize("changes", [{"disabled": True}, {"roles": ["trader"]}, {"roles": []}])
async def test_nobody_locks_themselves_out(
    client: httpx.AsyncClient, admin: Headers, office: Office, changes: dict[str, Any]
) -> None:
    own = (await client.get(ME, headers=admin)).json()

    answer = await office.change(own, **changes)

    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.CONFLICT, "own_account")
    assert (await office.look(search="admin@"))["items"][0]["roles"] == ["admin", "trader"]
    assert (await office.change(own, disabled=False, roles=["admin"])).is_success


async def test_of_two_administrators_who_demote_each_other_one_stays(
    client: httpx.AsyncClient, office: Office, admin: Headers, ben: dict[str, Any]
) -> None:
    await office.change(ben["user"], roles=["admin"])
    second = Office(client, bearer((await client.post("/api/auth/login", json=LOGIN)).json()))
    first = (await client.get(ME, headers=admin)).json()

    answers = await asyncio.gather(
        office.change(ben["user"], roles=[]), second.change(first, disabled=True)
    )

    assert sorted(one.status_code for one in answers) == [200, 403]


async def test_a_token_of_somebody_who_was_demoted_changes_nothing(
    office: Office, system: Simulation, ben: dict[str, Any]
) -> None:
    """The gateway may let it pass for some seconds still."""
    async with system.database("auth").transaction() as tx:
        await tx.connection.execute(update(users).values(roles=["trader"]))

    answer = await office.change(ben["user"], disabled=True)

    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.FORBIDDEN, "forbidden")


async def test_who_proved_who_they_are_a_while_ago_may_look_and_not_change(
    office: Office, ben: dict[str, Any], wait: Wait
) -> None:
    wait(timedelta(minutes=6))

    assert await office.names() == ["ben", "admin"]
    answer = await office.change(ben["user"], disabled=True)
    assert (answer.status_code, answer.json()["code"]) == (403, "step_up_required")


@pytest.mark.parametrize(
    "changes",
    [{}, {"disabled": "perhaps"}, {"roles": ["king"]}, {"roles": "admin"}, {"email": "x@y.org"}],
)
async def test_a_change_that_makes_no_sense_is_refused(
    office: Office, ben: dict[str, Any], changes: dict[str, Any]
) -> None:
    answer = await office.change(ben["user"], **changes)

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")
