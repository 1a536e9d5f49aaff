"""Days are cut where money comes and goes: it changes no return of what was before it."""

from collections.abc import AsyncGenerator
from datetime import datetime
from uuid import uuid4

import pytest
from market_days import IBM, at, bar, day_of, dollars, opened, passed, trade
from traders import Trader

from analytics.api import AREA
from analytics.main import create_service
from analytics.settings import AnalyticsSettings
from chassis.testing import simulation, some_account
from events import CashDeposited, CashWithdrawn, Event
from vocabulary import BarInterval

pytestmark = pytest.mark.real

SERVICE = create_service(
    AnalyticsSettings.model_validate({"port": 8106, "rabbitmq_password": "test"})
)


@pytest.fixture
async def trader(postgres_url: str) -> AsyncGenerator[Trader]:
    """Somebody with an open account of ten thousand dollars."""
    async with simulation(postgres_url) as started:
        one = Trader(started, await started.start(SERVICE), some_account(), AREA)
        await opened(one)
        yield one


def moved(trader: Trader, amount: int, when: datetime) -> Event:
    """So many dollars come, or go."""
    about = {"account_id": trader.account_id, "booking_id": uuid4(), "market_time": when}
    kind = CashDeposited if amount > 0 else CashWithdrawn
    return kind.model_validate(about | {"amount": abs(amount), "cash": dollars(0)})


async def test_a_deposit_takes_nothing_from_what_was_lost_before_it(trader: Trader) -> None:
    await trade(trader, (at(0), "buy 100 IBM 100"), (at(5), "sell 100 IBM 50"))
    await trader.simulation.publish(moved(trader, 1_000_000, at(6)))

    (day,) = await trader.see("/curve")

    assert (day["equity"], day["rate"]) == ("1005000", "-0.5")
    board = await trader.see("/performance")
    assert board["ratios"]["total_return"] == "-0.5"


async def test_shares_are_worth_what_the_last_minute_before_it_came_to(trader: Trader) -> None:
    await trade(trader, (at(0), "buy 100 IBM 100"))
    minutes = [(2, "100 120 100 120"), (3, "120 130 120 130")]
    await passed(
        trader,
        *(bar(IBM, at(one), prices, BarInterval.MINUTE_1) for one, prices in minutes),
        day_of(IBM, 0, "100 130 100 110"),
    )
    for amount, when in ((8_000, at(3.5)), (-10_000, at(4.5))):
        await trader.simulation.publish(moved(trader, amount, when))

    (day,) = await trader.see("/curve")

    # 10,000 to 12,000; 20,000 to 21,000; 11,000 to 9,000
    assert (day["equity"], day["rate"]) == ("9000", "0.030909")
