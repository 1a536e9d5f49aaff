"""When the day is over for an order, and what happens when the market begins anew."""

import pytest
from exchanging import Trying, Wish, price, terms

from order.domain.exchange.agenda import OVER_MAX
from order.domain.exchange.memory import freeze
from order.domain.exchange.order import Order
from order.domain.exchange.terms import GTC_MAX
from order.domain.units import SECOND
from vocabulary import (
    Auction,
    InstrumentStatus,
    OrderClass,
    OrderType,
    SessionPhase,
    TimeInForce,
)

REALISTIC: Wish = {"model": "realistic/1"}
GTC: Wish = {"time_in_force": TimeInForce.GTC}
EXTENDED: Wish = {"is_extended": True}


def at(trying: Trying, seconds: float, wish: Wish) -> Order:
    """An order that its owner placed at that time."""
    order = trying.order(terms("buy", "100", "10", **wish))
    order.placed = round(seconds * SECOND)
    trying.hear(trying.book.place(order))
    return order


def test_an_order_that_is_good_till_it_is_canceled_lives_for_ninety_days() -> None:
    trying = Trying()
    order, day = trying.buy("100", "10", **GTC), trying.buy("100", "10")

    trying.hear(trying.book.end_day(1))
    trying.hear(trying.book.clock(GTC_MAX - 1))
    assert (order.life.status, day.life.status) == ("new", "expired")
    trying.hear(trying.book.clock(GTC_MAX))

    assert (order.life.status, trying.why(order)) == ("expired", "it is ninety days old")
    assert trying.book.is_idle


@pytest.mark.parametrize(
    ("wish", "ends"),
    [
        ({}, "the regular session"),
        (EXTENDED, "after hours"),
        ({"time_in_force": TimeInForce.CLS}, "the regular session"),
        ({"time_in_force": TimeInForce.OPG}, "the regular session"),
        (GTC, "never"),
        ({**GTC, **EXTENDED}, "never"),
        ({"order_type": OrderType.STOP_LIMIT, "stop": "20"}, "the regular session"),
    ],
)
def test_orders_of_the_day_end_with_their_session(wish: Wish, ends: str) -> None:
    trying = Trying()
    order = trying.buy("100", "10", **wish)
    trying.later(1)

    trying.hear(trying.book.phase(trying.at, SessionPhase.AFTER))
    trying.hear(trying.book.end_day(trying.at))
    assert order.life.is_live is (ends != "the regular session")
    tomorrow = trying.buy("100", "10")
    trying.later(1)
    trying.hear(trying.book.end_day(trying.at))
    trying.hear(trying.book.phase(trying.at, SessionPhase.CLOSED))
    assert order.life.is_live is (ends == "never")
    assert order.life.is_live or trying.why(order) == "the trading day is over"

    trying.hear(trying.book.end_day(trying.at))
    trying.hear(trying.book.phase(trying.at, SessionPhase.PRE))
    trying.hear(trying.book.phase(trying.at, SessionPhase.REGULAR))
    assert tomorrow.life.status == "new"


def test_where_there_are_no_phases_the_day_ends_for_all() -> None:
    trying = Trying()
    orders = [trying.buy("100", "10"), trying.buy("100", "10", **EXTENDED)]
    stays = trying.buy("100", "10", **GTC)
    trying.later(1)
    trying.hear(trying.book.end_day(trying.at))
    tomorrow = trying.buy("100", "10")
    trying.later(1)

    assert [one.life.status for one in orders] == ["expired", "expired"]
    assert [one.life.status for one in (stays, tomorrow)] == ["new", "new"]


def test_whoever_is_for_extended_hours_outlives_an_end_of_day_before_them() -> None:
    trying = Trying()
    order = trying.buy("100", "10", **EXTENDED)
    trying.later(1)

    trying.hear(trying.book.end_day(trying.at))
    trying.hear(trying.book.phase(trying.at, SessionPhase.AFTER))
    trying.later(1)

    assert order.life.status == "new"


def test_an_entry_that_expires_with_the_day_takes_its_exits_with_it() -> None:
    trying = Trying()
    entry, profit = trying.group(
        OrderClass.OTO, terms("buy", "100", "10"), terms("sell", "100", "11")
    )
    trying.later(1)

    trying.hear(trying.book.end_day(trying.at))

    assert (entry.life.status, profit.life.status) == ("expired", "canceled")


def test_when_the_market_begins_anew_nothing_is_known_and_nothing_is_late() -> None:
    trying = Trying()
    trying.later(100)
    trying.quote("100@10", "100@10.02")
    trying.trade("1@10.01")
    trying.hear(trying.book.band(trying.at, price("10"), price("10.02")))
    low = trying.sell("100", "9.5")
    resting = trying.buy("100", "9", model="realistic/1", time_in_force=TimeInForce.GTC)
    expiring = trying.buy("100", "9", expires=150 * SECOND)
    trying.later(1)
    coming = trying.buy("100", "12", **REALISTIC)
    trying.cancel(resting)

    trying.hear(trying.book.restart(40 * SECOND))

    assert trying.traded(low) == ["100@10"]
    assert (resting.life.status, coming.life.status) == ("canceled", "new")
    assert trying.steps[coming.order_id][-1].time == 40 * SECOND
    assert trying.why(coming) == "the market begins anew"
    assert trying.book.now == 40 * SECOND
    trying.hear(trying.book.clock(149 * SECOND))
    assert expiring.life.status == "new"
    trying.hear(trying.book.clock(150 * SECOND))
    assert expiring.life.status == "expired"
    trying.hear(trying.book.end_day(151 * SECOND))
    assert coming.life.status == "expired"


def test_who_came_later_than_the_market_began_trades_at_nothing_of_before() -> None:
    trying = Trying()
    coming = trying.order(terms("buy", "100", "10"))
    coming.placed = 60 * SECOND
    trying.hear(trying.book.place(coming))

    trying.hear(trying.book.restart(40 * SECOND))
    trying.now = 50
    trying.hear(trying.book.status(trying.at, InstrumentStatus.TRADING))
    trying.quote("100@9", "100@9.50")
    assert (coming.placed, coming.life.status) == (60 * SECOND, "pending_new")
    trying.quote("100@9.80", "100@9.90")
    trying.now = 61
    trying.hear(trying.book.clock(trying.at))

    assert trying.traded(coming) == ["100@9.9"]


def test_an_auction_that_the_market_breaks_off_is_not_held() -> None:
    trying = Trying()
    trying.hear(trying.book.status(trying.at, InstrumentStatus.OPENING_AUCTION))
    buyer = trying.buy("100", "10", time_in_force=TimeInForce.OPG)
    seller = trying.sell("100", "10", time_in_force=TimeInForce.OPG)

    trying.hear(trying.book.restart(trying.at))
    trying.hear(trying.book.status(trying.at, InstrumentStatus.TRADING))
    assert (buyer.life.status, seller.life.status) == ("accepted", "accepted")
    trying.hear(trying.book.status(trying.at, InstrumentStatus.OPENING_AUCTION))
    trying.trade("1@10", auction=Auction.OPENING)

    assert trying.traded(buyer) == trying.traded(seller) == ["100@10"]


def test_plans_for_who_has_ended_are_forgotten() -> None:
    trying = Trying()
    for _ in range(3 * OVER_MAX):
        trying.cancel(trying.buy("100", "10", **GTC))

    assert trying.book.is_idle
    assert len(freeze(trying.book)["plans"]) == 0
    assert trying.book.desk.counter.agenda.size <= OVER_MAX
