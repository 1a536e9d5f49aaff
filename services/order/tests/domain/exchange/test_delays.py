"""Orders, cancels and replacements take time, and whatever comes between decides."""

from uuid import UUID

import pytest
from exchanging import Trying, Wish, price, size, terms

from order.domain.exchange.inputs import act, keep_item
from order.domain.exchange.memory import freeze, thaw
from order.domain.exchange.register import FORMER_MAX
from order.domain.units import MILLISECOND
from vocabulary import OrderClass, OrderId, OrderType, TimeInForce

REALISTIC: Wish = {"model": "realistic/1"}


def test_an_order_trades_with_what_is_shown_when_it_arrives() -> None:
    trying = Trying()
    trying.quote("100@10", "300@10.02")

    order = trying.place(terms("buy", "100", **REALISTIC), draw=5 * MILLISECOND)
    assert (order.life.status, trying.why(order)) == ("accepted", "is on its way for 25 ms")
    trying.later(0.02)
    trying.quote("100@10.02", "300@10.05")
    trying.later(0.01)

    assert trying.traded(order) == ["100@10.047"]  # a tenth of the spread better
    assert trying.steps[order.order_id][-1].time == 25 * MILLISECOND


def test_a_fill_may_come_before_the_cancel() -> None:
    trying = Trying()
    order = trying.buy("100", "10", **REALISTIC)
    trying.later(1)
    assert order.life.status == "new"

    trying.cancel(order)
    assert (order.life.status, order.life.shown) == ("new", "pending_cancel")
    trying.quote(None, "40@10")
    assert order.life.shown == "pending_cancel"
    trying.later(1)
    assert trying.life(order)[-3:] == ["pending_cancel", "pending_cancel", "canceled"]
    assert trying.traded(order) == ["40@10"]

    second = trying.buy("100", "10", **REALISTIC)
    trying.later(1)
    trying.cancel(second)
    trying.quote(None, "400@9.9")
    trying.later(1)
    assert (trying.life(second)[-1], trying.traded(second)) == ("filled", ["100@9.9"])


def test_an_order_may_be_canceled_on_its_way() -> None:
    trying = Trying()
    trying.quote("100@10", "300@10.02")
    order = trying.place(terms("buy", "100", **REALISTIC), draw=10 * MILLISECOND)

    trying.cancel(order)
    trying.later(1)

    assert trying.life(order) == ["accepted", "pending_cancel", "canceled"]
    assert trying.fills == []


def test_a_smaller_order_keeps_its_place_and_any_other_goes_to_the_end() -> None:
    trying = Trying()
    first, second = trying.buy("100", "10"), trying.buy("100", "10")

    smaller = trying.replace(first, size=size("80"))
    assert trying.life(first)[-1] == "replaced"
    assert (smaller.replaces, first.replaced_by) == (first.order_id, smaller.order_id)
    trying.sell("30", "10")
    assert trying.traded(smaller) == ["30@10"]
    larger = trying.replace(smaller, size=size("200"))
    assert larger.open == size("170")
    trying.sell("100", "10")
    assert (trying.traded(second), trying.traded(larger)) == (["100@10"], [])
    moved = trying.replace(larger, bound=price("10.01"))
    assert trying.book.shown(is_buy=True) == [(price("10.01"), size("170"))]
    assert trying.book.find(moved.order_id) is moved


def test_a_replacement_may_come_too_late_or_make_no_sense() -> None:
    trying = Trying()
    order = trying.buy("100", "10", **REALISTIC)
    trying.later(1)

    late = trying.replace(order, size=size("200"))
    assert order.life.shown == "pending_replace"
    trying.quote(None, "500@10")
    trying.later(1)
    assert trying.life(order)[-1] == "filled"
    assert (late.life.status, trying.why(late)) == (
        "rejected",
        "the order that it replaces is filled",
    )
    gone = trying.replace(order, size=size("300"))
    assert trying.why(gone) == "the order that it replaces has ended"

    other = trying.buy("700", "10")
    assert trying.traded(other) == ["400@10"]
    small = trying.replace(other, size=size("400"))
    assert (small.life.status, trying.why(small)) == ("rejected", "400 are filled already")
    assert trying.why(other) == "it could not be replaced: 400 are filled already"
    turned = trying.replace(other, is_buy=False)
    assert trying.why(turned) == "an order keeps its side and its fill model"
    endless = trying.replace(other, model="instant/1")
    assert trying.why(endless) == "an order keeps its side and its fill model"
    rich = trying.replace(other, money=1)
    assert trying.why(rich) == "an order for an amount of money cannot be replaced"
    assert other.life.shown == "partially_filled"


