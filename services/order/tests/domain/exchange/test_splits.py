"""Splits: orders ask for as many new shares, at prices of new shares, and nobody loses by it."""

from typing import Any

import pytest
from exchanging import Trying, Wish, price, size, terms
from hypothesis import given
from hypothesis import strategies as st

from order.domain.exchange.memory import freeze, thaw
from order.domain.exchange.order import Order
from order.domain.exchange.splitting import MEANWHILE, NOTHING_LEFT, Split
from order.domain.units import SECOND, SHARE
from vocabulary import OrderClass, OrderType, TimeInForce

GTC: Wish = {"time_in_force": TimeInForce.GTC}
STOP: Wish = {"order_type": OrderType.STOP, "stop": "90", **GTC}
TRAIL: Wish = {"order_type": OrderType.TRAILING_STOP, "trail": "1", **GTC}
SLOW: Wish = {"model": "realistic/1", **GTC}


def split(trying: Trying, new: int, old: int, at: int | None = None, name: str = "split") -> None:
    """The shares are split now, or were before."""
    when = trying.at if at is None else at
    trying.hear(trying.book.split(Split(when, name, new * SHARE, old * SHARE)))


def asked(order: Order) -> tuple[int, int, int]:
    """Shares that are open, at which bound, and where it is triggered."""
    return order.open, order.terms.bound, order.terms.stop


def test_an_order_in_line_is_of_new_shares_and_keeps_its_turn() -> None:
    trying = Trying()
    trying.quote("100@99", "100@101")
    first = trying.place(terms("buy", "10", "98", **GTC))
    second = trying.place(terms("buy", "10", "98", **GTC))

    split(trying, 2, 1)
    trying.quote("100@49", "30@49")

    assert trying.why(first).startswith("filled 20 of 20 at 49")
    assert trying.traded(first) == ["20@49"]
    assert trying.traded(second) == ["10@49"]
    adjusted = [step for step in trying.steps[first.order_id] if step.happening == "adjust"]
    assert [step.reason for step in adjusted] == [
        "the shares were split 2 for 1: 20 shares instead of 10, a limit of 49 instead of 98"
    ]


def test_what_the_market_showed_before_is_of_old_shares() -> None:
    trying = Trying()
    trying.quote("100@700", "100@701")
    selling = trying.place(terms("sell", "10", "720", **GTC))

    split(trying, 7, 1)

    assert asked(selling) == (size("70"), price("102.86"), 0)
    assert trying.traded(selling) == []


def test_what_has_traded_stays_as_it_was() -> None:
    trying = Trying()
    trying.quote("100@99", "4@100")
    order = trying.place(terms("buy", "10", "100", **GTC))

    split(trying, 3, 1)
    trying.quote("100@33", "100@33")

    assert trying.traded(order) == ["4@100", "18@33"]
    assert (order.life.status, order.filled) == ("filled", size("22"))


@pytest.mark.parametrize(
    ("side", "bound", "stop"), [("buy", "33.33", "30.04"), ("sell", "33.34", "30.03")]
)
def test_prices_are_rounded_so_that_nobody_loses(side: str, bound: str, stop: str) -> None:
    trying = Trying()
    wish: Wish = {"order_type": OrderType.STOP_LIMIT, "stop": "90.1", **GTC}
    order = trying.place(terms(side, "10", "100", **wish))

    split(trying, 3, 1)

    assert asked(order) == (size("30"), price(bound), price(stop))


def test_whole_shares_stay_whole_and_less_than_one_is_dropped() -> None:
    trying = Trying()
    whole = trying.place(terms("buy", "13", "10", **GTC))
    part = trying.place(terms("buy", "1.3", "10", **GTC))
    few = trying.place(terms("buy", "7", "10", **GTC))

    split(trying, 1, 8)

    assert (whole.open, part.open) == (size("1"), size("0.1625"))
    assert (few.life.status, trying.why(few)) == ("canceled", NOTHING_LEFT)


def test_a_trailing_stop_follows_the_price_of_new_shares() -> None:
    trying = Trying()
    trying.quote("100@100", "100@101")
    trying.trade("10@100")
    order = trying.place(terms("sell", "10", "", **TRAIL))
    trying.trade("10@102")
    assert trying.book.stop_of(order) == price("101")

    split(trying, 2, 1)

    assert trying.book.stop_of(order) == price("50.5")
    trying.quote("100@50.6", "100@50.7")
    assert trying.traded(order) == []
    trying.trade("1@50.5")
    assert trying.traded(order) == ["20@50.6"]


