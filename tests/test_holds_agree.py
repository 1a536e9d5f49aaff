"""What risk holds is what the orders on the book may still cost, whatever happened to them."""

from collections.abc import AsyncGenerator
from decimal import Decimal
from random import Random
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from trading_desk import Desk, trading_desk

from bus.inbox import count_parked
from chassis.testing import sign_in, some_account
from events import (
    AccountOpened,
    OrderApproved,
    OrderPartiallyFilled,
    OrderRejected,
    OrderReplaced,
)
from order.domain.open_orders import OpenOrders
from order.tables import fills, orders
from risk.main import create_service
from risk.settings import RiskSettings
from vocabulary import AccountId, Money, Side, UserId

pytestmark = pytest.mark.real

RISK = create_service(RiskSettings.model_validate({"port": 8104, "rabbitmq_password": "test"}))
OPENING = Money(Decimal(10_000))
STEPS = 150
WANTED = [
    {"fill_model": "realistic/1", "fees": "us-equities/1"},
    {"fill_model": "touch/1", "fees": "crypto/1"},
    {"fill_model": "touch/1", "fees": "per-share/1"},
    {"fill_model": "instant/1", "fees": "none/1"},
]
"""How each of the traders wants orders to be filled and charged."""
REFUSED = {409, 422}
Json = dict[str, Any]


class Floor:
    """Traders who do what comes into their heads, in an order that a seed decides."""

    def __init__(self, desk: Desk, risk: httpx.AsyncClient, seed: int) -> None:
        self.desk = desk
        self.risk = risk
        self.traders = [some_account() for _ in WANTED]
        self._random = Random(seed)  # noqa: S311  # tests repeat

    async def open(self) -> None:
        """Give everybody an account, and let them choose how they want to trade."""
        for trader, wanted in zip(self.traders, WANTED, strict=True):
            opened = AccountOpened(account_id=trader, user_id=UserId(some_account()), cash=OPENING)
            await self.desk.simulation.publish(opened)
            chosen = await self.desk.ask("PUT", "/settings", trader=trader, json=wanted)
            chosen.raise_for_status()

    async def step(self) -> None:
        """One of them acts, or the market moves; sometimes they wait for what comes of it."""
        acts = [self._place, self._place_group, self._replace, self._cancel, self._quote]
        act = self._random.choices(acts, [5, 3, 3, 1, 3])[0]
        await act()
        if self._random.random() < 0.5:
            await self.desk.simulation.settle()
        if self._random.random() < 0.3:
            await self.desk.pass_time()

    async def come_to_rest(self) -> None:
        """Let everything be answered that was asked."""
        for _ in range(4):
            await self.desk.simulation.settle()
            await self.desk.pass_time()

    async def orders_of(self, trader: AccountId) -> OpenOrders:
        """Everything that a trader placed, with fills."""
        async with self.desk.simulation.database("order").engine.connect() as connection:
            found = await connection.execute(select(orders).where(orders.c.account_id == trader))
            rows = {row.order_id: row for row in found}
            own = select(fills).where(fills.c.order_id.in_(rows))
            return OpenOrders(rows, (await connection.execute(own)).all())

    async def account_of(self, trader: AccountId) -> Json:
        """What risk says of a trader."""
        answer = await self.risk.get("/api/risk/account", headers=sign_in(trader))
        return answer.raise_for_status().json()

    async def _place(self) -> None:
        draw = self._random
        kind = draw.choice(["market", "market", "limit", "limit", "stop", "trailing_stop"])
        side = draw.choice(["buy", "buy", "sell"])
        terms: Json = {"symbol": "IBM", "side": side, "type": kind}
        if kind == "limit":
            terms |= {"limit_price": self._near()}
        elif kind == "stop":
            terms |= {"stop_price": "10.30" if side == "buy" else "9.70"}
        elif kind == "trailing_stop":
            terms |= {"trail_price": "0.10"}
        if kind == "market" and side == "buy" and draw.random() < 0.5:
            terms |= {"notional": draw.choice(["50", "333.33", "4000"])}
        else:
            terms |= {"quantity": draw.choice(["1", "7", "40", "300"])}
            terms |= {"time_in_force": draw.choice(["day", "gtc"])}
            terms |= {"time_in_force": "ioc"} if kind == "limit" and draw.random() < 0.2 else {}
        await self._ask("POST", json=terms)

    async def _place_group(self) -> None:
        draw, side = self._random, self._random.choice(["buy", "buy", "sell"])
        above, below = {"limit_price": "10.40"}, {"limit_price": "9.60"}
        high, low = {"stop_price": "10.40"}, {"stop_price": "9.60"}
        trail = {"trail_percent": "2"}
        kind = draw.choice(["bracket", "oto", "oco"])
        exits_sell = (side == "sell") is (kind == "oco")
        profit, stop = (above, low) if exits_sell else (below, high)
        terms: Json = {"symbol": "IBM", "side": side, "order_class": kind, "type": "limit"}
        terms |= {"quantity": draw.choice(["5", "30"]), "limit_price": self._near()}
        terms |= {"stop_loss": draw.choice([stop, trail]), "time_in_force": "gtc"}
        if kind == "oco":
            terms |= profit
        elif kind == "bracket":
            terms |= {"take_profit": profit}
        await self._ask("POST", json=terms)

    async def _replace(self) -> None:
        changes = {"limit_price": self._near()}
        if self._random.random() < 0.5:
            changes = {"quantity": self._random.choice(["3", "30", "90"])}
        await self._ask("PATCH", of_order=True, json=changes)

    async def _cancel(self) -> None:
        await self._ask("DELETE", of_order=True)

    async def _ask(self, method: str, *, of_order: bool = False, **body: Any) -> None:  # noqa: ANN401
        trader, path = self._random.choice(self.traders), ""
        if of_order:
            live = sorted(row.order_id for row in await self._live(trader))
            if not live:
                return
            path = f"/{self._random.choice(live)}"
        answer = await self.desk.ask(method, path, trader=trader, **body)
        assert answer.is_success or answer.status_code in REFUSED, answer.text

    async def _live(self, trader: AccountId) -> list[Any]:
        rows = (await self.orders_of(trader)).rows.values()
        return [row for row in rows if row.ended_at is None]

    async def _quote(self) -> None:
        cents, size = self._random.randint(950, 1040), str(self._random.randint(0, 90))
        await self.desk.show((f"{cents / 100:.2f}", size), (f"{(cents + 5) / 100:.2f}", size))

    def _near(self) -> str:
        return f"{self._random.randint(970, 1030) / 100:.2f}"


