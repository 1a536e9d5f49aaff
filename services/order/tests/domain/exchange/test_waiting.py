"""Resting orders wait in line behind the market; stops wait for a price; auctions collect."""

from exchanging import Trying, Wish, price, size

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


def test_the_market_makes_the_price_of_its_auction() -> None:
    trying = Trying()
    trying.hear(trying.book.status(trying.at, InstrumentStatus.OPENING_AUCTION))
    buyers = [trying.buy("100", **OPG), trying.buy("100", "10.5"), trying.buy("100", "9.9")]
    sellers = [trying.sell("150", "10", **OPG), trying.sell("50", "10.2")]
    closing, endless, never = (
        trying.buy("100", "12", **CLS),
        trying.buy("5000", "12", time_in_force=TimeInForce.OPG, model="instant/1"),
        trying.sell("5", "10.2", time_in_force=TimeInForce.OPG, model="instant/1"),
    )
    assert trying.why(buyers[0]) == "waits for the opening auction"

    trying.trade("30@10.1", auction=Auction.OPENING)

    assert [trying.traded(one) for one in buyers] == [["100@10.1"], ["50@10.1", "30@10.1"], []]
    assert [trying.traded(one) for one in sellers] == [["100@10.1", "50@10.1"], []]
    assert (closing.life.status, trying.traded(endless)) == ("accepted", ["5000@10.1"])
    assert never.life.status == "expired"
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
    assert at_once.life.status == "canceled"
    assert trying.why(at_once).startswith("it was to trade at once, and has to wait until ")


def test_own_orders_do_not_meet_in_an_auction() -> None:
    trying = Trying()
    trying.hear(trying.book.status(trying.at, InstrumentStatus.OPENING_AUCTION))
    buy, sell = trying.buy("100", "10", account=1), trying.sell("100", "10", account=1)

    trying.hear(trying.book.status(trying.at, InstrumentStatus.TRADING))

    assert (buy.life.status, sell.life.status, trying.fills) == ("new", "canceled", [])


def test_a_notional_sale_is_reckoned_at_the_last_price_where_nobody_bids() -> None:
    trying = Trying()
    trying.trade("1@10")

    sale = trying.sell("0", "8", order_type=OrderType.MARKET, money=price("100") * size("1"))
    purchase = trying.buy("0", "20", order_type=OrderType.MARKET, money=price("100") * size("1"))

    assert (sale.size, purchase.size) == (size("10"), size("5"))


def test_a_purchase_for_money_never_costs_more_than_that_in_the_end() -> None:
    trying = Trying()
    trying.quote("10@9", "5@10")

    order = trying.buy("0", "20", order_type=OrderType.MARKET, money=price("100") * size("1"))
    trying.quote("10@19", "5@20")

    assert trying.traded(order) == ["5@10", "2.5@20"]
    assert order.life.status == "filled"


def test_a_notional_sale_never_needs_more_shares_than_its_limit_says() -> None:
    trying = Trying()
    trying.trade("1@10")

    sale = trying.sell("0", "20", money=price("100") * size("1"))

    assert sale.size == size("5")


def test_slipping_prices_do_not_make_a_purchase_dearer_than_its_money() -> None:
    trying = Trying()
    trying.quote("10@9.9", "50@10")
    money = price("100") * size("1")

    order = trying.buy("0", "20", order_type=OrderType.MARKET, money=money, model="adverse/1")
    trying.later(1)

    assert order.life.status == "filled"
    assert money * 99 < order.value * 100 <= money * 100


def test_slipping_prices_leave_a_purchase_for_money_within_its_limit() -> None:
    trying = Trying()
    trying.quote("10@9.9", "50@10")
    money = price("100") * size("1")

    order = trying.buy("0", "10", money=money, model="adverse/1")
    trying.later(1)

    assert trying.traded(order) == ["10@10"]
