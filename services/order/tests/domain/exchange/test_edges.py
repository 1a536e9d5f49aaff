"""Rules that meet each other: bands and halts, the close and whatever is under way then."""

import json

import pytest
from exchanging import Trying, price, size, terms

from order.domain.exchange.inputs import act
from order.domain.exchange.memory import freeze, thaw
from order.domain.exchange.view import View
from order.domain.lifecycle import Happening
from order.domain.units import SECOND
from vocabulary import Auction, InstrumentStatus, OrderClass, OrderType, SessionPhase, TimeInForce


def band(trying: Trying, low: str, high: str) -> None:
    trying.hear(trying.book.band(trying.at, price(low), price(high)))


def status(trying: Trying, how: InstrumentStatus) -> None:
    trying.hear(trying.book.status(trying.at, how))


def phase(trying: Trying, which: SessionPhase) -> None:
    trying.hear(trying.book.phase(trying.at, which))


def test_orders_stand_at_the_bands_that_were_told_in_a_halt() -> None:
    trying = Trying()
    band(trying, "8", "10")
    order = trying.buy("100", "12")
    status(trying, InstrumentStatus.HALTED)
    band(trying, "11", "13")

    status(trying, InstrumentStatus.TRADING)

    assert trying.book.shown(is_buy=True) == [(price("12"), size("100"))]
    trying.quote("100@11.4", "100@11.5")
    assert trying.traded(order) == ["100@11.5"]


@pytest.mark.parametrize("is_halted", [True, False])
def test_an_order_opens_once_and_resumes_after_every_pause(is_halted: bool) -> None:  # noqa: FBT001
    trying = Trying()
    order = trying.buy("100", "9", time_in_force=TimeInForce.GTC)

    for _ in range(2):
        if is_halted:
            status(trying, InstrumentStatus.HALTED)
        phase(trying, SessionPhase.CLOSED)
        trying.book = thaw(json.loads(json.dumps(freeze(trying.book))))
        phase(trying, SessionPhase.REGULAR)
        status(trying, InstrumentStatus.TRADING)

    happened = [step.happening for step in trying.steps[order.order_id]]
    assert [one for one in happened if one is not Happening.WAIT] == [
        Happening.OPEN,
        *[Happening.PAUSE, Happening.RESUME] * 2,
    ]


def test_an_order_that_worked_before_a_pause_is_canceled_and_not_rejected_after_it() -> None:
    trying = Trying()
    order = trying.buy("100", "10", time_in_force=TimeInForce.GTC, is_post_only=True)
    phase(trying, SessionPhase.CLOSED)
    trying.quote("100@9.8", "100@9.9")

    phase(trying, SessionPhase.REGULAR)

    assert trying.life(order)[-2:] == ["accepted", "canceled"]
    assert trying.why(order) == "it would have taken, and was only to be posted"


def test_who_takes_any_price_goes_with_the_bands() -> None:
    trying = Trying()
    trying.quote("100@9.9", "50@10")
    band(trying, "8", "10")
    order = trying.buy("100", "11", order_type=OrderType.MARKET)

    band(trying, "8", "13")
    trying.quote("100@10.4", "100@10.5")

    assert trying.traded(order) == ["50@10", "50@10.5"]


def test_in_an_auction_an_order_goes_to_its_own_limit() -> None:
    trying = Trying()
    band(trying, "8", "10")
    order = trying.buy("100", "12")
    status(trying, InstrumentStatus.OPENING_AUCTION)

    trying.trade("60@11", Auction.OPENING)

    assert trying.traded(order) == ["60@11"]
    assert trying.book.shown(is_buy=True) == [(price("10"), size("40"))]


def test_a_smaller_order_waits_for_the_next_day_like_the_one_whose_place_it_took() -> None:
    trying = Trying()
    trying.quote("100@9.9", "100@12")
    old = trying.buy("100", "9.9", time_in_force=TimeInForce.GTC, model="realistic/1")
    trying.later(1)
    new = trying.replace(old, size=size("50"))
    trying.now += 1

    phase(trying, SessionPhase.CLOSED)  # and the replacement was due just before
    trying.now += 1
    phase(trying, SessionPhase.REGULAR)
    trying.quote("100@9.7", "100@9.8")

    assert (old.life.status, trying.traded(new)) == ("replaced", ["50@9.8"])


def test_two_exits_of_one_group_do_not_fill_an_order_that_wants_all() -> None:
    trying = Trying()
    trying.quote("100@12", "100@13")
    stop = terms("sell", "100", "11.5", order_type=OrderType.STOP_LIMIT, stop="11.6")
    trying.group(OrderClass.OCO, terms("sell", "100", "14"), stop)
    trying.quote("100@10", "100@11")
    trying.quote("100@10", None)

    order = trying.buy("200", "15", time_in_force=TimeInForce.FOK)

    assert (order.life.status, trying.traded(order)) == ("canceled", [])
    less = trying.buy("100", "15", time_in_force=TimeInForce.FOK)
    assert trying.traded(less) == ["100@11.5"]


def test_what_was_shown_at_the_close_is_not_there_at_the_opening() -> None:
    trying = Trying()
    trying.quote("100@10", "100@10.1")
    phase(trying, SessionPhase.CLOSED)
    order = trying.buy("100", "10.1")

    trying.later(60_000)
    phase(trying, SessionPhase.REGULAR)

    assert (trying.traded(order), trying.why(order)) == ([], "the market shows no prices")
    at_once = trying.buy("100", "10.1", time_in_force=TimeInForce.IOC)
    assert trying.why(at_once) == "the market shows no prices"
    trying.quote("100@10.02", "100@10.05")
    assert trying.traded(order) == ["100@10.05"]


def test_a_view_does_not_remember_what_was_shown_at_the_close() -> None:
    view, closed = View(), SessionPhase.CLOSED.value
    view.see(["d", "IBM", 0, [[price("9"), size("1")]], []])
    view.see(["q", "IBM", SECOND, price("10"), size("1"), price("11"), size("1")])

    view.see(["p", "IBM", SECOND, closed])

    assert [item[0] for item in view.items()] == ["p", "d", "c"]
    assert view.items()[1] == ["d", "IBM", SECOND, [], []]
    view.see(["q", "IBM", SECOND, price("10"), size("2"), 0, 0])
    view.see(["p", "IBM", SECOND, closed])
    assert [item[0] for item in view.items()] == ["p", "d", "q", "c"]


@pytest.mark.parametrize("begins", [False, True])
def test_a_new_book_says_as_an_old_one_why_nothing_trades_after_a_close(begins: bool) -> None:  # noqa: FBT001
    view, told = View(), Trying()
    items = [["p", "IBM", 1, SessionPhase.CLOSED.value], ["p", "IBM", 2, "regular"]]
    for item in [["b", 0], *items] if begins else items:
        view.see(item)
        act(told.book, item)
    fresh = Trying()
    for item in view.items():
        act(fresh.book, item)

    told.later(1)
    fresh.later(1)
    reasons = {one.why(one.buy("1", "10", order_type=OrderType.MARKET)) for one in (told, fresh)}

    assert reasons == {"the market begins anew" if begins else "the market shows no prices"}
