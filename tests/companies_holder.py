"""Somebody who holds shares, in a house where holders are told what companies do to them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from traders import Trader

from bus.interface import Subscription
from chassis.testing import Simulation, simulation, some_account
from events import (
    CATALOGUE,
    CorporateActionAnnounced,
    CorporateActionEffective,
    DividendAccrued,
    DividendPaid,
    Event,
    PositionSplit,
    UserRegistered,
)
from portfolio.api import AREA
from portfolio.commands.watching import Watch
from portfolio.domain.actions import Actions
from portfolio.main import create_service
from portfolio.settings import PortfolioSettings
from vocabulary import CorporateActionKind, OrderId, Quantity, Symbol, UserId, uuid7

IBM = Symbol("IBM")
EX = datetime(2013, 10, 8, 4, tzinfo=UTC)
BEFORE, AFTER = EX - timedelta(hours=10), EX + timedelta(hours=10)
PAY_DAY = datetime(2013, 10, 20, 4, tzinfo=UTC)
EARLY = 1_700_000_000_000
SETTINGS = PortfolioSettings.model_validate({"port": 8105, "rabbitmq_password": "test"})
SAID = (PositionSplit, DividendAccrued, DividendPaid)


EVERYTHING = Subscription(
    "test.listener",
    frozenset(name for name, event in CATALOGUE.items() if event.owner == "portfolio"),
)


def registered(somebody: Trader) -> Event:
    return UserRegistered(
        user_id=UserId(uuid4()), account_id=somebody.account_id, display_name="Ada"
    )


def split(new: int, old: int, last_price: str | None = None) -> dict[str, Any]:
    return {
        "action_id": uuid4(),
        "symbol": IBM,
        "kind": CorporateActionKind.SPLIT,
        "ex_date": date(2013, 10, 8),
        "new_shares": Quantity(Decimal(new)),
        "old_shares": Quantity(Decimal(old)),
        "last_price": last_price,
    }


def dividend(cash: str) -> dict[str, Any]:
    return {
        "action_id": uuid4(),
        "symbol": IBM,
        "kind": CorporateActionKind.DIVIDEND,
        "ex_date": date(2013, 10, 8),
        "pay_date": date(2013, 10, 20),
        "cash": cash,
    }


def announced(action: dict[str, Any], at: datetime | None = EX) -> Event:
    return CorporateActionAnnounced.model_validate(action | {"effective_at": at})


def effective(action: dict[str, Any]) -> Event:
    return CorporateActionEffective.model_validate(action | {"market_time": EX})


class Holder(Trader):
    """Somebody with an account, in a house where one looks for who has to be told."""

    async def trade_at(self, at: datetime, *trades: str) -> None:
        """Have orders filled, at a market time."""
        for trade in trades:
            made = OrderId(uuid7(EARLY, uuid4().bytes[:10]))
            when = {"market_time": at, "order_id": made}
            await self.simulation.publish(self.fill(trade).model_copy(update=when))

    async def look(self, now: datetime = AFTER) -> None:
        """Let another replica look, and what it says take effect."""
        await Watch(Actions()).look(self.simulation.database("portfolio"), now)
        await self.simulation.settle()

    def said(self) -> list[Event]:
        """What was said of what companies did."""
        history = (one.data for one in self.simulation.bus.history)
        return [one for one in history if isinstance(one, SAID)]

    async def balance(self) -> tuple[dict[str, str], str]:
        """The shares of each symbol, and the cash."""
        seen = await self.see("")
        ledger = {one["asset"]: one for one in (await self.see("/ledger/balance"))["assets"]}
        assert {one["total"] for one in ledger.values()} == {"0"}
        held = {one["symbol"]: one["quantity"] for one in seen["positions"]}
        assert ledger["USD"]["own"] == seen["cash"]
        assert {each: ledger[each]["own"] for each in held} == held
        return held, seen["cash"]


@asynccontextmanager
async def house(postgres_url: str) -> AsyncGenerator[Simulation]:
    """Room for the service, with somebody who listens to all that it says."""
    async with (
        simulation(postgres_url) as started,
        started.bus.listening(EVERYTHING, lambda _delivery: None),
    ):
        yield started


async def settled_in(started: Simulation, database_url: str = "") -> Holder:
    client = await started.start(create_service(SETTINGS), database_url)
    return Holder(started, client, some_account(), AREA)
