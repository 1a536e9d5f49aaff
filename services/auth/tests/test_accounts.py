"""Several accounts of one person: a token speaks for one of them, and a session remembers which."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
from machines import bearer, make_key

from chassis.testing import Simulation
from events import (
    AccountClosed,
    AccountOpened,
    AccountRenamed,
    Event,
    SessionRevoked,
    UserDeleted,
)
from vocabulary import NO_MONEY, AccountId, UserId

pytestmark = pytest.mark.real
Hear = Callable[[], Awaitable[list[Event]]]
LOGIN = {"email": "ada@example.com", "password": "correct horse"}
KEY = {"name": "bot", "scopes": ["read", "trade"]}


@dataclass
class Desk:
    """Ada at the front door, with an account that she has just been given."""

    client: httpx.AsyncClient
    system: Simulation
    user_id: UserId
    first: AccountId
    headers: dict[str, str]

    async def opened(self, name: str = "Swing", user_id: UserId | None = None) -> AccountId:
        """One more account, of which the portfolio service tells."""
        account_id = AccountId(uuid4())
        opened = AccountOpened(
            account_id=account_id,
            user_id=user_id or self.user_id,
            cash=NO_MONEY,
            account_name=name,
            is_first=False,
        )
        await self.system.publish(opened, source="portfolio")
        return account_id

    async def close(self, account_id: AccountId) -> None:
        """The portfolio service tells that an account has ended."""
        closed = AccountClosed(account_id=account_id, epoch=1)
        await self.system.publish(closed, source="portfolio")

    async def refresh(self, account_id: AccountId | None = None) -> httpx.Response:
        """A new token, for another account if one is named."""
        body = {"account_id": str(account_id)} if account_id else None
        return await self.client.post("/api/auth/refresh", json=body)

    async def accounts(self) -> list[dict[str, Any]]:
        """What the list shows."""
        return (await self.client.get("/api/auth/accounts", headers=self.headers)).json()["items"]

    async def prefer(self, account_id: AccountId) -> httpx.Response:
        """Choose another default."""
        body = {"account_id": str(account_id)}
        url = "/api/auth/accounts/default"
        return await self.client.put(url, json=body, headers=self.headers)


@pytest.fixture
async def desk(
    client: httpx.AsyncClient, system: Simulation, ada: dict[str, str], hear: Hear
) -> Desk:
    me = (await client.get("/api/auth/me", headers=ada)).json()
    user_id, first = UserId(UUID(me["user_id"])), AccountId(UUID(me["account_id"]))
    desk = Desk(client, system, user_id, first, ada)
    opened = AccountOpened(account_id=first, user_id=user_id, cash=NO_MONEY, account_name="Paper")
    await system.publish(opened, source="portfolio")
    await hear()
    return desk


def spoken_for(answer: httpx.Response) -> AccountId:
    """The account that a token speaks for, by its own words and by those of the answer."""
    assert answer.status_code == HTTPStatus.OK, answer.text
    token = answer.json()["access_token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["account_id"] == answer.json()["account_id"]
    return AccountId(UUID(claims["account_id"]))


async def test_signing_in_speaks_for_the_default_account(desk: Desk) -> None:
    await desk.opened()

    assert spoken_for(await desk.client.post("/api/auth/login", json=LOGIN)) == desk.first


async def test_a_session_goes_on_with_the_account_that_was_named(desk: Desk) -> None:
    second = await desk.opened()

    assert spoken_for(await desk.refresh(second)) == second
    assert spoken_for(await desk.refresh()) == second
    assert spoken_for(await desk.refresh(desk.first)) == desk.first


async def test_other_sessions_stay_with_theirs(desk: Desk) -> None:
    second, token = await desk.opened(), desk.client.cookies["refresh"]
    await desk.client.post("/api/auth/login", json=LOGIN)
    await desk.refresh(second)

    desk.client.cookies.set("refresh", token, domain="test.local", path="/api/auth")
    assert spoken_for(await desk.refresh()) == desk.first


async def test_nobody_gets_a_token_for_what_is_not_theirs(desk: Desk) -> None:
    foreign = await desk.opened(user_id=UserId(uuid4()))

    for account_id in (foreign, AccountId(uuid4())):
        answer = await desk.refresh(account_id)
        assert (answer.status_code, answer.json()["code"]) == (404, "account_not_found")
        assert (await desk.prefer(account_id)).status_code == HTTPStatus.NOT_FOUND
    assert spoken_for(await desk.refresh()) == desk.first  # the token was not spent


async def test_a_default_can_be_chosen(desk: Desk) -> None:
    second = await desk.opened()

    assert (await desk.prefer(second)).status_code == HTTPStatus.NO_CONTENT

    assert spoken_for(await desk.refresh()) == desk.first
    assert spoken_for(await desk.client.post("/api/auth/login", json=LOGIN)) == second
    me = (await desk.client.get("/api/auth/me", headers=desk.headers)).json()
    assert me["account_id"] == str(second)


async def test_the_list_shows_names_and_which_is_which(desk: Desk) -> None:
    second = await desk.opened("Swing")
    renamed = AccountRenamed(account_id=second, account_name="Bot")
    await desk.system.publish(renamed, source="portfolio")

    first, other = await desk.accounts()

    assert (first["name"], first["is_default"], first["is_current"]) == ("Paper", True, True)
    assert (other["name"], other["is_default"], other["is_current"]) == ("Bot", False, False)
    assert other["closed_at"] is None


async def test_tokens_for_a_closed_account_are_not_renewed(desk: Desk) -> None:
    second = await desk.opened()
    await desk.refresh(second)

    await desk.close(second)

    assert spoken_for(await desk.refresh()) == desk.first
    assert (await desk.refresh(second)).status_code == HTTPStatus.NOT_FOUND
    assert (await desk.prefer(second)).status_code == HTTPStatus.NOT_FOUND
    assert [one["closed_at"] is None for one in await desk.accounts()] == [True, False]


async def test_when_the_default_is_closed_the_oldest_other_takes_its_place(desk: Desk) -> None:
    second, _ = await desk.opened(), await desk.opened()

    await desk.close(desk.first)

    assert [one["is_default"] for one in await desk.accounts()] == [False, True, False]
    assert spoken_for(await desk.client.post("/api/auth/login", json=LOGIN)) == second


async def test_the_keys_of_a_closed_account_end_and_those_of_others_do_not(
    desk: Desk, hear: Hear
) -> None:
    second = await desk.opened()
    await desk.client.post("/api/auth/keys", json=KEY, headers=desk.headers)
    token = (await desk.refresh(second)).json()["access_token"]
    there = {"authorization": f"Bearer {token}"}
    await desk.client.post("/api/auth/keys", json=KEY, headers=there)
    await hear()

    await desk.close(second)
    await desk.close(second)

    revoked = [one for one in await hear() if isinstance(one, SessionRevoked)]
    assert [one.account_id for one in revoked] == [second]
    (gone,) = (await desk.client.get("/api/auth/keys", headers=there)).json()["items"]
    (good,) = (await desk.client.get("/api/auth/keys", headers=desk.headers)).json()["items"]
    assert (gone["revoked_at"] is None, good["revoked_at"] is None) == (False, True)
    refused = await desk.client.post("/api/auth/keys", json=KEY, headers=there)
    assert (refused.status_code, refused.json()["code"]) == (409, "account_closed")


async def test_a_machine_sees_the_account_of_its_key_only(desk: Desk) -> None:
    await desk.opened()
    key = await make_key(desk.client, desk.headers)

    desk.headers = await bearer(desk.client, key)

    assert [one["account_id"] for one in await desk.accounts()] == [str(desk.first)]
    assert (await desk.prefer(desk.first)).status_code == HTTPStatus.FORBIDDEN


async def test_who_leaves_leaves_all_accounts_and_their_names(desk: Desk, hear: Hear) -> None:
    second = await desk.opened("Ada's own")
    confirmed = {"email": LOGIN["email"]}

    await desk.client.request("DELETE", "/api/auth/me", json=confirmed, headers=desk.headers)

    left = [one.account_id for one in await hear() if isinstance(one, UserDeleted)]
    assert sorted(left) == sorted([desk.first, second])
    late = await desk.opened()
    assert [one.account_id for one in await hear() if isinstance(one, UserDeleted)] == [late]
