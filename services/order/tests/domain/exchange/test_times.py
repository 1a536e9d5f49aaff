"""When wishes take effect, when the day is over, and what happens when the market begins anew."""

from exchanging import Trying, Wish, price, size, terms

from order.domain.exchange.inputs import act, adopt_item, withdraw_item
from order.domain.exchange.memory import freeze, thaw
from order.domain.exchange.order import Order
from order.domain.lifecycle import Life
from order.domain.units import MILLISECOND, SECOND
from vocabulary import OrderStatus, SessionPhase, TimeInForce

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
    trying.hear(trying.book.cancel(order.order_id, trying.at, draw=5 * MILLISECOND))
    trying.later(0.02)
    assert (trying.life(order)[-1], trying.life(new)[-1]) == ("replaced", "new")
    assert freeze(trying.book)["plans"] != []
    trying.later(1)
    assert trying.life(new)[-1] == "canceled"

    assert freeze(thaw(freeze(trying.book))) == freeze(trying.book)

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


def test_an_order_that_comes_to_a_closed_market_says_so() -> None:
    trying = Trying()
    trying.hear(trying.book.phase(trying.at, SessionPhase.CLOSED))
    order = trying.buy("100", "10", **REALISTIC)
    trying.later(1)

    assert trying.life(order) == ["accepted", "accepted"]
    assert trying.why(order) == "waits until the market is open for it"


def test_an_order_that_was_taken_back_long_before_it_came_never_works() -> None:
    trying = Trying()
    order = trying.order(terms("buy", "100", "10"))

    trying.hear(act(trying.book, withdraw_item(order)))

    assert trying.book.is_idle
    ((steps),) = trying.steps.values()
    assert [(one.status, one.reason) for one in steps] == [
        ("canceled", "it was canceled before it came")
    ]


def test_an_order_that_lost_its_book_works_in_another_one() -> None:
    trying = Trying()
    trying.quote("100@10", "100@10.02")
    order = trying.order(terms("buy", "100", "10"))
    order.life = Life(OrderStatus.PARTIALLY_FILLED, 7)
    order.filled = size("40")

    trying.hear(act(trying.book, adopt_item(order)))

    assert trying.book.shown(is_buy=True) == [(price("10"), size("60"))]
    assert [step.number for step in trying.steps[order.order_id]] == [8]
    trying.trade("100@9.9")
    assert [step.status for step in trying.steps[order.order_id]][-1] == "filled"
