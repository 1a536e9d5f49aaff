"""Stops wait for a price, and trailing stops follow one."""

import pytest
from exchanging import Trying, Wish, price, size, terms

from order.domain.exchange.order import Order
from vocabulary import OrderType, SessionPhase, TimeInForce

IN_LINE: Wish = {"model": "realistic/1"}
OPG: Wish = {"time_in_force": TimeInForce.OPG}
CLS: Wish = {"time_in_force": TimeInForce.CLS}
STOP = OrderType.STOP
FOLLOWS: Wish = {"order_type": OrderType.TRAILING_STOP}


def resting(trying: Trying, shares: str = "100", bound: str = "10") -> Order:
    """An order to buy that has arrived."""
    order = trying.buy(shares, bound, **IN_LINE)
    trying.later(1)
    return order


@pytest.mark.parametrize(
    ("side", "stop", "quiet", "trigger"),
    [
        ("sell", "9", "1@9.01", "1@9"),
        ("sell", "9", "1@9.5", "1@8"),
        ("buy", "11", "1@10.99", "1@11"),
        ("buy", "11", "1@10", "1@12"),
    ],
)
def test_a_stop_is_triggered_by_a_trade(side: str, stop: str, quiet: str, trigger: str) -> None:
    trying = Trying()
    trying.quote("500@9.99", "500@10")
    order = trying.place(terms(side, "100", order_type=STOP, stop=stop))
    assert trying.why(order).endswith(f"to {stop}")
    assert trying.book.stop_of(order) == price(stop)

    trying.trade(quiet)
    assert trying.fills == []
    trying.trade(trigger)
    assert order.life.status == "filled"
    assert trying.book.stop_of(order) == 0


def test_a_stop_is_triggered_by_a_quote_that_has_passed_it() -> None:
    trying = Trying()
    sell = trying.sell("100", order_type=STOP, stop="9")
    buy = trying.buy("100", order_type=STOP, stop="11")

    trying.quote("500@8.9", "500@9.01")
    trying.quote("500@10.99", "500@11.4")
    assert trying.fills == []
    trying.quote("500@8.9", "500@9")
    assert trying.traded(sell) == ["100@8.9"]
    trying.quote("500@11", "500@11.4")
    assert trying.traded(buy) == ["100@11.4"]


def test_a_stop_limit_order_keeps_its_limit() -> None:
    trying = Trying()
    order = trying.sell("100", "8.95", order_type=OrderType.STOP_LIMIT, stop="9")

    trying.quote("60@8.95", "500@9")

    assert trying.traded(order) == ["60@8.95"]
    assert trying.book.shown(is_buy=False) == [(price("8.95"), size("40"))]


@pytest.mark.parametrize(
    ("side", "more", "prices", "stop"),
    [
        ("sell", {**FOLLOWS, "trail": "0.5"}, ["10", "11", "10.6"], "10.5"),
        ("buy", {**FOLLOWS, "trail": "0.5"}, ["10", "9", "9.4"], "9.5"),
        ("sell", {**FOLLOWS, "trail_percent": 50_000}, ["10", "12", "11.5"], "11.4"),
        ("buy", {**FOLLOWS, "trail_percent": 50_000}, ["10", "8", "8.3"], "8.4"),
    ],
)
def test_a_trailing_stop_follows(side: str, more: Wish, prices: list[str], stop: str) -> None:
    trying = Trying()
    trying.quote("500@9.99", "500@10.01")
    order = trying.place(terms(side, "100", **more))
    for one in prices:
        trying.trade(f"1@{one}")
    assert (trying.book.stop_of(order), trying.fills) == (price(stop), [])

    trying.trade(f"1@{stop}")

    assert order.life.status == "filled"
    assert (trying.book.stop_of(order), trying.book.mark_of(order)) == (0, 0)


@pytest.mark.parametrize("trail", [{"trail": "1"}, {"trail_percent": 90_000}], ids=str)
def test_the_best_that_a_trailing_stop_saw_is_remembered_when_it_is_triggered(trail: Wish) -> None:
    trying = Trying()
    trying.trade("1@10")
    follows: Wish = {**FOLLOWS, **trail}
    triggered, taken_back = trying.sell("100", **follows), trying.sell("1", **follows)
    trying.trade("1@11")
    trying.cancel(taken_back)

    trying.trade("1@10")

    assert triggered.is_triggered
    assert (triggered.mark, taken_back.mark) == (price("11"), price("11"))


def test_a_trailing_stop_waits_for_a_price_to_follow() -> None:
    trying = Trying()
    follows: Wish = {**FOLLOWS, "trail": "1"}
    first, second = trying.sell("100", **follows), trying.sell("1", **follows)
    assert trying.why(first) == "there is no price yet that it could follow"
    trying.cancel(second)
    trying.quote("100@10", None)
    assert trying.book.mark_of(first) == 0

    trying.trade("1@10")
    assert (trying.book.mark_of(first), trying.book.stop_of(first)) == (price("10"), price("9"))
    trying.trade("1@9")

    assert (trying.traded(first), trying.traded(second)) == (["100@10"], [])


@pytest.mark.parametrize(
    ("stop", "best", "worst"),
    [("49.99", "51.98", "51.99"), ("50", "51.25", "51.26"), ("0.5", "0.52", "0.5201")],
)
def test_a_stop_to_buy_pays_not_much_more_than_its_price(stop: str, best: str, worst: str) -> None:
    trying = Trying()
    order = trying.buy("200", order_type=STOP, stop=stop)
    bounded = trying.buy("50", best, order_type=STOP, stop=stop)

    trying.depth("", f"100@{best} 400@{worst}")
    trying.trade(f"1@{stop}")

    assert (trying.traded(order), trying.traded(bounded)) == ([f"100@{best}"], [])
    assert trying.why(order) == "waits for more size within its bound"


def test_a_stop_that_is_canceled_is_forgotten() -> None:
    trying = Trying()
    order = trying.sell("100", order_type=STOP, stop="9")
    trying.cancel(order)

    trying.trade("1@8")

    assert (order.life.status, order.is_triggered) == ("canceled", False)


def test_a_trailing_stop_follows_in_regular_hours_only() -> None:
    trying = Trying()
    trying.trade("1@10")
    follows: Wish = {**FOLLOWS, "trail": "1", "time_in_force": TimeInForce.GTC}
    order = trying.sell("100", **follows)

    for phase in (SessionPhase.AFTER, SessionPhase.CLOSED, SessionPhase.PRE):
        trying.hear(trying.book.phase(trying.at, phase))
        trying.trade("1@15")
        trying.trade("1@3")
    assert (order.is_triggered, trying.why(order)) == (
        False,
        "waits until the market is open for it",
    )
    trying.hear(trying.book.phase(trying.at, SessionPhase.REGULAR))
    assert (trying.book.mark_of(order), trying.book.stop_of(order)) == (price("10"), price("9"))

    trying.trade("1@12")
    assert trying.book.stop_of(order) == price("11")


def test_who_is_for_extended_hours_still_waits_for_its_price_in_regular_hours() -> None:
    trying = Trying()
    order = trying.sell("100", "8", order_type=OrderType.STOP_LIMIT, stop="9", is_extended=True)
    trying.hear(trying.book.phase(trying.at, SessionPhase.AFTER))

    trying.trade("1@8.5")

    assert (order.life.status, order.is_triggered) == ("new", False)
