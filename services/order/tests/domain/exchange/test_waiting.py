"""Resting orders wait in line behind the market; stops wait for a price; auctions collect."""

import pytest
from exchanging import Trying, Wish, price, size, terms

from order.domain.exchange.order import Order
from vocabulary import Auction, InstrumentStatus, OrderType, TimeInForce

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


def test_what_was_shown_before_trades_first() -> None:
    trying = Trying()
    trying.quote("500@10", "500@10.02")
    order = resting(trying)
    assert trying.why(order) == "waits at 10, behind 500 of the market"

    trying.trade("450@10")
    assert trying.traded(order) == []
    trying.trade("100@10")
    assert trying.traded(order) == ["50@10"]
    assert "after those ahead" in trying.why(order)
    trying.trade("20@9.99")
    assert trying.traded(order) == ["50@10", "20@10"]
    trying.trade("500@10.01")
    assert trying.traded(order) == ["50@10", "20@10"]


def test_who_leaves_the_line_makes_it_shorter() -> None:
    trying = Trying()
    trying.quote("500@10", "500@10.02")
    first = resting(trying)
    trying.quote("200@10", "500@10.02")
    trying.quote("300@10", "500@10.02")
    second = resting(trying)

    trying.trade("250@10")
    assert (trying.traded(first), trying.traded(second)) == (["50@10"], [])
    trying.quote("10@10", "500@10.02")
    trying.trade("100@10")
    assert (trying.traded(first), trying.traded(second)) == (["50@10", "50@10"], ["40@10"])
    trying.trade("60@10")
    assert second.life.status == "filled"


def test_the_line_is_gone_when_the_price_is() -> None:
    trying = Trying()
    trying.quote("500@10", "500@10.02")
    order = resting(trying)
    trying.quote("500@9.99", "500@10.02")

    trying.trade("30@10")

    assert trying.traded(order) == ["30@10"]


def test_nobody_is_ahead_inside_of_the_spread_and_deep_down_nobody_knows() -> None:
    trying = Trying()
    trying.depth("500@10 400@9.99", "500@10.05")

    assert trying.why(resting(trying, bound="10.01")) == "waits at 10.01"
    assert trying.why(resting(trying, bound="9.99")) == "waits at 9.99, behind 400 of the market"
    assert trying.why(resting(trying, bound="9.995")) == "waits at 9.995"
    assert trying.why(resting(trying, bound="9")) == "waits at 9, behind 400 of the market"


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


def test_the_market_makes_the_price_of_its_auction() -> None:
    trying = Trying()
    trying.hear(trying.book.status(trying.at, InstrumentStatus.OPENING_AUCTION))
    buyers = [trying.buy("100", **OPG), trying.buy("100", "10.5"), trying.buy("100", "9.9")]
    sellers = [trying.sell("150", "10", **OPG), trying.sell("50", "10.2")]
    closing, never = (
        trying.buy("100", "12", **CLS),
        trying.buy("5", "12", time_in_force=TimeInForce.OPG, model="instant/1"),
    )
    assert trying.why(buyers[0]) == "waits for the opening auction"

    trying.trade("30@10.1", auction=Auction.OPENING)

    assert [trying.traded(one) for one in buyers] == [["100@10.1"], ["50@10.1", "30@10.1"], []]
    assert [trying.traded(one) for one in sellers] == [["100@10.1", "50@10.1"], []]
    assert (closing.life.status, never.life.status) == ("accepted", "expired")
    assert "partially filled 50 of 100 at 10.1: there was no more in the auction" in [
        step.reason for step in trying.steps[buyers[1].order_id]
    ]
    trying.hear(trying.book.status(trying.at, InstrumentStatus.TRADING))
    assert (buyers[2].life.status, sellers[1].life.status) == ("new", "partially_filled")


def test_without_the_market_our_orders_make_the_price() -> None:
    trying = Trying()
    trying.trade("1@10")
    trying.hear(trying.book.status(trying.at, InstrumentStatus.CLOSING_AUCTION))
    buyers = [trying.buy("100", "10.4", **CLS), trying.buy("50", "10.1", **CLS)]
    sellers = [trying.sell("100", "9.8", **CLS), trying.sell("100", "10.3", **CLS)]
    trying.buy("10", "11", **OPG)
    at_once = trying.buy("1", "12", time_in_force=TimeInForce.IOC)

    trying.hear(trying.book.status(trying.at, InstrumentStatus.CLOSED))

    assert [trying.traded(one) for one in buyers] == [["100@10"], []]
    assert trying.traded(sellers[0]) == ["100@10"]
    assert [one.life.status for one in (*buyers, *sellers)] == [
        "filled",
        "expired",
        "filled",
        "expired",
    ]
    assert trying.why(sellers[1]) == "the auction is over"
    assert at_once.life.status == "accepted"


def test_own_orders_do_not_meet_in_an_auction() -> None:
    trying = Trying()
    trying.hear(trying.book.status(trying.at, InstrumentStatus.OPENING_AUCTION))
    buy, sell = trying.buy("100", "10", account=1), trying.sell("100", "10", account=1)

    trying.hear(trying.book.status(trying.at, InstrumentStatus.TRADING))

    assert (buy.life.status, sell.life.status, trying.fills) == ("new", "canceled", [])