@pytest.fixture
async def desk(postgres_url: str) -> AsyncGenerator[Desk]:
    async with trading_desk(postgres_url) as opened:
        await opened.show(("9.95", "50"), ("10.00", "50"))
        yield opened


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happens_orders_and_holds_agree(desk: Desk, seed: int) -> None:
    floor = Floor(desk, await desk.simulation.start(RISK), seed)
    await floor.open()

    for _ in range(STEPS):
        await floor.step()
    await floor.come_to_rest()

    for trader in floor.traders:
        _check(await floor.account_of(trader), await floor.orders_of(trader))
    kinds = {type(one) for one in desk.said}
    assert {OrderApproved, OrderRejected, OrderReplaced, OrderPartiallyFilled} < kinds
    for service in ("order", "risk"):
        async with desk.simulation.database(service).engine.connect() as connection:
            assert await count_parked(connection) == 0


def _check(account: Json, placed: OpenOrders) -> None:
    holds = account["holds"]
    assert not any(one["replaces"] for one in holds)
    found = [(one["order_id"], bool(one["exits"]), _shares_of(one, placed)) for one in holds]
    assert sorted(found) == placed.lines()
    fees = sum((Decimal(one["fee"]) for one in holds), Decimal(0))
    held = placed.cash() + fees
    assert Decimal(account["held_cash"]) == held

    cash, owned = placed.moved()
    assert Decimal(account["cash"]) == OPENING + cash
    assert sum((Decimal(one["owned"]) for one in account["shares"]), Decimal(0)) == owned
    assert Decimal(account["buying_power"]) == OPENING + cash - held
    assert OPENING + cash - held >= 0


def _shares_of(hold: Json, placed: OpenOrders) -> Decimal:
    """What a hold says is open; of a purchase for money nobody knows how many shares that is."""
    row = next(row for row in placed.rows.values() if str(row.order_id) == hold["order_id"])
    is_for_money = row.notional is not None and hold["side"] == Side.BUY
    return Decimal(0) if is_for_money else Decimal(hold["quantity"])
