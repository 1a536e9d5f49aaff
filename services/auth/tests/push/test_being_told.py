"""Who asked for it is notified while no terminal is open, of their own accounts."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

import httpx
import pytest
from fakes.push_service import Device, FakePushService
from stopped_clock import StoppedClock
from worth_telling import called, filled, fired, rejected

from auth.domain.push import NEWS_LIFE
from auth.domain.sessions import IDLE_LIFE
from bus.envelope import first, new_id
from bus.message import pack
from chassis.testing import Simulation
from events import AccountOpened, Event
from vocabulary import AccountId, UserId

pytestmark = pytest.mark.real
PATH = "/api/auth/push"
BEN = {"email": "ben@example.com", "password": "battery staple"}
Headers = dict[str, str]
Wait = Callable[[timedelta], None]
Subscribe = Callable[[Headers], Awaitable[Device]]
AccountOf = Callable[[Headers], Awaitable[AccountId]]
SignIn = Callable[[str, Headers], Awaitable[Headers]]
Rest = Callable[[], Awaitable[None]]
Counted = Callable[[], Awaitable[tuple[int, int]]]


def sold(who: AccountId, _: StoppedClock) -> Event:
    return filled(who)


def refused(who: AccountId, _: StoppedClock) -> Event:
    return rejected(who, "no money\n\0at all")


async def test_before_anybody_asks_nobody_is_notified(
    client: httpx.AsyncClient, ada: Headers
) -> None:
    answer = await client.get(PATH, headers=ada)

    assert answer.json()["endpoint"] is None
    assert len(answer.json()["public_key"]) == 87


async def test_a_device_is_told_what_it_asked_for(
    system: Simulation, service: FakePushService, account_id: AccountId, clock: StoppedClock
) -> None:
    await system.publish(fired(account_id, clock))
    await service.until(lambda: len(service.told) == 1)

    (told,) = service.told
    assert told.news["title"] == "IBM crosses 230"
    assert told.news["body"] == "Was at 230.01"
    assert told.news["path"] == "/alerts"
    assert set(told.news) == {"title", "body", "path", "tag", "at"}
    assert told.headers["content-encoding"] == "aes128gcm"
    assert told.headers["urgency"] == "high"
    assert told.headers["topic"] == told.news["tag"].replace("-", "")
    assert 3000 <= int(told.headers["ttl"]) <= 4000


@pytest.mark.parametrize(
    ("event", "title", "body", "path"),
    [
        (
            sold,
            "Sold IBM",
            "100, the last at 229.5; the order is done",
            "/orders/",
        ),
        (
            refused,
            "Order for IBM rejected",
            "no money  at all",
            "/orders/",
        ),
        (
            called,
            "Margin call (maintenance)",
            "12.5 dollars are lacking: deposit them or close positions",
            "/risk",
        ),
    ],
    ids=["filled", "rejected", "margin call"],
)
async def test_orders_and_margin_calls_are_told(
    *,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    event: Callable[[AccountId, StoppedClock], Event],
    title: str,
    body: str,
    path: str,
) -> None:
    await system.publish(event(account_id, clock))
    await service.until(lambda: len(service.told) == 1)

    news = service.told[0].news
    assert (news["title"], news["body"]) == (title, body)
    assert news["path"].startswith(path)


async def test_what_comes_together_is_told_as_one(
    *,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    wait: Wait,
    at_rest: Rest,
) -> None:
    await system.publish(fired(account_id, clock))
    await service.until(lambda: len(service.told) == 1)
    await at_rest()

    await system.publish(filled(account_id), filled(account_id), rejected(account_id, "no"))
    wait(timedelta(seconds=6))
    await service.until(lambda: len(service.told) == 2)

    news = service.told[1].news
    assert news["title"] == "3 notifications"
    assert set(news["body"].split(", ")) == {"Sold IBM", "Order for IBM rejected"}
    assert news["path"] == "/alerts"


async def test_all_accounts_are_told_of_by_name(
    *,
    client: httpx.AsyncClient,
    ada: Headers,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    subscribe: Subscribe,
    clock: StoppedClock,
) -> None:
    user_id = UserId(UUID((await client.get("/api/auth/me", headers=ada)).json()["user_id"]))
    other = AccountId(new_id())
    for each, name in ((account_id, "First"), (other, "Second")):
        opened = {"account_id": each, "user_id": user_id, "account_name": name, "cash": "1"}
        await system.publish(AccountOpened.model_validate(opened))
    await subscribe(ada)  # which reads at once what is read every second

    await system.publish(fired(other, clock))
    await service.until(lambda: len(service.told) == 1)

    assert service.told[0].news["body"] == "Second: Was at 230.01"


async def test_accounts_of_others_cost_no_row(
    *,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    sign_in: SignIn,
    account_of: AccountOf,
    counted: Counted,
) -> None:
    ben = await sign_in("register", BEN)
    await system.publish(filled(await account_of(ben)), filled(AccountId(new_id())))

    await system.publish(fired(account_id, clock))
    await service.until(lambda: len(service.told) == 1)

    assert await counted() == (1, 1)


async def test_who_turns_it_off_is_told_nothing(
    *,
    client: httpx.AsyncClient,
    ada: Headers,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    sign_in: SignIn,
    subscribe: Subscribe,
    account_of: AccountOf,
    counted: Counted,
) -> None:
    for _ in range(2):
        assert (await client.delete(PATH, headers=ada)).status_code == HTTPStatus.NO_CONTENT
    ben = await sign_in("register", BEN)
    await subscribe(ben)

    await system.publish(fired(account_id, clock))
    await system.publish(fired(await account_of(ben), clock))
    await service.until(lambda: len(service.told) == 1)

    assert (await client.get(PATH, headers=ada)).json()["endpoint"] is None
    assert await counted() == (1, 1)


async def test_a_session_that_is_over_is_told_nothing(
    *,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    wait: Wait,
    sign_in: SignIn,
    subscribe: Subscribe,
    account_of: AccountOf,
    counted: Counted,
) -> None:
    wait(IDLE_LIFE)
    ben = await sign_in("register", BEN)
    await subscribe(ben)

    for who in (account_id, await account_of(ben)):
        await say(system, fired(who, clock), clock.time)
    await service.until(lambda: len(service.told) == 1)

    assert (await counted())[1] == 1


async def test_what_is_no_news_any_more_is_not_told(
    *,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    counted: Counted,
) -> None:
    await say(system, fired(account_id, clock), clock.time - NEWS_LIFE)
    await say(system, filled(account_id), clock.time)
    await service.until(lambda: len(service.told) == 1)

    assert service.told[0].news["title"] == "Sold IBM"
    assert await counted() == (1, 1)


async def say(system: Simulation, event: Event, at: datetime) -> None:
    """Publish an event of then."""
    await system.bus.publish(pack([replace(first(event, "test"), time=at)]))
