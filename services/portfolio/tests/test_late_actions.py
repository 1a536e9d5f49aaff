"""What is heard of actions of companies, or because of them, long after they were said."""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

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
from put_aside import parked_for
from sqlalchemy import Column, update

from bus.inbox import count_parked
from chassis.testing import some_account
from events import (
    AccountAtRest,
    AccountWindingUp,
    CorporateActionDue,
    PositionSplit,
    UserDeleted,
)
from portfolio.api import AREA
from portfolio.tables import actions
from vocabulary import UserId

pytestmark = pytest.mark.real

SAID: Column[datetime] = actions.c.said_at
HEARD: Column[datetime] = actions.c.heard_at


@pytest.fixture
async def holder(postgres_url: str) -> AsyncGenerator[Holder]:
    async with house(postgres_url) as started:
        found = await settled_in(started)
        await started.publish(registered(found))
        yield found


async def days_later(holder: Holder, *columns: Column[datetime]) -> None:
    """Let what was stored of actions be of the day before yesterday."""
    past = {one: one - timedelta(days=2) for one in columns}
    async with holder.simulation.database("portfolio").engine.begin() as connection:
        await connection.execute(update(actions).values(past))


async def test_what_was_said_long_before_it_is_heard_takes_effect(holder: Holder) -> None:
    two, action = split(2, 1), dividend("1")
    await holder.trade_at(BEFORE, "buy 10 IBM 180")
    await holder.simulation.publish(announced(two), announced(action))
    await holder.simulation.publish(effective(two), effective(action))
    await days_later(holder, SAID)

    await holder.look(PAY_DAY)
    await holder.look(PAY_DAY)

    assert await holder.balance() == ({"IBM": "20"}, "98210")


async def test_who_was_away_for_days_after_hearing_tells_holders_all_the_same(
    holder: Holder,
) -> None:
    action = dividend("1")
    await holder.trade_at(BEFORE, "buy 10 IBM 180")
    await holder.simulation.publish(announced(action), effective(action))
    await days_later(holder, SAID, HEARD)

    await holder.look(PAY_DAY)
    await holder.look(PAY_DAY)

    assert (await holder.balance())[1] == "98210"


async def test_a_trade_of_before_a_split_is_converted_however_late_it_is_heard_of(
    holder: Holder,
) -> None:
    two = split(2, 1)
    await holder.trade_at(BEFORE, "buy 10 IBM 180")
    await holder.simulation.publish(announced(two), effective(two))
    await holder.look()
    await days_later(holder, SAID, HEARD)
    await holder.look()

    await holder.trade_at(BEFORE, "buy 1 IBM 180")

    assert (await holder.balance())[0] == {"IBM": "22"}


async def test_who_buys_long_after_a_dividend_is_not_paid_it(holder: Holder) -> None:
    action = dividend("1")
    await holder.trade_at(BEFORE, "buy 10 IBM 180")
    await holder.simulation.publish(announced(action), effective(action))
    await holder.look()
    await days_later(holder, SAID, HEARD)
    await holder.look()
    buyer = Holder(holder.simulation, holder.client, some_account(), AREA)
    await holder.simulation.publish(registered(buyer))
    await buyer.trade_at(AFTER, "buy 10 IBM 180")

    await holder.look(PAY_DAY)

    assert (await buyer.balance())[1] == "98200"
    assert (await holder.balance())[1] == "98210"


async def test_who_bought_after_a_split_that_nobody_had_heard_of_is_given_nothing(
    holder: Holder,
) -> None:
    two, action = split(2, 1), dividend("1")
    await holder.trade_at(BEFORE, "buy 1 IBM 180")
    await holder.trade_at(AFTER, "buy 10 IBM 90")

    await holder.simulation.publish(announced(two), announced(action))
    await holder.simulation.publish(effective(two), effective(action))
    await holder.look(PAY_DAY)
    await holder.look(PAY_DAY)

    assert await holder.balance() == ({"IBM": "12"}, "98921")


async def test_who_has_sold_everything_is_told_of_a_split_once_and_of_no_dividend(
    holder: Holder,
) -> None:
    two, action = split(2, 1), dividend("1")
    await holder.trade_at(BEFORE, "buy 1 IBM 180", "sell 1 IBM 180")

    await holder.simulation.publish(announced(two), announced(action))
    await holder.simulation.publish(effective(two), effective(action))
    await holder.look(PAY_DAY)
    await holder.look(PAY_DAY)

    (said,) = holder.said()
    assert isinstance(said, PositionSplit)
    assert (said.added, said.cash_in_lieu, said.quantity) == (0, 0, 0)


async def test_who_cannot_be_told_is_told_later_of_a_dividend_too(holder: Holder) -> None:
    action = dividend("1")
    await holder.trade_at(BEFORE, "buy 10 IBM 180")
    await holder.simulation.publish(announced(action), effective(action))
    await days_later(holder, SAID, HEARD)
    engine = holder.simulation.database("portfolio").engine
    async with parked_for(engine, holder.account_id):
        await holder.look()
    assert holder.said() == []

    await holder.look()
    async with parked_for(engine, holder.account_id):
        await holder.look(PAY_DAY)
    assert (await holder.balance())[1] == "98200"
    await holder.look(PAY_DAY)

    assert (await holder.balance())[1] == "98210"


@pytest.mark.parametrize("due", [False, True])
async def test_what_companies_do_is_nothing_to_accounts_that_have_ended(
    holder: Holder, *, due: bool
) -> None:
    two, action = split(2, 1), dividend("1")
    await holder.trade_at(AFTER, "buy 10 IBM 90", "sell 4 IBM 80")
    await close(holder, fills=2)

    await holder.simulation.publish(announced(two), effective(two))
    await holder.simulation.publish(announced(action), effective(action))
    if due:  # it was on its way when the account ended
        await holder.simulation.publish(told(holder, two), told(holder, action))
    await holder.look(PAY_DAY)

    assert holder.said() == []
    async with holder.simulation.database("portfolio").engine.connect() as connection:
        assert await count_parked(connection) == 0


async def close(holder: Holder, *, fills: int) -> None:
    """Have the account end, because its owner leaves."""
    leaving = UserDeleted(user_id=UserId(uuid4()), account_id=holder.account_id)
    await holder.simulation.publish(leaving)
    history = (one.data for one in holder.simulation.bus.history)
    (winding,) = (one for one in history if isinstance(one, AccountWindingUp))
    at_rest = AccountAtRest(
        account_id=holder.account_id, winding_id=winding.winding_id, fills=fills
    )
    await holder.simulation.publish(at_rest, source="risk")


def told(holder: Holder, action: dict[str, Any]) -> CorporateActionDue:
    """That it is the turn of an account."""
    more = {"account_id": holder.account_id, "market_time": EX, "said_at": AFTER}
    return CorporateActionDue.model_validate(action | more | {"amount": action.get("cash")})