def test_a_group_is_split_as_a_whole() -> None:
    trying = Trying()
    trying.quote(None, "4@100")
    entry, profit, loss = trying.group(
        OrderClass.BRACKET,
        terms("buy", "10", "100", **GTC),
        terms("sell", "10", "120", **GTC),
        terms("sell", "10", "", **STOP),
    )

    split(trying, 2, 1)
    trying.quote("100@49", "12@50")

    assert trying.traded(entry) == ["4@100", "12@50"]
    assert (profit.open, loss.open) == (size("20"), size("20"))
    assert (profit.terms.bound, loss.terms.stop) == (price("60"), price("45"))


def test_exits_may_trade_more_than_their_entry_whoever_has_taken_its_place() -> None:
    trying = Trying()
    trying.quote(None, "4@100")
    entry, *exits = trying.group(
        OrderClass.BRACKET,
        terms("buy", "10", "100", **GTC),
        terms("sell", "10", "120", **GTC),
        terms("sell", "10", "", **STOP),
    )
    new = trying.replace(entry, size=size("12"))
    assert new.group is not None

    split(trying, 2, 1)
    trying.book = thaw(freeze(trying.book))
    trying.quote("100@49", "16@50")

    for one in exits:
        (said,) = (step for step in trying.steps[one.order_id] if step.happening == "adjust")
        assert (said.figures["waits"], said.figures["open"]) == ("8", "20")
        assert said.figures["added"] == "4"
    again = trying.book.find(exits[0].order_id)
    assert again is not None
    assert again.group is not None
    assert again.group.first == entry.order_id != new.order_id


def test_one_that_comes_late_is_of_old_shares_and_one_that_was_placed_since_is_not() -> None:
    trying = Trying()
    old, new = trying.order(terms("buy", "10", "98")), trying.order(terms("buy", "10", "49"))
    trying.now += 5
    split(trying, 2, 1)
    new.placed = trying.at + SECOND

    for order in (old, new):
        trying.hear(trying.book.place(order))

    assert (asked(old)[0], asked(new)[0]) == (size("20"), size("10"))


def test_a_replacement_that_was_on_its_way_is_refused() -> None:
    trying = Trying()
    order = trying.place(terms("buy", "10", "98", **SLOW))
    trying.later(1)
    new = trying.order(terms("buy", "20", "98", **SLOW))
    trying.hear(trying.book.replace(order.order_id, new))

    split(trying, 2, 1)
    trying.later(1)

    assert (new.life.status, trying.why(new)) == ("rejected", MEANWHILE)
    assert (order.life.status, order.open) == ("new", size("20"))


def test_a_split_that_is_told_twice_or_late_changes_nothing_twice() -> None:
    trying = Trying()
    order = trying.place(terms("buy", "10", "98", **GTC))
    trying.now += 5
    at = trying.at
    split(trying, 2, 1)
    trying.now += 5
    late = trying.place(terms("buy", "10", "49", **GTC))

    split(trying, 2, 1, at)

    assert (order.open, late.open) == (size("20"), size("10"))


def test_a_market_that_begins_anew_has_no_splits_behind_it() -> None:
    trying = Trying()
    split(trying, 2, 1)
    trying.hear(trying.book.restart(0))

    order = trying.order(terms("buy", "10", "98"))
    order.placed = 0
    trying.hear(trying.book.place(order))

    assert order.open == size("10")


@given(
    shares=st.integers(1, 10**4).map(str),
    bound=st.integers(100, 10**6).map(lambda cents: f"{cents / 100:.2f}"),
    side=st.sampled_from(["buy", "sell"]),
    new=st.integers(1, 20),
    old=st.integers(1, 20),
)
def test_no_order_may_cost_more_or_bring_less_for_a_share(
    shares: str, bound: str, side: str, new: int, old: int
) -> None:
    one = Split(0, "split", new * SHARE, old * SHARE)
    wish = terms(side, shares, bound)

    after = one.terms(wish, one.size(wish.size))

    assert after.size % SHARE == 0
    assert after.size * old <= wish.size * new < (after.size + SHARE) * old
    exact: Any = wish.bound * old
    assert after.bound * new <= exact if side == "buy" else after.bound * new >= exact
    assert abs(after.bound * new - exact) < price("0.01") * new or after.bound <= price("0.0001")


def test_a_book_that_is_written_down_and_read_again_knows_its_splits() -> None:
    trying = Trying()
    trying.now += 5
    split(trying, 2, 1)

    again = thaw(freeze(trying.book))

    assert again.desk.splits == trying.book.desk.splits != []
