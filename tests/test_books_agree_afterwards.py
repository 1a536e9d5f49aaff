"""All services say the same of who owes dollars over night, and of who has left."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from account_holder import Holder
from counting_house import CountingHouse, counting_house
from trading_desk import MARKET_TIME

from chassis.testing import some_account
from outcry.agreement.figures import Figure, Kind, differences
from portfolio.commands.charging import Interest
from portfolio.domain.days import beginning_of, day_of
from vocabulary import AccountId, UserId

pytestmark = pytest.mark.real
WANTED = {"fill_model": "instant/1", "fees": "none/1"}
MARKET_ORDER = {"type": "market", "limit_price": ""}
RESTING = {"limit_price": "9.10", "quantity": "3", "time_in_force": "gtc"}
CASH = Figure(Kind.CASH)
MIDNIGHT: datetime = beginning_of(day_of(MARKET_TIME + timedelta(days=1)))


async def borrower(house: CountingHouse) -> tuple[Holder, AccountId]:
    """Somebody whose second account has bought for 2,000 dollars more than it had."""
    holder = Holder(house.desk.simulation, house.portfolio, UserId(uuid4()), some_account())
    await holder.sign_up()
    loan = await holder.open("Loan", margin="margin", cash="5000")
    await house.trade(loan, WANTED, MARKET_ORDER | {"quantity": "700"})
    return holder, loan


async def test_interest_is_gone_wherever_cash_is_counted(postgres_url: str) -> None:
    async with counting_house(postgres_url) as house:
        _, loan = await borrower(house)
        await Interest(Decimal(36)).look(house.desk.simulation.database("portfolio"), MIDNIGHT)
        await house.pass_time()

        said = await house.asked()

        assert list(differences(said)) == []
        cash = {name: voice[loan].get(CASH) for name, voice in said.items() if name != "order"}
        assert cash == dict.fromkeys(("ledger", "portfolio", "risk", "analytics"), Decimal(-2002))
        forgotten = await house.asked_after("analytics", "delete from payments")
        found = differences({**said, **forgotten})
        assert [(one.account_id, one.figure) for one in found] == [(loan, CASH)]


async def test_of_an_account_that_was_closed_only_its_trades_are_left(postgres_url: str) -> None:
    async with counting_house(postgres_url) as house:
        holder, loan = await borrower(house)
        await house.trade(loan, WANTED, MARKET_ORDER | {"side": "sell", "quantity": "300"}, RESTING)
        before = await house.asked()
        assert list(differences(before)) == []
        assert {one.kind for one in before["portfolio"][loan]} >= {Kind.SHARES, Kind.PROFIT}
        assert [one for one in before["risk"][loan] if one.kind is Kind.OPEN]

        await holder.do("POST", f"/{loan}/close")
        await house.pass_time()

        assert (await holder.do("GET", f"/{loan}"))["state"] == "closed"
        said = await house.asked()
        assert list(differences(said)) == []
        traded = {Kind.FILLS, Kind.BOUGHT, Kind.SOLD, Kind.PAID, Kind.RECEIVED}
        for name in ("order", "portfolio", "analytics"):
            assert {one.kind for one in said[name][loan]} == traded, name
        for name in ("ledger", "risk"):
            assert said[name].get(loan, {}) == {}, name
