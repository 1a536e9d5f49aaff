"""The watch over accounts that wait for prices, and over those that hear nothing any more."""

from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest
from risk_market import Market, in_need
from risk_office import ACME, NOON, Office, asked, risk_office
from sqlalchemy import insert

from bus.envelope import new_id
from bus.tables import parked
from events import AccountReviewRequested, MarketClock, MarketSnapshot, OrderApproved, OrderRejected
from vocabulary import AccountId, ClockState, MarginType, OrderId, Side, uuid7

pytestmark = pytest.mark.real


@pytest.fixture
async def office(postgres_url: str) -> AsyncGenerator[Office]:
    async with risk_office(postgres_url) as office:
        yield office


def clock(minutes: int) -> MarketClock:
    """So many minutes after noon."""
    at = NOON + timedelta(minutes=minutes)
    return MarketClock(time=at, state=ClockState.PAUSED, feed="test", session_open=True)


async def holder(office: Office) -> AccountId:
    """Somebody owns shares, and of the time that it is now nobody has named a price yet."""
    trader = await office.open(10_000, MarginType.MARGIN)
    await office.trade(asked(trader, Side.BUY, 10, "100"), "100")
    await office.world.show(clock(1), clock(0))
    return trader


async def test_an_order_waits_for_prices_and_is_then_decided_on(office: Office) -> None:
    trader = await holder(office)
    order = asked(trader, Side.BUY, 10, "100")

    await office.world.publish(order)
    await office.look()
    before = [one.order_id for one in office.said(OrderApproved)]
    await office.world.show(MarketSnapshot(time=NOON, complete=True, symbols=[]))
    await office.look()
    await office.look()

    assert order.order_id not in before
    assert [one.order_id for one in office.said(OrderApproved)].count(order.order_id) == 1


async def test_who_has_waited_for_ten_seconds_is_refused(office: Office) -> None:
    trader = await holder(office)
    old = OrderId(uuid7(1_700_000_000_000, new_id().bytes[:10]))
    young = asked(trader, Side.BUY, 1, "100")
    await office.world.publish(asked(trader, Side.BUY, 1, "100", order_id=old), young)

    await office.world.publish(AccountReviewRequested(account_id=trader, market_time=NOON))

    (refused,) = office.said(OrderRejected)
    assert refused.order_id == old
    assert "not known yet" in refused.rule


async def test_whose_events_are_parked_is_not_asked_for_reviews(office: Office) -> None:
    market = Market(office.world)
    trader = await in_need(office, market)
    asked_for = len(office.said(AccountReviewRequested))
    async with office.world.database("risk").engine.begin() as connection:
        facts = {"consumer": "risk.accounts", "key": str(trader), "event_id": new_id()}
        rest = {"type": "X", "body": b"", "error": "broken", "attempts": 3}
        await connection.execute(insert(parked).values(facts | rest))

    await market.say("40", 60)
    await office.look()

    assert asked_for == 1
    assert len(office.said(AccountReviewRequested)) == asked_for
    assert (await office.see(trader))["shares"][0]["symbol"] == ACME
