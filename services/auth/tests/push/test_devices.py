"""Which devices are notified: one for each session, as long as it lasts."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

import httpx
import pytest
from fakes.push_service import Device, FakePushService

from auth.domain.push import SUBSCRIPTIONS_MAX

pytestmark = pytest.mark.real
PATH = "/api/auth/push"
ADA = {"email": "ada@example.com", "password": "correct horse"}
BEN = {"email": "ben@example.com", "password": "battery staple"}
Headers = dict[str, str]
SignIn = Callable[[str, Headers], Awaitable[Headers]]
Counted = Callable[[], Awaitable[tuple[int, int]]]


@pytest.mark.parametrize("how", ["sign out", "revoke", "delete"])
async def test_a_session_that_ends_takes_it_along(
    *,
    client: httpx.AsyncClient,
    ada: Headers,
    device: Device,
    how: str,
    sign_in: SignIn,
    counted: Counted,
) -> None:
    del device
    assert await counted() == (1, 0)

    if how == "sign out":
        await client.post("/api/auth/logout")
    elif how == "revoke":
        elsewhere = await sign_in("login", ADA)
        await client.delete("/api/auth/sessions", headers=elsewhere)
    else:
        body = {"email": ADA["email"]}
        await client.request("DELETE", "/api/auth/me", json=body, headers=ada)

    assert await counted() == (0, 0)


async def test_a_browser_tells_whoever_asked_last(
    client: httpx.AsyncClient, ada: Headers, device: Device, sign_in: SignIn, counted: Counted
) -> None:
    ben = await sign_in("register", BEN)

    answer = await client.put(PATH, json=device.subscription, headers=ben)

    assert answer.status_code == HTTPStatus.OK
    assert (await client.get(PATH, headers=ada)).json()["endpoint"] is None
    assert await counted() == (1, 0)


async def test_only_so_many_devices_are_notified(
    client: httpx.AsyncClient, ada: Headers, service: FakePushService, sign_in: SignIn
) -> None:
    del ada
    answers: list[httpx.Response] = []
    for _ in range(SUBSCRIPTIONS_MAX + 1):
        who = await sign_in("login", ADA)
        answers.append(await client.put(PATH, json=service.device().subscription, headers=who))

    assert [one.status_code for one in answers] == [200] * SUBSCRIPTIONS_MAX + [409]
    assert answers[-1].json()["code"] == "too_many_devices"
