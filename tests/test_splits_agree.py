"""Splits and dividends: portfolio, risk and analytics have the same of them in the end."""

from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest
from traders import Trader

from analytics.main import create_service as analytics
from analytics.settings import AnalyticsSettings
from bus.interface import Subscription
from chassis.testing import Simulation, simulation, some_account
from events import (
    CATALOGUE,
    CorporateActionAnnounced,
    CorporateActionEffective,
    Event,
    OrderAdjusted,
    OrderCreated,
    UserRegistered,
)
from portfolio.commands.watching import Watch
from portfolio.domain.actions import Actions
from portfolio.main import create_service as portfolio
from portfolio.queries.verification import differences
from portfolio.settings import PortfolioSettings
from risk.main import create_service as risk
from risk.settings import RiskSettings
from vocabulary import (
    CorporateActionKind,
    OrderId,
    OrderType,
    Price,
    Quantity,
    Side,
    Symbol,
    UserId,
    uuid7,
)

pytestmark = pytest.mark.real

EX = datetime(2013, 10, 8, 4, tzinfo=UTC)
BEFORE, AFTER, PAY_DAY = EX - timedelta(hours=9), EX + timedelta(hours=9), EX + timedelta(days=20)
EVERYTHING = Subscription("test.listener", frozenset(CATALOGUE))
SERVICES = (
    portfolio(PortfolioSettings.model_validate({"port": 8105, "rabbitmq_password": "test"})),
    risk(RiskSettings.model_validate({"port": 8104, "rabbitmq_password": "test"})),
    analytics(AnalyticsSettings.model_validate({"port": 8106, "rabbitmq_password": "test"})),
)


class Holder(Trader):
    """Somebody with an account, whom three services look after."""

    clients: dict[str, Any]
    symbol: Symbol

    def order(self, side: str, shares: str, price: str, at: datetime) -> OrderCreated:
        """What they ask for."""
        return OrderCreated(
            order_id=OrderId(uuid7(1_700_000_000_000, uuid4().bytes[:10])),
            account_id=self.account_id,
            symbol=self.symbol,
            side=Side(side),
            order_type=OrderType.LIMIT,
            quantity=Quantity(Decimal(shares)),
            limit_price=Price(Decimal(price)),
            bound_price=Price(Decimal(price)),
            market_time=at,
        )

    def filled(self, order: OrderCreated) -> Event:
        """All of it, at its price."""
        text = f"{order.side} {order.quantity} {order.symbol} {order.bound_price}"
        more = {"order_id": order.order_id, "market_time": order.market_time}
        return self.fill(text).model_copy(update=more)

    async def look(self, now: datetime) -> None:
        """Let portfolio look for who has to be told."""
        await Watch(Actions()).look(self.simulation.database("portfolio"), now)
        await self.simulation.settle()

    async def ask_all(self) -> list[tuple[str, str]]:
        """Shares and cash, as each of the services has them."""
        found: list[tuple[str, str]] = []
        for self.area, path in (("portfolio", ""), ("analytics", "/pnl")):
            self.client = self.clients[self.area]
            seen = await self.see(path)
            rows = seen.get("positions", seen.get("symbols"))
            found.append((rows[0]["quantity"], seen["dividends"]))
        return found


@pytest.fixture
async def house(postgres_url: str) -> AsyncGenerator[tuple[Simulation, dict[str, Any]]]:
    async with (
        simulation(postgres_url) as started,
        started.bus.listening(EVERYTHING, lambda _delivery: None),
    ):
        clients = {one.area: await started.start(one) for one in SERVICES}
        yield started, clients


def action(symbol: Symbol, kind: CorporateActionKind, **terms: str | date) -> tuple[Event, Event]:
    """What market-data says of it, before and when it is effective."""
    said = {"action_id": uuid4(), "symbol": symbol, "kind": kind, "ex_date": EX.date(), **terms}
    return (
        CorporateActionAnnounced.model_validate(said | {"effective_at": EX}),
        CorporateActionEffective.model_validate(said | {"market_time": EX, "last_price": "100"}),
    )


async def test_all_have_the_same_in_whatever_order_it_is_heard(
    house: tuple[Simulation, dict[str, Any]],
) -> None:
    world, clients = house
    for number, order in enumerate(permutations(range(3))):
        someone = some_account()
        one = Holder(world, clients["portfolio"], someone, "portfolio")
        one.clients, one.symbol = clients, Symbol(f"X{number}")
        await world.publish(
            UserRegistered(user_id=UserId(uuid4()), account_id=someone, display_name="Ada")
        )
        first, late = one.order("buy", "13", "100", BEFORE), one.order("buy", "2", "100", BEFORE)
        since = one.order("sell", "4", "51", AFTER)
        resting = one.order("buy", "10", "90", BEFORE)
        await world.publish(first, late, resting)
        await world.publish(one.filled(first))
        await world.publish(since)
        splits = action(one.symbol, CorporateActionKind.SPLIT, new_shares="3", old_shares="2")
        paid = action(one.symbol, CorporateActionKind.DIVIDEND, cash="0.5", pay_date=PAY_DAY.date())
        await world.publish(splits[0], paid[0], *splits[1:], *paid[1:], adjusted(resting, splits))
        steps = [one.filled(late), one.filled(since), None]
        for place in order:
            step = steps[place]
            await (one.look(AFTER) if step is None else world.publish(step))
        await one.look(PAY_DAY)

        assert await one.ask_all() == [("18", "7.5")] * 2
        one.area, one.client = "risk", clients["risk"]
        account = await one.see("/account")
        one.area, one.client = "portfolio", clients["portfolio"]
        cash = (await one.see(""))["cash"]
        assert account["cash"] == cash
        assert [row["owned"] for row in account["shares"]] == ["18"]
        assert Decimal(account["held_cash"]) == 15 * 60
        # 15 shares became 22.5: half a share was sold at two thirds of 100
        assert Decimal(cash) == 100_000 - 1500 + 204 + Decimal("7.5") + Decimal("33.3333")
    async with world.database("portfolio").engine.connect() as connection:
        assert [each async for each in differences(connection)] == []


def adjusted(order: OrderCreated, splits: tuple[Event, Event]) -> OrderAdjusted:
    """What the order service says of an order that rests."""
    said: Any = splits[1]
    return OrderAdjusted(
        order_id=order.order_id,
        account_id=order.account_id,
        symbol=order.symbol,
        action_id=said.action_id,
        new_shares=said.new_shares,
        old_shares=said.old_shares,
        open_quantity=Quantity(Decimal(15)),
        filled_quantity=Quantity(Decimal(0)),
        limit_price=Price(Decimal(60)),
        bound_price=Price(Decimal(60)),
        reason="the shares were split 3 for 2",
        market_time=EX,
    )
