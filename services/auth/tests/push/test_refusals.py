"""Nobody makes this service connect to what is no push service, and no machine is notified."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus

import httpx
import pytest
from fakes.push_service import FakePushService
from sqlalchemy import text
from stopped_clock import StoppedClock
from worth_telling import fired

from auth.connections.hearing import SUBSCRIPTION
from chassis.testing import Simulation
from vocabulary import AccountId

pytestmark = pytest.mark.real
PATH = "/api/auth/push"
Headers = dict[str, str]
Counted = Callable[[], Awaitable[tuple[int, int]]]


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://127.0.0.1:1/x",
        "https://localhost/x",
        "https://user@a.example/x",
        "http://a.example/",
    ],
)
async def test_nobody_makes_us_connect_to_what_is_no_push_service(
    *,
    client: httpx.AsyncClient,
    ada: Headers,
    service: FakePushService,
    counted: Counted,
    endpoint: str,
) -> None:
    wanted = service.device().subscription | {"endpoint": endpoint}

    answer = await client.put(PATH, json=wanted, headers=ada)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["code"] == "push_service_unknown"
    assert await counted() == (0, 0)


async def test_a_push_service_that_is_not_allowed_any_more_is_sent_nothing(
    *,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    counted: Counted,
) -> None:
    async with system.database("auth").transaction() as tx:
        elsewhere = service.origin.replace("127.0.0.1", "localhost") + "/push/x"
        change = text("update push_subscriptions set endpoint = :there")
        await tx.connection.execute(change, {"there": elsewhere})

    await system.publish(fired(account_id, clock))

    async with asyncio.timeout(60):
        while await counted() != (0, 0):  # noqa: ASYNC110  # nothing says when
            await asyncio.sleep(0.01)
    assert service.asked == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"keys": {"p256dh": "B" + "A" * 86, "auth": "A" * 22}}, "not_a_push_key"),
        ({"keys": {"p256dh": "B" + "A" * 85, "auth": "A" * 22}}, "validation_failed"),
        ({"keys": {"p256dh": "B" + "A" * 86, "auth": "A" * 23}}, "validation_failed"),
        ({"endpoint": "https://a.example/" + "x" * 1024}, "validation_failed"),
        ({"endpoint": "ftp://a.example/"}, "validation_failed"),
        ({"expirationTime": None}, "validation_failed"),
    ],
)
async def test_what_no_browser_says_is_refused(
    *,
    client: httpx.AsyncClient,
    ada: Headers,
    service: FakePushService,
    change: dict[str, object],
    code: str,
) -> None:
    answer = await client.put(PATH, json=service.device().subscription | change, headers=ada)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_a_machine_is_not_notified(
    client: httpx.AsyncClient, settled: Headers, service: FakePushService
) -> None:
    key = {"name": "another", "scopes": ["read", "trade"]}
    made = (await client.post("/api/auth/keys", json=key, headers=settled)).json()
    basic = {"apca-api-key-id": made["key_id"], "apca-api-secret-key": made["secret"]}
    passed = await client.get("/internal/verify", headers=basic)
    bearer = {"authorization": f"Bearer {passed.headers['x-access-token']}"}

    answer = await client.put(PATH, json=service.device().subscription, headers=bearer)

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert SUBSCRIPTION.consumer == "auth.push"
