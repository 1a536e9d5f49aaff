"""What orders have to do with the lives of accounts: fill models, and what is left of positions."""

from uuid import uuid4

import pytest
from trading_desk import Desk

from bus.envelope import first
from bus.message import pack
from chassis.testing import some_account
from events import AccountAtRest, AccountClosed, AccountOpened, PositionSplit
from events.examples import EXAMPLES
from order.domain.models import fills
from order.repository.holdings import find_positions
from vocabulary import NO_MONEY, FillModelName, UserId

pytestmark = pytest.mark.real


def opened(desk: Desk, fill_model: str | None) -> AccountOpened:
    user_id = UserId(uuid4())
    return AccountOpened(
        account_id=desk.trader, user_id=user_id, cash=NO_MONEY, fill_model=fill_model
    )


async def chosen(desk: Desk) -> str:
    return (await desk.ask("GET", "/settings")).json()["fill_model"]


def test_an_account_may_be_opened_with_every_fill_model_there_is() -> None:
    assert tuple(FillModelName) == fills.NAMES


@pytest.mark.parametrize(
    ("named", "used"), [("touch/1", "touch/1"), (None, fills.DEFAULT), ("magic/9", fills.DEFAULT)]
)
async def test_an_account_has_the_fill_model_that_it_was_opened_with(
    desk: Desk, named: str | None, used: str
) -> None:
    await desk.simulation.publish(opened(desk, named), source="portfolio")

    assert await chosen(desk) == used


async def test_what_was_chosen_meanwhile_stays(desk: Desk) -> None:
    wanted = {"fill_model": "instant/1", "fees": "none/1"}
    assert (await desk.ask("PUT", "/settings", json=wanted)).is_success

    await desk.simulation.publish(opened(desk, "touch/1"), source="portfolio")

    assert await chosen(desk) == "instant/1"


async def test_an_account_that_came_to_rest_has_nothing_to_close(desk: Desk) -> None:
    await desk.hold("30")
    await desk.hold("-5", "BAC")
    other = AccountAtRest(account_id=some_account(), winding_id=uuid4(), fills=0)
    await desk.simulation.publish(other, source="risk")
    assert (await desk.ask("POST", "/close", json={"symbol": "IBM"})).status_code == 201

    resting = AccountAtRest(account_id=desk.trader, winding_id=uuid4(), fills=2)
    await desk.simulation.publish(resting, source="risk")

    for symbol in ("IBM", "BAC"):
        answer = await desk.ask("POST", "/close", json={"symbol": symbol})
        assert (answer.status_code, answer.json()["code"]) == (404, "no_position")


async def test_what_was_traded_before_that_was_heard_of_stays(desk: Desk) -> None:
    await desk.hold("30", "BAC")
    rested = first(AccountAtRest(account_id=desk.trader, winding_id=uuid4(), fills=1), "risk")
    await desk.show(("9.95", "50"), ("10.00", "50"))
    wanted = {"fill_model": "touch/1", "fees": "none/1"}
    (await desk.ask("PUT", "/settings", json=wanted)).raise_for_status()
    assert (await desk.trade(quantity="7"))["status"] == "filled"

    await desk.simulation.bus.publish(pack([rested]))
    await desk.simulation.settle()

    async with desk.simulation.database("order").engine.connect() as connection:
        assert await find_positions(connection, desk.trader) == {"IBM": 7}


@pytest.mark.parametrize("late", [False, True])
async def test_an_account_that_has_ended_gets_nothing_by_splits(desk: Desk, *, late: bool) -> None:
    split = EXAMPLES[PositionSplit.name].model_copy(update={"account_id": desk.trader, "epoch": 1})
    closed = AccountClosed(account_id=desk.trader, epoch=1)
    await desk.hold("30")
    resting = AccountAtRest(account_id=desk.trader, winding_id=uuid4(), fills=1)
    await desk.simulation.publish(resting, source="risk")

    for event in (closed, split) if late else (split, closed):
        await desk.simulation.publish(event, source="portfolio")

    async with desk.simulation.database("order").engine.connect() as connection:
        assert await find_positions(connection, desk.trader) == {}
