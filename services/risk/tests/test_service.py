"""Risk as a service: events in, decisions out, and what an account's owner may see."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from decimal import Decimal
from http import HTTPStatus

import httpx
import pytest

from bus.envelope import new_id
from bus.interface import Subscription
from chassis.testing import Simulation, sign_in, simulation, some_account
from events import CATALOGUE, AccountOpened, Event, OrderCanceled, OrderCreated, OrderFilled
from risk.main import create_service
from risk.settings import RiskSettings
from vocabulary import (
    AccountId,
    FillId,
    Money,
    OrderId,
    OrderType,
    Price,
    Quantity,
    Side,
    Symbol,
    UserId,
)

pytestmark = pytest.mark.real
ACME = Symbol("ACME")
NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)
SETTINGS = RiskSettings.model_validate({"port": 8104, "rabbitmq_password": "unused"})


@pytest.fixture
async def world(postgres_url: str) -> AsyncGenerator[Simulation]:
    everything = Subscription("test.listener", frozenset(CATALOGUE))
    async with (
        simulation(postgres_url) as world,
        world.bus.listening(everything, lambda _: None),
    ):
        yield world


@pytest.fixture
async def client(world: Simulation) -> httpx.AsyncClient:
    return await world.start(create_service(SETTINGS))


def opened(account_id: AccountId) -> AccountOpened:
    return AccountOpened(account_id=account_id, user_id=UserId(new_id()), cash=Money(Decimal(1000)))


def created(account_id: AccountId, side: Side, quantity: int, bound: str) -> OrderCreated:
    return OrderCreated(
        order_id=OrderId(new_id()),
        account_id=account_id,
        symbol=ACME,
        side=side,
        order_type=OrderType.MARKET,
        quantity=Quantity(Decimal(quantity)),
        bound_price=Price(Decimal(bound)),
        market_time=NOON,
    )


def filled(order: OrderCreated, price: str) -> OrderFilled:
    return OrderFilled(
        fill_id=FillId(new_id()),
        order_id=order.order_id,
        account_id=order.account_id,
        symbol=order.symbol,
        side=order.side,
        quantity=order.quantity,
        price=Price(Decimal(price)),
        filled_quantity=order.quantity,
        counterparty="market",
    )


def answers(world: Simulation) -> list[Event]:
    return [one.data for one in world.bus.history if one.source == "risk"]


async def account(client: httpx.AsyncClient, account_id: AccountId) -> dict[str, object]:
    response = await client.get("/api/risk/account", headers=sign_in(account_id))
    return response.raise_for_status().json()


async def test_an_order_is_held_filled_and_settled(
    world: Simulation, client: httpx.AsyncClient
) -> None:
    trader = some_account()
    order = created(trader, Side.BUY, 9, "105")

    await world.publish(opened(trader), order)
    held = await account(client, trader)
    await world.publish(filled(order, "100"))
    settled = await account(client, trader)

    assert [one.name for one in answers(world)] == ["ORDER_APPROVED"]
    assert answers(world)[0].model_dump() == order.model_dump()
    assert (held["held_cash"], held["buying_power"]) == ("945", "55")
    assert (settled["cash"], settled["held_cash"], settled["holds"]) == ("100", "0", [])
    assert settled["shares"] == [{"symbol": "ACME", "owned": "9", "held": "0", "free": "9"}]


async def test_two_orders_cannot_spend_the_same_cash(
    world: Simulation, client: httpx.AsyncClient
) -> None:
    trader = some_account()
    first, second = (created(trader, Side.BUY, 6, "100") for _ in range(2))

    await world.publish(opened(trader), first, second)
    await world.publish(
        OrderCanceled(
            order_id=first.order_id,
            account_id=trader,
            symbol=ACME,
            open_quantity=first.quantity,
        )
    )

    refused = answers(world)[1].model_dump(mode="json")
    assert (refused["reason"], refused["rejected_by"]) == ("buying_power_exceeded", "risk")
    assert (refused["needed_cash"], refused["free_cash"]) == ("600", "400")
    assert refused["market_time"] == "2013-10-07T12:00:00Z"
    assert (await account(client, trader))["buying_power"] == "1000"


async def test_a_fill_of_an_order_that_holds_nothing_is_parked(
    world: Simulation, client: httpx.AsyncClient
) -> None:
    trader = some_account()

    await world.publish(opened(trader), filled(created(trader, Side.BUY, 1, "1"), "1"))

    async with world.database("risk").engine.connect() as connection:
        parked = (await connection.exec_driver_sql("select type, error from parked")).all()
    assert [row.type for row in parked] == ["ORDER_FILLED"]
    assert "holds nothing" in parked[0].error
    assert (await account(client, trader))["cash"] == "1000"


async def test_nobody_sees_an_account_that_is_not_open_or_not_theirs(
    world: Simulation, client: httpx.AsyncClient
) -> None:
    trader = some_account()
    await world.publish(opened(trader))

    stranger = await client.get("/api/risk/account")
    other = await client.get("/api/risk/account", headers=sign_in(some_account()))

    assert stranger.status_code == HTTPStatus.UNAUTHORIZED
    assert (other.status_code, other.json()["code"]) == (404, "account_not_open")
