"""What companies do to their shares, from what is announced to what an account has of it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from traders import Trader

from bus.interface import Subscription
from chassis.testing import Simulation, fresh_database, simulation, some_account
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

pytestmark = pytest.mark.real

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


@pytest.fixture
async def holder(postgres_url: str) -> AsyncGenerator[Holder]:
    async with house(postgres_url) as started:
        found = await settled_in(started)
        await started.publish(registered(found))
        yield found


async def test_a_split_comes_to_who_holds_shares_and_once(holder: Holder) -> None:
    two = split(2, 1)
    await holder.trade_at(BEFORE, "buy 10 IBM 180", "buy 5 BAC 14")

    await holder.simulation.publish(announced(two), effective(two), effective(two))
    await holder.look()
    await holder.look()

    assert await holder.balance() == ({"BAC": "5", "IBM": "20"}, "98130")
    (said,) = (one for one in holder.said() if isinstance(one, PositionSplit))
    assert (said.added, said.quantity, said.cost, said.market_time) == (10, 20, 1800, EX)
    assert (await holder.see("/ledger"))["items"][0]["description"] == "split of IBM, 2 for 1"


async def test_a_fraction_is_paid_for(holder: Holder) -> None:
    eighth = split(1, 8, "12")
    await holder.trade_at(BEFORE, "buy 13 IBM 10")
    await holder.simulation.publish(announced(eighth), effective(eighth))

    await holder.look()

    assert await holder.balance() == ({"IBM": "1"}, "99930")
    assert (await holder.see("/positions/IBM"))["cost"] == "80"


async def test_trades_and_splits_come_in_any_order(holder: Holder) -> None:
    two = split(2, 1, "180")
    await holder.trade_at(BEFORE, "buy 10 IBM 180")
    await holder.simulation.publish(announced(two))
    await holder.trade_at(AFTER, "sell 15 IBM 95")  # nobody has said yet that it is effective
    await holder.simulation.publish(effective(two))
    await holder.look()

    await holder.trade_at(BEFORE, "buy 1 IBM 180")  # heard of late

    assert await holder.balance() == ({"IBM": "7"}, "99445")
    assert [one.added for one in holder.said() if isinstance(one, PositionSplit)] == [10, 1]


async def test_what_was_over_before_it_was_known_changes_nothing(holder: Holder) -> None:
    await holder.trade_at(BEFORE, "buy 10 IBM 180")

    await holder.simulation.publish(announced(split(2, 1), at=None))
    await holder.look()
    await holder.trade_at(AFTER, "buy 1 IBM 90")

    assert (await holder.balance())[0] == {"IBM": "11"}


async def test_a_dividend_is_promised_at_the_ex_date_and_paid_at_the_pay_date(
    holder: Holder,
) -> None:
    action = dividend("0.47")
    await holder.trade_at(BEFORE, "buy 10 IBM 180", "sell 4 IBM 180")
    await holder.simulation.publish(announced(action), effective(action))
    await holder.look()
    await holder.trade_at(AFTER, "sell 6 IBM 180")

    await holder.look(PAY_DAY - timedelta(seconds=1))
    before = await holder.see("")
    for _ in range(2):
        await holder.look(PAY_DAY)
    after = await holder.see("")

    assert (before["cash"], before["dividends"]) == ("100000", "0")
    assert (after["cash"], after["dividends"], after["equity"]) == (
        "100002.82",
        "2.82",
        "100002.82",
    )
    accrued, paid = holder.said()
    assert isinstance(accrued, DividendAccrued)
    assert isinstance(paid, DividendPaid)
    assert (accrued.shares, accrued.amount, accrued.pays_at) == (6, Decimal("2.82"), PAY_DAY)
    assert (paid.amount, paid.cash, paid.market_time) == (
        Decimal("2.82"),
        Decimal("100002.82"),
        PAY_DAY,
    )


async def test_a_restart_halfway_forgets_nobody(postgres_url: str) -> None:
    action, two, url = dividend("1"), split(2, 1), await fresh_database(postgres_url, "portfolio")
    async with house(postgres_url) as world:
        first = await settled_in(world, url)
        await world.publish(registered(first))
        await first.trade_at(BEFORE, "buy 10 IBM 180")
        await world.publish(announced(action), announced(two), effective(action))
        await first.look()
    async with house(postgres_url) as world:
        second = await settled_in(world, url)
        await world.database("portfolio").outbox.relay()  # what the other left comes first
        second.account_id = first.account_id
        await second.trade_at(AFTER, "sell 5 IBM 90")
        await world.publish(effective(two))
        await second.look(PAY_DAY)

        assert await second.balance() == ({"IBM": "15"}, "98660")
        assert [type(one) for one in second.said()] == [
            DividendAccrued,
            PositionSplit,
            DividendPaid,
        ]


async def test_an_action_that_nobody_holds_shares_of_is_nobodys(holder: Holder) -> None:
    await holder.trade_at(BEFORE, "buy 10 BAC 14")
    await holder.simulation.publish(announced(two := split(2, 1)), effective(two))
    await holder.look()

    assert holder.said() == []
