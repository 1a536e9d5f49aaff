"""When wishes take effect, when the day is over, and what happens when the market begins anew."""

import pytest
from exchanging import Trying, Wish, price, size, terms

from order.domain.exchange.order import Order
from order.domain.exchange.terms import GTC_MAX
from order.domain.units import MILLISECOND, SECOND
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


def test_an_order_works_after_its_delay_however_early_it_is_heard_of() -> None:
    trying = Trying()
    trying.later(1)

    early, now, late, much_later = [at(trying, when, REALISTIC) for when in (1.5, 1, 0.99, 0.5)]
    assert trying.book.now == SECOND
    trying.later(1)

    for order, placed, works in (
        (early, 1_500, 1_520),
        (now, 1_000, 1_020),
        (late, 990, 1_010),
        (much_later, 500, 1_000),
    ):
        accepted, opened, *_ = trying.steps[order.order_id]
        assert (accepted.reason, accepted.time) == (
            "is on its way for 20 ms",
            placed * MILLISECOND,
        )
        assert opened.time == works * MILLISECOND


def test_without_a_delay_an_order_works_when_it_was_placed() -> None:
    trying = Trying()
    early = at(trying, 1, {})
    assert early.life.status == "pending_new"

    trying.later(2)

    assert [step.time for step in trying.steps[early.order_id]] == [SECOND, SECOND]


def test_a_cancel_counts_from_when_it_was_asked_for_and_only_once() -> None:
    trying = Trying()
    order = trying.buy("100", "10", **REALISTIC)
    trying.later(1)

    for asked in (1.5, 1.2):
        trying.hear(trying.book.cancel(order.order_id, round(asked * SECOND)))
    assert order.life.shown == "new"
    trying.later(0.51)
    assert order.life.shown == "pending_cancel"
    trying.later(0.01)

    assert [step.time for step in trying.steps[order.order_id][-2:]] == [1_500_000, 1_520_000]
    assert trying.life(order).count("pending_cancel") == 1
    trying.cancel(order)
    assert order.life.status == "canceled"


def test_a_late_cancel_says_when_it_was_asked_for_and_is_done_at_once() -> None:
    trying = Trying()
    order = trying.buy("100", "10", **REALISTIC)
    trying.later(1)

    trying.hear(trying.book.cancel(order.order_id, 900 * MILLISECOND))

    asked, ended = trying.steps[order.order_id][-2:]
    assert (asked.time, ended.time, ended.reason) == (900_000, SECOND, "its owner took it back")


def test_a_cancel_follows_the_order_that_takes_the_place() -> None:
    trying = Trying()
    order = trying.buy("100", "10", **REALISTIC)
    trying.later(1)
    new = trying.replace(order, size=size("200"))
    trying.later(0.001)
    trying.cancel(order)
    trying.later(1)
    assert (trying.life(order)[-1], trying.life(new)[-1]) == ("replaced", "canceled")

    second = trying.buy("100", "10")
    third = trying.replace(second, size=size("200"))
    trying.cancel(second)  # heard of after it was replaced
    assert (second.life.status, third.life.status) == ("replaced", "canceled")


def test_a_replacement_that_was_canceled_takes_no_place() -> None:
    trying = Trying()
    order = trying.buy("100", "10", **REALISTIC)
    trying.later(1)
    new = trying.order(terms("buy", "50", "10", **REALISTIC))
    trying.hear(trying.book.replace(order.order_id, new, draw=10 * MILLISECOND))
    trying.cancel(new)
    trying.later(1)

    assert (new.life.status, order.life.status) == ("canceled", "new")
    assert trying.why(order) == "it could not be replaced: the replacement is canceled"


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


def test_an_order_that_comes_to_a_closed_market_says_so() -> None:
    trying = Trying()
    trying.hear(trying.book.phase(trying.at, SessionPhase.CLOSED))
    order = trying.buy("100", "10", **REALISTIC)
    trying.later(1)

    assert trying.life(order) == ["accepted", "accepted"]
    assert trying.why(order) == "waits until the market is open for it"
