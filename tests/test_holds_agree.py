"""What risk holds is what the orders on the book may still cost, whatever happened to them."""

from collections.abc import AsyncGenerator
from decimal import Decimal
from random import Random
from typing import Any

import httpx
import pytest
from trading_desk import Desk, trading_desk

from bus.inbox import count_parked
from chassis.testing import sign_in, some_account
from events import AccountOpened, OrderApproved, OrderRejected
from risk.main import create_service
from risk.settings import RiskSettings
from vocabulary import AccountId, Money, Price, Quantity, UserId, value

pytestmark = pytest.mark.real

RISK = create_service(RiskSettings.model_validate({"port": 8104, "rabbitmq_password": "test"}))
OPENING = Money(Decimal(10_000))
LAST_UNIT = Decimal("0.0001")
STEPS = 120
Json = dict[str, Any]


class Floor:
    """Traders who do what comes into their heads, in an order that a seed decides."""

    def __init__(self, desk: Desk, risk: httpx.AsyncClient, seed: int) -> None:
        self.desk = desk
        self.risk = risk
        self.traders = [some_account() for _ in range(3)]
        self._placed: list[tuple[AccountId, str]] = []
        self._random = Random(seed)  # noqa: S311  # tests repeat

    async def step(self) -> None:
        """One of them acts, or the market moves; sometimes they wait for what comes of it."""
        act = self._random.choices([self._place, self._cancel, self._quote], [6, 2, 2])[0]
        await act()
        if self._random.random() < 0.5:
            await self.desk.simulation.settle()

    async def orders_of(self, trader: AccountId) -> list[Json]:
        """Everything that a trader placed, with fills."""
        mine = [order_id for owner, order_id in self._placed if owner == trader]
        return [await self.desk.see(order_id, trader=trader) for order_id in mine]

    async def account_of(self, trader: AccountId) -> Json:
        """What risk says of a trader."""
        answer = await self.risk.get("/api/risk/account", headers=sign_in(trader))
        return answer.raise_for_status().json()

    async def _place(self) -> None:
        trader, draw = self._random.choice(self.traders), self._random
        price = f"{draw.randint(980, 1020) / 100:.2f}"
        terms = {
            "side": draw.choice(["buy", "buy", "sell"]),
            "type": draw.choice(["market", "limit"]),
            "quantity": draw.choice(["1", "7", "40", "0.5", "300", "0.000000003"]),
        }
        terms["limit_price"] = price if terms["type"] == "limit" else ""
        placed = await self.desk.place(trader=trader, **terms)
        self._placed.append((trader, placed["order_id"]))

    async def _cancel(self) -> None:
        if self._placed:
            trader, order_id = self._random.choice(self._placed)
            await self.desk.ask("DELETE", f"/{order_id}", trader=trader)

    async def _quote(self) -> None:
        cents, size = self._random.randint(985, 1010), str(self._random.randint(0, 60))
        await self.desk.show((f"{cents / 100:.2f}", size), (f"{(cents + 5) / 100:.2f}", size))


@pytest.fixture
async def desk(postgres_url: str) -> AsyncGenerator[Desk]:
    async with trading_desk(postgres_url) as opened:
        await opened.show(("9.95", "50"), ("10.00", "50"))
        yield opened


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happens_orders_and_holds_agree(desk: Desk, seed: int) -> None:
    floor = Floor(desk, await desk.simulation.start(RISK), seed)
    for trader in floor.traders:
        await desk.simulation.publish(
            AccountOpened(account_id=trader, user_id=UserId(some_account()), cash=OPENING)
        )

    for _ in range(STEPS):
        await floor.step()
    await desk.simulation.settle()

    for trader in floor.traders:
        _check(await floor.account_of(trader), await floor.orders_of(trader))
    kinds = {type(one) for one in desk.said}
    assert {OrderApproved, OrderRejected} < kinds
    for service in ("order", "risk"):
        async with desk.simulation.database(service).engine.connect() as connection:
            assert await count_parked(connection) == 0


def _check(account: Json, orders: list[Json]) -> None:
    live = [one for one in orders if one["status"] in {"new", "partially_filled"}]
    open_quantity = {
        one["order_id"]: Decimal(one["quantity"]) - Decimal(one["filled_quantity"]) for one in live
    }
    assert {one["order_id"]: Decimal(one["quantity"]) for one in account["holds"]} == open_quantity
    held = sum(
        value(Quantity(open_quantity[one["order_id"]]), Price(Decimal(one["bound_price"])))
        for one in live
        if one["side"] == "buy"
    )
    assert Decimal(account["held_cash"]) == held

    cash, owned, fills = Decimal(OPENING), Decimal(0), 0
    for order in orders:
        assert order["status"] not in {"pending_new", "pending_cancel"}
        for fill in order["fills"]:
            sign = 1 if order["side"] == "buy" else -1
            quantity, price = Quantity(Decimal(fill["quantity"])), Price(Decimal(fill["price"]))
            cash, owned = cash - sign * value(quantity, price), owned + sign * quantity
            fills += 1
    assert Decimal(account["cash"]) == cash
    assert sum((Decimal(one["owned"]) for one in account["shares"]), Decimal(0)) == owned
    assert Decimal(account["buying_power"]) == cash - held
    assert cash - held >= -fills * LAST_UNIT  # every fill is rounded by itself