def test_an_order_whose_replacement_was_refused_before_it_came_stays_as_it_is() -> None:
    trying = Trying()
    order = trying.buy("100", "10", **REALISTIC)
    trying.later(1)
    trying.cancel(order)
    nobody = OrderId(UUID(int=99))

    trying.hear(act(trying.book, keep_item(order.order_id, nobody, "too dear")))
    assert (trying.life(order)[-1], trying.why(order)) == (
        "pending_cancel",
        "it could not be replaced: too dear",
    )
    trying.later(1)
    assert order.life.status == "canceled"
    assert act(trying.book, keep_item(order.order_id, nobody, "too dear")) == []


def test_an_order_on_its_way_or_in_the_waiting_room_can_be_replaced() -> None:
    trying = Trying()
    waiting = trying.buy("100", "10", time_in_force=TimeInForce.OPG)
    bad = trying.replace(waiting, size=0)
    new = trying.replace(waiting, size=size("50"), expires=5_000_000)

    assert (bad.life.status, new.life.status) == ("rejected", "accepted")
    trying.later(6)
    assert new.life.status == "expired"


def test_of_two_replacements_the_first_is_the_heir_in_a_book_that_was_read_again_too() -> None:
    trying = Trying()
    order = trying.buy("100", "10", **REALISTIC)
    trying.later(1)
    first = trying.replace(order, size=size("80"))
    second = trying.replace(order, size=size("70"))
    trying.later(1)
    assert (first.life.status, second.life.status) == ("new", "rejected")

    read_again = thaw(freeze(trying.book))
    for book in (trying.book, read_again):
        said = book.cancel(order.order_id, book.now) + book.clock(book.now + 1_000_000)
        assert {outcome.order.order_id for outcome in said} == {first.order_id}
        assert said[-1].step.status == "canceled"


@pytest.mark.parametrize("is_asked_first", [True, False])
def test_a_cancel_finds_the_last_of_many_replacements(is_asked_first: bool) -> None:  # noqa: FBT001
    trying = Trying()
    orders = [trying.buy("100", "10", **REALISTIC)]
    trying.later(1)
    if is_asked_first:  # then it comes when two others have taken its place
        trying.hear(trying.book.cancel(orders[0].order_id, trying.at + 50_000))
    for shares in ("90", "80", "70"):
        orders.append(trying.replace(orders[-1], size=size(shares)))
        trying.later(0.015)
    trying.book = thaw(freeze(trying.book))

    if not is_asked_first:
        trying.cancel(orders[0])
    trying.later(1)

    assert [trying.life(one)[-1] for one in orders] == ["replaced"] * 3 + ["canceled"]
    assert trying.why(orders[-1]) == "its owner took it back"


def test_a_book_remembers_no_more_replacements_than_can_be_on_their_way() -> None:
    trying = Trying()
    orders = [trying.buy("100", "10")]
    for _ in range(FORMER_MAX + 3):
        orders.append(trying.replace(orders[-1], size=orders[-1].terms.size - 1))
    last = orders[-1]

    register = trying.book.desk.counter.register
    assert [*register.former(last)] == [one.order_id for one in orders[-FORMER_MAX - 1 : -1]]
    trying.cancel(orders[0])
    assert trying.life(last)[-1] == "new"
    trying.cancel(orders[-FORMER_MAX - 1])
    assert trying.life(last)[-1] == "canceled"
    assert register.heir(orders[-2].order_id) is None


def test_a_trailing_stop_that_is_replaced_goes_on_from_the_best_price() -> None:
    trying = Trying()
    trying.trade("1@10")
    order = trying.sell("100", trail="1", order_type=OrderType.TRAILING_STOP)
    trying.trade("1@12")
    trying.trade("1@11.5")

    new = trying.replace(order, trail=price("0.6"))
    assert (trying.book.mark_of(new), trying.book.stop_of(new)) == (price("12"), price("11.4"))
    trying.quote("100@11.3", None)
    assert not new.is_triggered
    trying.trade("1@11.4")
    assert trying.traded(new) == ["100@11.3"]


def test_a_held_exit_can_be_replaced_and_stays_held() -> None:
    trying = Trying()
    entry, profit, _ = trying.group(
        OrderClass.BRACKET,
        terms("buy", "100", "10"),
        terms("sell", "100", "11"),
        terms("sell", "100", order_type=OrderType.STOP, stop="9"),
    )

    new = trying.replace(profit, bound=price("12"))
    assert new.life.status == "held"
    trying.quote(None, "100@10")
    assert (entry.life.status, new.life.status) == ("filled", "new")
    last = trying.replace(new, size=size("10"))
    assert (new.life.status, last.open) == ("replaced", size("100"))


def test_an_entry_can_be_replaced_and_its_exits_trade_what_both_have_bought() -> None:
    trying = Trying()
    entry, profit = trying.group(
        OrderClass.OTO, terms("buy", "100", "10"), terms("sell", "100", "11")
    )
    trying.quote(None, "40@10")

    new = trying.replace(entry, size=size("70"))
    trying.quote(None, "500@9.9")

    assert (trying.traded(entry), trying.traded(new)) == (["40@10"], ["30@9.9"])
    assert (profit.life.status, profit.size) == ("new", size("70"))
