"""One line for each rule: what is shown, what is wished, what comes of it."""

import pytest
from exchanging import Trying, Wish, price, size, terms

from vocabulary import TimeInForce

IOC: Wish = {"time_in_force": TimeInForce.IOC}
FOK: Wish = {"time_in_force": TimeInForce.FOK}
ALL_SHOWN = "that was all the size shown"
DEPTH = ("200@9.99 300@9.98", "200@10.01 300@10.02 500@10.03")

AGAINST_DEPTH: list[tuple[str, str, str, Wish, list[str], str, str]] = [
    # a market order walks the depth
    ("buy", "100", "", {}, ["100@10.01"], "filled", "that was shown"),
    ("buy", "600", "", {}, ["200@10.01", "300@10.02", "100@10.03"], "filled", "that was shown"),
    ("sell", "250", "", {}, ["200@9.99", "50@9.98"], "filled", "that was shown"),
    # what it cannot get it waits for, within its bound
    ("sell", "900", "", {}, ["200@9.99", "300@9.98"], "partially_filled", "waits for more size"),
    # a limit order gets better prices than its own
    ("buy", "300", "10.02", {}, ["200@10.01", "100@10.02"], "filled", "that was shown"),
    ("buy", "300", "10.01", {}, ["200@10.01"], "partially_filled", "waits at 10.01"),
    ("buy", "300", "10", {}, [], "new", "waits at 10"),
    ("sell", "300", "9.98", {}, ["200@9.99", "100@9.98"], "filled", "that was shown"),
    # at once or not
    ("buy", "300", "10.01", IOC, ["200@10.01"], "canceled", "the rest could not be filled at once"),
    ("buy", "300", "10", IOC, [], "canceled", "the rest could not be filled at once"),
    ("buy", "300", "10.01", FOK, [], "canceled", "not all of it could be filled at once"),
    ("buy", "300", "10.02", FOK, ["200@10.01", "100@10.02"], "filled", "that was shown"),
    ("sell", "500", "", FOK, ["200@9.99", "300@9.98"], "filled", "that was shown"),
    ("sell", "501", "", FOK, [], "canceled", "not all of it could be filled at once"),
    # only to be posted
    ("buy", "100", "10.01", {"is_post_only": True}, [], "rejected", "was only to be posted"),
    ("buy", "100", "10", {"is_post_only": True}, [], "new", "waits at 10"),
    # for an amount of money
    ("buy", "0", "", {"money": price("1001") * size("1")}, ["100@10.01"], "filled", "shown"),
    ("buy", "0", "", {"money": 1}, [], "rejected", "does not buy the least"),
    # parts of a share
    ("buy", "0.000000001", "", {}, ["0.000000001@10.01"], "filled", "that was shown"),
]


@pytest.mark.parametrize(
    ("side", "shares", "bound", "more", "traded", "status", "why"),
    AGAINST_DEPTH,
)
def test_an_order_meets_what_the_market_shows(
    side: str, shares: str, bound: str, more: Wish, traded: list[str], status: str, why: str
) -> None:
    trying = Trying()
    trying.depth(*DEPTH)

    order = trying.place(terms(side, shares, bound, **more))

    assert trying.traded(order) == traded
    assert order.life.status == status
    assert why in trying.why(order)
    assert [step.number for step in trying.steps[order.order_id]] == list(
        range(1, order.life.number + 1)
    )


def test_money_is_spent_to_the_last_unit_that_buys_anything() -> None:
    trying = Trying()
    trying.depth(*DEPTH)
    money = price("2503") * size("1")

    order = trying.buy("0", money=money)

    assert order.life.status == "filled"
    assert trying.traded(order) == ["200@10.01", "50@10.02"]
    assert order.value == money


def test_shown_sizes_are_taken_once() -> None:
    trying = Trying()
    trying.quote("100@10", "300@10.02")

    first, second = trying.buy("200", "10.02"), trying.buy("200", "10.02")
    assert trying.traded(second) == ["100@10.02"]
    assert "partially filled 100 of 200 at 10.02: that was all the size shown" in [
        step.reason for step in trying.steps[second.order_id]
    ]
    trying.quote("200@10", "300@10.02")  # the other side changed: the same shares
    assert trying.traded(second) == ["100@10.02"]
    trying.quote("200@10", "350@10.02")  # fifty are new
    assert trying.traded(second) == ["100@10.02", "50@10.02"]
    trying.quote("200@10", "100@10.03")
    trying.quote("200@10", "300@10.02")  # they went, and others came
    assert trying.traded(second)[2:] == ["50@10.02"]
    assert trying.traded(first) == ["200@10.02"]


def test_what_was_taken_fades() -> None:
    trying = Trying()
    trying.quote("100@10", "300@10.02")
    trying.buy("300", "10.02")
    waiting = trying.buy("300", "10.02")

    trying.later(30)
    trying.quote("100@10", "300@10.02")
    assert trying.traded(waiting) == ["150@10.02"]
    trying.later(60)
    trying.quote("100@10", "300@10.02")
    assert trying.traded(waiting) == ["150@10.02", "150@10.02"]


def test_what_was_taken_comes_back_in_whole_shares() -> None:
    trying = Trying()
    trying.quote("100@10", "300@10.02")
    trying.buy("300", "10.02")
    waiting = trying.buy("300", "10.02")

    trying.later(0.1)
    trying.quote("100@10", "300@10.02")
    assert trying.traded(waiting) == []
    trying.later(0.2)
    trying.quote("100@10", "300@10.02")
    assert trying.traded(waiting) == ["1@10.02"]


def test_parts_of_a_share_are_missed_as_such() -> None:
    trying = Trying()
    trying.quote("100@10", "300@10.02")
    trying.buy("0.5", "10.02")
    trying.later(1)
    trying.quote("100@10", "300@10.02")
    assert trying.traded(trying.buy("300", "10.02")) == ["299.5@10.02"]


def test_a_market_of_parts_brings_parts_back() -> None:
    trying = Trying()
    trying.quote("1@10", "1.5@10.02")
    trying.buy("1.5", "10.02")
    waiting = trying.buy("1.5", "10.02")
    trying.later(6)
    trying.quote("1@10", "1.5@10.02")
    assert trying.traded(waiting) == ["0.15@10.02"]


def test_what_was_taken_from_an_old_quote_fades_from_when_it_was_taken() -> None:
    trying = Trying()
    trying.quote("100@10", "300@10.02")
    trying.later(50)
    trying.buy("300", "10.02")
    waiting = trying.buy("300", "10.02")

    trying.later(30)
    trying.quote("100@10", "300@10.02")
    assert trying.traded(waiting) == ["150@10.02"]


@pytest.mark.parametrize("model", ["touch/1", "realistic/1", "instant/1"])
def test_a_stale_quote_fills_nothing_and_says_so(model: str) -> None:
    trying = Trying()
    trying.quote("100@10", "300@10.02")
    trying.hear(trying.book.stale(trying.at, "the quote is stale"))

    order, at_once = (
        trying.buy("100", model=model),
        trying.buy("100", model=model, time_in_force=TimeInForce.IOC),
    )
    trying.later(1)
    assert (trying.traded(order), trying.why(order)) == ([], "the quote is stale")
    assert (trying.traded(at_once), trying.why(at_once)) == ([], "the quote is stale")
    trying.quote("100@10", "300@10")
    assert trying.traded(order) == ["100@10"]


def test_a_crossed_quote_fills_nothing() -> None:
    trying = Trying()
    trying.quote("100@10.03", "300@10.02")

    order = trying.buy("100")

    assert (trying.traded(order), trying.why(order)) == ([], "the quote is crossed")
