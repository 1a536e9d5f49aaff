"""How fast an account may place orders: exactly so, whoever counts, and nothing else is slowed."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from time import monotonic
from typing import Any

import httpx
import pytest
from proving.proxy import proxy
from trading_desk import Desk, limit_order, trading_desk
from yarl import URL

from chassis.testing import some_account

pytestmark = pytest.mark.real
CLIENTS = 16


async def opened(stack: AsyncExitStack, postgres_url: str, **settings: object) -> Desk:
    desk = await stack.enter_async_context(trading_desk(postgres_url, **settings))
    await desk.show(("9.90", "100"), ("10.10", "100"))
    return desk


@pytest.fixture
async def stack() -> AsyncGenerator[AsyncExitStack]:
    async with AsyncExitStack() as entered:
        yield entered


@pytest.fixture
async def slow(stack: AsyncExitStack, postgres_url: str, redis_url: str) -> Desk:
    """Three orders at once, and the next one in a quarter of an hour."""
    limit = {"rate_per_second": 0.001, "rate_burst": 3}
    return await opened(stack, postgres_url, redis_url=redis_url, **limit)


async def fill_up(desk: Desk) -> list[dict[str, Any]]:
    """Place orders, each under a name, until there is no room for another one."""
    return [await desk.place(client_order_id=f"first-{number}") for number in range(3)]


async def test_orders_beyond_the_rate_are_refused_and_leave_nothing_behind(slow: Desk) -> None:
    orders = [limit_order(client_order_id=f"mine-{number}") for number in range(8)]

    answers = await asyncio.gather(*(slow.ask("POST", json=order) for order in orders))
    await slow.simulation.settle()

    assert Counter(answer.status_code for answer in answers) == {201: 3, 429: 5}
    for refused in (answer for answer in answers if answer.status_code == 429):
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["code"] == "order_rate_exceeded"
        assert refused.headers.get_list("retry-after") == ["1000"]
    assert len((await slow.ask("GET")).json()["items"]) == 3
    assert [one.name for one in slow.said] == ["ORDER_CREATED"] * 3


async def test_who_comes_back_when_told_is_let_in(
    stack: AsyncExitStack, postgres_url: str, redis_url: str
) -> None:
    desk = await opened(stack, postgres_url, redis_url=redis_url, rate_per_second=1, rate_burst=1)
    order = limit_order(client_order_id="second")
    await desk.place(client_order_id="first")

    refused = await desk.ask("POST", json=order)
    await asyncio.sleep(int(refused.headers["retry-after"]))

    assert refused.status_code == 429
    assert (await desk.ask("POST", json=order)).status_code == 201


async def test_an_order_that_is_there_already_is_answered_at_any_rate(slow: Desk) -> None:
    placed = (await fill_up(slow))[0]

    again = await slow.ask("POST", json=limit_order(client_order_id="first-0"))
    other = await slow.ask("POST", json=limit_order(client_order_id="first-0", quantity="9"))

    assert (again.status_code, again.json()["order_id"]) == (200, placed["order_id"])
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


async def test_nothing_else_is_slowed(slow: Desk) -> None:
    for _ in range(5):  # these could not be placed anyway, so they do not count
        assert (await slow.ask("POST", json=limit_order(symbol="ZZZZ"))).status_code == 422
    placed = (await fill_up(slow))[0]
    assert (await slow.ask("POST", json=limit_order())).status_code == 429

    canceled = await slow.ask("DELETE", f"/{placed['order_id']}")
    listed = await slow.ask("GET")
    theirs = await slow.ask("POST", json=limit_order(), trader=some_account())

    assert [answer.status_code for answer in (canceled, listed, theirs)] == [202, 200, 201]


async def test_replicas_count_together(
    stack: AsyncExitStack, postgres_url: str, redis_url: str
) -> None:
    rate, burst, seconds = 40, 20, 1.5
    settings = {"redis_url": redis_url, "rate_per_second": rate, "rate_burst": burst}
    replicas = [await opened(stack, postgres_url, **settings) for _ in range(2)]
    trader = some_account()
    began = monotonic()

    async def hammer(desk: Desk) -> list[httpx.Response]:
        answers: list[httpx.Response] = []
        while monotonic() < began + seconds:
            answers.append(await desk.ask("POST", trader=trader, json=limit_order()))
        return answers

    told = await asyncio.gather(*(hammer(replicas[number % 2]) for number in range(CLIENTS)))
    took = monotonic() - began

    statuses = Counter(answer.status_code for answers in told for answer in answers)
    assert statuses.keys() == {201, 429}
    assert burst < statuses[201] <= burst + rate * took


async def test_without_redis_orders_are_taken_as_strictly_and_as_soon(
    stack: AsyncExitStack, postgres_url: str, redis_url: str
) -> None:
    place = URL(redis_url)
    wire = await stack.enter_async_context(proxy(str(place.host), place.port or 6379))
    desk = await opened(
        stack,
        postgres_url,
        redis_url=str(place.with_port(wire.port)),
        rate_per_second=0.001,
        rate_burst=10,
    )
    assert (await desk.ask("POST", json=limit_order())).status_code == 201
    wire.freeze()
    began = monotonic()

    answers = [await desk.ask("POST", json=limit_order()) for _ in range(30)]
    statuses = Counter(answer.status_code for answer in answers)
    took = monotonic() - began

    assert statuses == {201: 9, 429: 21}
    assert took < 20
    assert (await desk.client.get("/readyz")).status_code == 200
