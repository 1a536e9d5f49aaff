"""Who owes dollars over night pays for it when the market day begins, and once."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from account_holder import AREA, Holder, portfolio_of_somebody
from put_aside import parked_for
from traders import NOON, Trader

from events import InterestCharged, InterestDue
from portfolio.commands import charging
from portfolio.commands.charging import Interest
from portfolio.queries.verification import differences

pytestmark = pytest.mark.real

MIDNIGHT = datetime(2013, 10, 8, 4, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
async def holder(postgres_url: str) -> AsyncGenerator[Holder]:
    """Somebody with an account of cash."""
    async with portfolio_of_somebody(postgres_url) as holder:
        yield holder


async def borrower(holder: Holder) -> Trader:
    """An account with 1,000 dollars that may borrow, and owes 36,000 since Monday noon."""
    trader = holder.trader(await holder.open("Loan", margin="margin", cash="1000"))
    await trader.trade("buy 100 IBM 370")
    return trader


async def look(holder: Holder, now: datetime, percent: str = "1") -> None:
    """Let another process look."""
    await Interest(Decimal(percent)).look(holder.simulation.database(AREA), now)
    await holder.simulation.settle()


async def test_it_is_charged_once_a_day_whoever_looks_how_often(holder: Holder) -> None:
    trader = await borrower(holder)

    await look(holder, MIDNIGHT - timedelta(seconds=1))
    for _ in range(3):
        await look(holder, MIDNIGHT)
    await look(holder, MIDNIGHT + DAY)

    charged = holder.said(InterestCharged)
    assert [(one.amount, one.cash, one.market_time) for one in charged] == [
        (1, -36_001, MIDNIGHT),
        (1, -36_002, MIDNIGHT + DAY),
    ]
    seen = await trader.see("")
    assert (seen["cash"], seen["interest"], seen["paid_in"]) == ("-36002", "2", "1000")
    booked = await trader.see("/ledger", kind="interest")
    assert [one["booking_id"] for one in booked["items"]] == [
        str(one.booking_id) for one in reversed(charged)
    ]


async def test_the_ledger_adds_up(holder: Holder) -> None:
    await borrower(holder)
    await look(holder, MIDNIGHT)

    assert await holder.is_sound()
    async with holder.simulation.database(AREA).engine.connect() as connection:
        assert [one async for one in differences(connection)] == []


async def test_a_weekend_counts_and_what_was_borrowed_today_does_not(holder: Holder) -> None:
    trader = await borrower(holder)
    later = trader.fill("buy 100 IBM 360").model_copy(update={"market_time": NOON + 3 * DAY})
    await holder.simulation.publish(later)

    await look(holder, MIDNIGHT + 2 * DAY)

    assert [one.amount for one in holder.said(InterestCharged)] == [3]


async def test_who_owes_nothing_or_may_not_borrow_pays_nothing(holder: Holder) -> None:
    await holder.trader(holder.first).trade("buy 1000 IBM 370")
    await holder.open("Loan", margin="margin", cash="1000")

    await look(holder, MIDNIGHT)

    assert holder.said(InterestDue) == []


async def test_who_owes_next_to_nothing_is_in_nobodys_way(
    holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charging, "TOLD_MAX", 1)
    opened = [await holder.open(name, margin="margin", cash="1000") for name in ("A", "B")]
    first, second = map(holder.trader, sorted(opened))
    await first.trade("buy 100 IBM 10.0001")
    await second.trade("buy 100 IBM 370")

    await look(holder, MIDNIGHT)

    (charged,) = holder.said(InterestCharged)
    assert charged.account_id == second.account_id


async def test_whoever_s_events_are_parked_is_told_nothing_until_they_are_not(
    holder: Holder,
) -> None:
    trader = await borrower(holder)
    engine = holder.simulation.database(AREA).engine
    async with parked_for(engine, trader.account_id):
        await look(holder, MIDNIGHT)
        assert holder.said(InterestDue) == []

    await look(holder, MIDNIGHT)

    assert len(holder.said(InterestCharged)) == 1
