"""Accounts that open, close or are renamed at the very moment in which something else happens."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select, update

from auth.domain.accounts import Account
from auth.repository.accounts import Accounts, People, find_accounts
from auth.tables import accounts, users
from chassis.testing import Simulation
from chassis.transaction import Transaction
from events import AccountOpened, AccountRenamed, Event, UserDeleted
from vocabulary import NO_MONEY, AccountId, UserId

pytestmark = pytest.mark.real
Bearer = dict[str, str]
Hear = Callable[[], Awaitable[list[Event]]]
NOW = datetime(2026, 1, 5, tzinfo=UTC)
WHILE_IT_WAITS = 0.3
"""Seconds in which what is not held up is over."""


@pytest.fixture
async def user_id(client: httpx.AsyncClient, ada: Bearer) -> UserId:
    return UserId(UUID((await client.get("/api/auth/me", headers=ada)).json()["user_id"]))


@pytest.fixture
async def second(system: Simulation, user_id: UserId, hear: Hear) -> AccountId:
    """Ada's other account."""
    account_id = await opened(system, user_id)
    await hear()
    return account_id


async def opened(system: Simulation, user_id: UserId) -> AccountId:
    """The portfolio service tells of one more account."""
    told = AccountOpened(
        account_id=AccountId(uuid4()),
        user_id=user_id,
        cash=NO_MONEY,
        account_name="Ada's own",
        is_first=False,
    )
    await system.publish(told, source="portfolio")
    return told.account_id


async def close(tx: Transaction, account_id: AccountId) -> None:
    """Store that it is closed."""
    repository = Accounts(lambda: NOW)
    states = await repository.load(tx.connection, [account_id])
    states[account_id].close(NOW)
    await repository.save(tx.connection, states.values())


async def name_of(system: Simulation, account_id: AccountId) -> str | None:
    """What is stored of it."""
    query = select(accounts.c.name).where(accounts.c.account_id == account_id)
    async with system.database("auth").engine.connect() as connection:
        return await connection.scalar(query)


async def test_who_leaves_while_an_account_opens_leaves_it_too(
    system: Simulation, user_id: UserId, hear: Hear
) -> None:
    async with system.database("auth").transaction() as tx:
        await tx.connection.execute(update(users).values(email="1@invalid"))
        opening = asyncio.create_task(opened(system, user_id))
        await asyncio.wait({opening}, timeout=WHILE_IT_WAITS)
    account_id = await opening

    left = [one.account_id for one in await hear() if isinstance(one, UserDeleted)]
    assert left == [account_id]
    assert not await name_of(system, account_id)


async def test_an_account_is_known_to_who_leaves_as_soon_as_its_owner_was_looked_at(
    system: Simulation, user_id: UserId
) -> None:
    """The queues of people and of accounts are read at their own speeds."""
    account_id = AccountId(uuid4())
    async with system.database("auth").transaction() as tx:
        states = await People().load(tx.connection, [user_id])
        states[user_id].accounts.append(Account(account_id, user_id, "Ada's own", NOW))
        await People().save(tx.connection, states.values())

    async with system.database("auth").transaction() as tx:
        found = await find_accounts(tx.connection, [user_id])
    assert account_id in {one.account_id for one in found[user_id]}


async def test_a_new_name_is_not_stored_for_who_has_left(
    client: httpx.AsyncClient, system: Simulation, ada: Bearer, second: AccountId, hear: Hear
) -> None:
    confirmed = {"email": "ada@example.com"}
    await client.request("DELETE", "/api/auth/me", json=confirmed, headers=ada)

    renamed = AccountRenamed(account_id=second, account_name="Ada's dearest")
    await system.publish(renamed, source="portfolio")
    await hear()

    assert not await name_of(system, second)


async def test_an_account_that_is_just_closing_becomes_no_default(
    client: httpx.AsyncClient, system: Simulation, ada: Bearer, second: AccountId
) -> None:
    body = {"account_id": str(second)}
    async with system.database("auth").transaction() as tx:
        await close(tx, second)
        wish = client.put("/api/auth/accounts/default", json=body, headers=ada)
        choosing = asyncio.create_task(wish)
        await asyncio.wait({choosing}, timeout=WHILE_IT_WAITS)

    assert (await choosing).status_code == HTTPStatus.NOT_FOUND
    me = (await client.get("/api/auth/me", headers=ada)).json()
    assert me["account_id"] != str(second)


async def test_two_accounts_that_close_at_once_do_not_take_each_others_place(
    client: httpx.AsyncClient, system: Simulation, ada: Bearer, user_id: UserId, second: AccountId
) -> None:
    third = await opened(system, user_id)
    await client.put("/api/auth/accounts/default", json={"account_id": str(third)}, headers=ada)
    fourth = await opened(system, user_id)

    async def close_third() -> None:
        async with system.database("auth").transaction() as tx:
            await close(tx, third)

    async with system.database("auth").transaction() as tx:
        await close(tx, second)
        closing = asyncio.create_task(close_third())
        await asyncio.wait({closing}, timeout=WHILE_IT_WAITS)
    await closing

    me = (await client.get("/api/auth/me", headers=ada)).json()
    assert me["account_id"] == str(fourth)
