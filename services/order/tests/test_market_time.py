"""Orders know what time it was on the market when somebody asked for them."""

from datetime import UTC, datetime, timedelta

import pytest
from trading_desk import MARKET_TIME, Desk

from events import Event, MarketClock
from order.domain.units import SECOND, time_units
from vocabulary import ClockState

pytestmark = pytest.mark.real

PLACED = datetime(2013, 10, 7, 15, 45, tzinfo=UTC)
CANCELED = PLACED + timedelta(minutes=5)


def paused_at(time: datetime) -> MarketClock:
    return MarketClock(time=time, state=ClockState.PAUSED, speed=60, feed="csv", session_open=True)


async def go_to(desk: Desk, time: datetime) -> None:
    await desk.simulation.show(paused_at(time))
    await desk.pass_time((time_units(time) - desk.tape.at) / SECOND)


async def test_an_order_is_stamped_with_market_time_and_so_is_what_becomes_of_it(
    desk: Desk,
) -> None:
    await desk.show(("9", "100"), ("11", "100"))
    await go_to(desk, PLACED)
    placed = await desk.place(limit_price="10")
    await desk.approve()
    await go_to(desk, CANCELED)
    await desk.cancel(placed["order_id"])

    seen = await desk.see(placed["order_id"])

    assert placed["market_time"] == seen["market_time"] == "2013-10-07T15:45:00Z"
    assert [_said(event) for event in desk.said] == [
        ("ORDER_CREATED", PLACED),
        ("ORDER_APPROVED", PLACED),
        ("ORDER_ACCEPTED", PLACED),
        ("ORDER_CANCEL_REQUESTED", CANCELED),
        ("ORDER_UPDATED", CANCELED),
        ("ORDER_CANCELED", CANCELED),
    ]


async def test_before_the_clock_is_heard_of_only_the_book_knows_the_time(desk: Desk) -> None:
    await desk.show(("9", "100"), ("11", "100"))

    placed = await desk.place()
    await desk.approve()

    assert placed["market_time"] is None
    assert [_said(event) for event in desk.said] == [
        ("ORDER_CREATED", None),
        ("ORDER_APPROVED", None),
        ("ORDER_ACCEPTED", MARKET_TIME),
    ]


async def test_who_is_good_till_canceled_lives_for_ninety_days_of_market_time(desk: Desk) -> None:
    await go_to(desk, PLACED)
    order = await desk.trade(limit_price="9", time_in_force="gtc")
    day = await desk.trade(limit_price="9")
    assert (order["expires_at"], day["expires_at"]) == ("2014-01-05T15:45:00Z", None)

    await go_to(desk, PLACED + timedelta(days=90, seconds=-1))
    assert (await desk.see(order["order_id"]))["status"] == "new"
    await go_to(desk, PLACED + timedelta(days=90))

    expired = await desk.see(order["order_id"])
    assert (expired["status"], expired["reason"]) == ("expired", "it is ninety days old")


def _said(event: Event) -> tuple[str, datetime | None]:
    return event.name, getattr(event, "market_time", None)
