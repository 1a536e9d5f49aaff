"""Somebody who is notified, by a push service that really reads what it is sent."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from uuid import UUID

import httpx
import pytest
from fakes.push_service import Device, FakePushService, push_service
from sqlalchemy import func, select, text

from auth.settings import AuthSettings
from auth.tables import push_news, push_subscriptions
from chassis.testing import Simulation
from vocabulary import AccountId

PATH = "/api/auth/push"
Headers = dict[str, str]
Subscribe = Callable[[Headers], Awaitable[Device]]
AccountOf = Callable[[Headers], Awaitable[AccountId]]
SignIn = Callable[[str, Headers], Awaitable[Headers]]
Rest = Callable[[], Awaitable[None]]
Reaches = Callable[[int], Awaitable[None]]
Counted = Callable[[], Awaitable[tuple[int, int]]]


@pytest.fixture
async def service() -> AsyncGenerator[FakePushService]:
    async with push_service() as started:
        yield started


@pytest.fixture
async def settings(settings: AuthSettings, service: FakePushService) -> AuthSettings:
    """Those of an installation that may send to this push service and no other."""
    return settings.model_copy(update={"push_services": f"https://a.example, {service.origin}/"})


@pytest.fixture
def subscribe(client: httpx.AsyncClient, service: FakePushService) -> Subscribe:
    """Have somebody notified on a device of theirs."""

    async def on_a_new_device(who: Headers) -> Device:
        device = service.device()
        answer = await client.put(PATH, json=device.subscription, headers=who)
        assert answer.raise_for_status().json()["endpoint"] == device.endpoint
        return device

    return on_a_new_device


@pytest.fixture
def sign_in(client: httpx.AsyncClient) -> SignIn:
    """Sign somebody in, or up."""

    async def by(how: str, who: Headers) -> Headers:
        answer = await client.post(f"/api/auth/{how}", json=who)
        return {"authorization": f"Bearer {answer.json()['access_token']}"}

    return by


@pytest.fixture
def account_of(client: httpx.AsyncClient) -> AccountOf:
    """The default account of somebody."""

    async def found(who: Headers) -> AccountId:
        answer = await client.get("/api/auth/me", headers=who)
        return AccountId(UUID(answer.json()["account_id"]))

    return found


@pytest.fixture
async def device(subscribe: Subscribe, ada: Headers) -> Device:
    """Ada's, which is notified."""
    return await subscribe(ada)


@pytest.fixture
async def account_id(account_of: AccountOf, ada: Headers, device: Device) -> AccountId:
    """Ada's, once she is notified."""
    del device
    return await account_of(ada)


@pytest.fixture
def counted(system: Simulation) -> Counted:
    """How many subscriptions and news are stored."""

    async def stored() -> tuple[int, int]:
        async with system.database("auth").engine.connect() as connection:
            devices = select(func.count()).select_from(push_subscriptions)
            news = select(func.count()).select_from(push_news)
            one, other = await connection.scalar(devices), await connection.scalar(news)
        return one or 0, other or 0

    return stored


@pytest.fixture
def at_rest(system: Simulation) -> Rest:
    """Wait until it is noted that all was told: only then does time pass for who is told next."""
    waiting = select(func.count()).where(push_news.c.accepted_at.is_(None))

    async def noted() -> None:
        async with asyncio.timeout(60), system.database("auth").engine.connect() as connection:
            while await connection.scalar(waiting):
                await connection.rollback()
                await asyncio.sleep(0.01)

    return noted


@pytest.fixture
def reaches(system: Simulation) -> Reaches:
    """Wait until it is noted that what waits was tried so often in vain."""
    tries = text("select max(tries) from push_subscriptions")

    async def noted(wanted: int) -> None:
        async with asyncio.timeout(60), system.database("auth").engine.connect() as connection:
            while await connection.scalar(tries) != wanted:
                await connection.rollback()
                await asyncio.sleep(0.01)

    return noted
