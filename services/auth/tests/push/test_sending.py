"""Nothing is lost or told twice, whatever the push service or this process does meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest
from fakes.push_service import FakePushService
from stopped_clock import StoppedClock
from worth_telling import filled, fired

from auth.connections import push_services
from auth.domain.push import BACK_OFF_FIRST, NEWS_LIFE
from chassis.testing import Simulation
from vocabulary import AccountId

pytestmark = pytest.mark.real
PATH = "/api/auth/push"
Headers = dict[str, str]
Wait = Callable[[timedelta], None]
Rest = Callable[[], Awaitable[None]]
Reaches = Callable[[int], Awaitable[None]]
Counted = Callable[[], Awaitable[tuple[int, int]]]


@pytest.mark.parametrize("status", [429, 500, 503, 408])
async def test_what_is_not_taken_now_is_sent_again_later(
    *,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    reaches: Reaches,
    wait: Wait,
    status: int,
) -> None:
    service.answers = [status, status]
    await system.publish(fired(account_id, clock))
    for tries in (1, 2):
        await reaches(tries)
        assert service.told == []
        wait(BACK_OFF_FIRST * tries)
    await service.until(lambda: len(service.told) == 1)
    await reaches(0)

    assert service.asked == 3


async def test_a_push_service_that_asks_for_time_gets_it(
    *,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    reaches: Reaches,
    wait: Wait,
) -> None:
    service.answers, service.headers = [429], {"retry-after": "90"}
    await system.publish(fired(account_id, clock))
    await reaches(1)

    wait(timedelta(seconds=89))
    await asyncio.sleep(1.2)
    assert service.asked == 1
    wait(timedelta(seconds=1))
    await service.until(lambda: len(service.told) == 1)


async def test_what_was_never_taken_is_no_news_after_an_hour(
    *,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    reaches: Reaches,
    wait: Wait,
) -> None:
    service.answers = [503]
    await system.publish(fired(account_id, clock))
    await reaches(1)

    wait(NEWS_LIFE + timedelta(minutes=1))
    await asyncio.sleep(1.2)

    assert (service.asked, service.told) == (1, [])


@pytest.mark.parametrize("status", [404, 410])
async def test_a_device_that_is_gone_is_forgotten(
    *,
    client: httpx.AsyncClient,
    ada: Headers,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    counted: Counted,
    status: int,
) -> None:
    service.answers = [status]
    await system.publish(fired(account_id, clock))

    async with asyncio.timeout(60):
        while await counted() != (0, 0):  # noqa: ASYNC110  # nothing says when
            await asyncio.sleep(0.01)
    assert (await client.get(PATH, headers=ada)).json()["endpoint"] is None


@pytest.mark.parametrize("status", [400, 403, 413, 301, 307])
async def test_what_is_refused_is_given_up_and_nobody_is_followed(
    *,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    wait: Wait,
    status: int,
    at_rest: Rest,
    caplog: pytest.LogCaptureFixture,
) -> None:
    service.answers, service.headers = [status], {"location": f"{service.origin}/elsewhere"}
    await system.publish(fired(account_id, clock))
    await service.until(lambda: service.asked == 1)
    await at_rest()
    wait(timedelta(minutes=1))
    await system.publish(filled(account_id))
    await service.until(lambda: len(service.told) == 1)

    assert service.asked == 2
    assert service.told[0].news["title"] == "Sold IBM"
    assert "/push/" not in "".join(one.getMessage() for one in caplog.records if one.levelno > 20)


async def test_a_push_service_that_never_answers_is_left_alone(
    *,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    reaches: Reaches,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(push_services, "TIMEOUT_SECONDS", 0.2)
    service.is_stuck = True

    await system.publish(fired(account_id, clock))

    await reaches(1)
