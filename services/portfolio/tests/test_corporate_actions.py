"""What companies do to their shares, from what is announced to what an account has of it."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from decimal import Decimal

import pytest
from companies_holder import (
    AFTER,
    BEFORE,
    EX,
    PAY_DAY,
    Holder,
    announced,
    dividend,
    effective,
    house,
    registered,
    settled_in,
    split,
)

from chassis.testing import fresh_database
from events import CorporateActionEffective, DividendAccrued, DividendPaid, PositionSplit

pytestmark = pytest.mark.real


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
    heard = {one.data.name: one for one in reversed(holder.simulation.bus.history)}
    assert (said.epoch, said.said_at) == (1, heard[CorporateActionEffective.name].time)
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
