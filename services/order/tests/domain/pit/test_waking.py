"""A book that is woken knows what one knows that never slept."""

import json

from exchanging import Trying, price, size, terms

from order.domain.exchange.inputs import place_item
from order.domain.pit.pit import Page, Pit
from order.domain.units import SECOND
from vocabulary import OrderClass, OrderType, Symbol

X = Symbol("X")


def test_it_knows_what_time_it_is_before_it_is_told_what_is_wished() -> None:
    pit, trying = Pit(X), Trying()
    pit.know(0, 0)
    pit.hear(["q", X, SECOND, price("9.9"), size("1"), price("10"), size("1")], 0)
    trying.now = 60
    entry = trying.order(terms("buy", "100", "9"))
    exit_ = trying.order(terms("sell", "100", order_type=OrderType.STOP, stop="8"))

    pit.wish(place_item(entry, [exit_], OrderClass.OTO), trying.at)

    assert {step.time for _, step, _ in pit.news} == {trying.at}
    page = pit.turn_page()
    assert page is not None
    assert [*page.items[-2]] == ["c", X, trying.at]
    assert page.items[-1][0] == "place"


def test_what_was_due_before_the_market_began_anew_is_done_before_that_again() -> None:
    pit, trying = Pit(X), Trying()
    pit.know(0, 0)
    pit.hear(["s", X, SECOND, "trading"], 1)
    pit.hear(["q", X, SECOND, price("9.9"), size("9"), price("10"), size("9")], 2)
    trying.now = 2
    order = trying.order(terms("buy", "5", "10", model="realistic/1"))
    pit.wish(place_item(order), trying.at, [(str(order.order_id), ["id", "chain", None, None])])
    pit.pass_time(5 * SECOND)
    pit.hear(["b", 6 * SECOND], 3)
    came = [(step.time, str(step.status)) for _, step, _ in pit.news]
    page = pit.turn_page()
    assert page is not None

    again = Pit(X).read(Page(*json.loads(json.dumps(page))))

    assert came[-1][1] == "filled"
    assert [(step.time, str(step.status)) for _, step, _ in again] == came
