"""What is settled is shown, remembered, and all that can be taken out."""

from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest
from account_holder import Holder, portfolio_of_somebody
from traders import NOON, Trader

from events import MarketClock, WithdrawalRequested
from vocabulary import ClockState

pytestmark = pytest.mark.real

WHAT = ("cash", "settled_cash", "unsettled_cash", "settles_on")


@pytest.fixture
async def seller(postgres_url: str) -> AsyncGenerator[Holder]:
    """Somebody who sold for 1,900 dollars on a Monday, which it still is."""
    async with portfolio_of_somebody(postgres_url) as holder:
        await tell_the_time(holder, 0)
        await holder.trader(holder.first).trade("buy 20 IBM 180", "sell 10 IBM 190 fee 1")
        yield holder


async def tell_the_time(holder: Holder, days: int) -> None:
    await holder.simulation.show(
        MarketClock(
            time=NOON + timedelta(days=days),
            state=ClockState.PAUSED,
            feed="test",
            session_open=True,
        )
    )


async def balance(trader: Trader) -> list[str | None]:
    seen = await trader.see("")
    return [seen[one] for one in WHAT]


async def test_what_is_settled_is_shown_with_the_balance(seller: Holder) -> None:
    trader = seller.trader(seller.first)
    assert await balance(trader) == ["98299", "96399", "1900", "2013-10-08"]

    await tell_the_time(seller, 1)

    assert await balance(trader) == ["98299", "98299", "0", None]


async def test_unsettled_money_can_be_traded_with_and_not_taken_out(seller: Holder) -> None:
    path = f"/{seller.first}/withdrawals"
    too_early = await seller.do("POST", path, {"amount": "96400"})

    seen = await seller.do("GET", f"/{seller.first}/transfers/{too_early['transfer_id']}")
    assert (seen["state"], seen["free_cash"]) == ("refused", "96399")
    assert seen["reason"] == "it comes from sales that are not settled before 2013-10-08"
    assert seller.said(WithdrawalRequested) == []

    await seller.trader(seller.first).trade("buy 500 IBM 196")
    assert (await seller.trader(seller.first).see(""))["cash"] == "299"


async def test_what_risk_is_asked_for_counts_as_gone_until_it_has_answered(seller: Holder) -> None:
    path = f"/{seller.first}/withdrawals"
    await seller.do("POST", path, {"amount": "96000"})
    first = await seller.do("POST", path, {"amount": "300"})
    too_much = await seller.do("POST", path, {"amount": "100"})

    seen = await seller.do("GET", f"/{seller.first}/transfers/{too_much['transfer_id']}")
    assert (seen["state"], seen["free_cash"]) == ("refused", "99")
    await seller.refuse(first)
    await seller.do("POST", path, {"amount": "399"})

    assert [one.amount for one in seller.said(WithdrawalRequested)] == [96_000, 300, 399]


async def test_risk_is_told_of_how_many_fills_that_is_known(seller: Holder) -> None:
    await seller.do("POST", f"/{seller.first}/withdrawals", {"amount": "1"})

    assert [one.fills for one in seller.said(WithdrawalRequested)] == [2]


async def test_the_day_after_it_can_be_taken_out(seller: Holder) -> None:
    await tell_the_time(seller, 1)
    await seller.do("POST", f"/{seller.first}/withdrawals", {"amount": "98299"})

    assert [one.amount for one in seller.said(WithdrawalRequested)] == [98_299]
