"""Orders meet each other; halts, bands and hours say when."""

from exchanging import Trying, Wish, price, size, terms

from vocabulary import InstrumentStatus, OrderType, SessionPhase, TimeInForce

IOC: Wish = {"time_in_force": TimeInForce.IOC}
FOK: Wish = {"time_in_force": TimeInForce.FOK}
ALL_SHOWN = "that was all the size shown"
DEPTH = ("200@9.99 300@9.98", "200@10.01 300@10.02 500@10.03")


def test_traders_meet_before_the_market_oldest_first() -> None:
    trying = Trying()
    trying.quote("100@10", "300@10.02")
    older, newer = trying.sell("100", "10.02"), trying.sell("100", "10.02")
    better = trying.sell("100", "10.01")

    order = trying.buy("350", "10.02")

    assert [fill.order for fill in trying.fills if fill.order is not order] == [
        better,
        older,
        newer,
    ]
    assert trying.traded(order) == ["100@10.01", "100@10.02", "100@10.02", "50@10.02"]
    assert [fill.with_trader for fill in trying.fills if fill.order is order][-1] is False


def test_who_waits_for_any_price_takes_the_first_that_comes() -> None:
    trying = Trying()
    hungry = trying.buy("100", order_type=OrderType.MARKET)
    bounded = trying.buy("100", "9", order_type=OrderType.MARKET)

    seller = trying.sell("150", "10")

    assert (trying.traded(hungry), trying.traded(bounded)) == (["100@10"], [])
    assert seller.open == size("50")
    trying.quote(None, "30@8")
    assert trying.traded(bounded) == ["30@8"]


def test_an_iceberg_shows_a_part_and_goes_to_the_end_of_the_line() -> None:
    trying = Trying()
    iceberg = trying.sell("250", "10", display="100")
    other = trying.sell("100", "10")
    assert trying.book.shown(is_buy=False) == [(price("10"), size("200"))]

    trying.buy("150", "10")
    assert (trying.traded(iceberg), trying.traded(other)) == (["100@10"], ["50@10"])
    trying.buy("100", "10")
    assert (trying.traded(iceberg)[1:], trying.traded(other)[1:]) == (["50@10"], ["50@10"])
    trying.buy("500", "10")
    assert trying.traded(iceberg)[2:] == ["50@10", "50@10"]
    assert iceberg.life.status == "filled"


def test_reduce_only_trades_no_more_than_the_position() -> None:
    trying = Trying()
    trying.quote("500@10", "500@10.02")

    some = trying.place(terms("sell", "100", is_reduce_only=True), reducible=size("30"))
    none = trying.place(terms("sell", "100", is_reduce_only=True), reducible=0)

    assert trying.traded(some) == ["30@10"]
    reduced = trying.steps[some.order_id][0]
    assert reduced.reason == "shrunk from 100 to 30: no more of the position is free"
    assert (none.life.status, trying.why(none)) == (
        "rejected",
        "there is nothing that it could reduce",
    )


def test_of_two_own_orders_that_meet_the_newer_is_withdrawn() -> None:
    trying = Trying()
    own = trying.sell("100", "10", account=5)
    other = trying.sell("100", "9.99")

    order = trying.buy("150", "10", account=5)

    assert trying.traded(order) == trying.traded(other) == ["100@9.99"]
    assert (order.life.status, own.life.status) == ("canceled", "new")
    assert "own account" in trying.why(order)
    assert trying.book.shown(is_buy=True) == []


def test_outside_of_the_bands_nothing_trades() -> None:
    trying = Trying()
    trying.depth("100@9", "100@10 100@11")
    trying.hear(trying.book.band(trying.at, price("9.5"), price("10.5")))

    seller = trying.sell("100", "8")
    trying.trade("100@9")
    assert trying.traded(seller) == []
    assert trying.book.shown(is_buy=False) == [(price("9.5"), size("100"))]
    trying.hear(trying.book.band(trying.at, price("8"), price("12")))
    assert trying.traded(seller) == ["100@9"]
    buyer = trying.buy("150")
    trying.hear(trying.book.band(trying.at, price("8"), price("10.5")))
    assert trying.traded(buyer) == ["100@10", "50@11"]
    trying.depth("", "100@7 100@11")
    late = trying.buy("100")
    assert (trying.traded(late), trying.why(late)) == ([], "waits for more size within its bound")


def test_nothing_trades_in_a_halt_and_then_in_the_order_of_arrival() -> None:
    trying = Trying()
    resting = trying.buy("100", "10.02")
    trying.hear(trying.book.status(trying.at, InstrumentStatus.HALTED))

    second, third = trying.buy("100"), trying.sell("50", "9")
    trying.quote("500@10", "150@10.02")
    trying.trade("500@10")
    assert trying.fills == []
    assert trying.why(second) == "waits until the market trades: it is halted"
    trying.hear(trying.book.status(trying.at, InstrumentStatus.TRADING))

    assert trying.traded(resting) == ["100@10.02"]
    assert (trying.traded(second), trying.traded(third)) == (["50@10.02"], ["50@10"])


def test_only_orders_for_extended_hours_work_outside_of_the_session() -> None:
    trying = Trying()
    trying.hear(trying.book.phase(trying.at, SessionPhase.PRE))
    day = trying.buy("100", "10.02")
    extended = trying.buy("100", "10.02", is_extended=True)
    assert (day.life.status, extended.life.status) == ("accepted", "new")
    trying.quote("100@10", "150@10.02")
    assert (trying.traded(day), trying.traded(extended)) == ([], ["100@10.02"])

    trying.hear(trying.book.phase(trying.at, SessionPhase.REGULAR))
    assert trying.traded(day) == ["50@10.02"]
    trying.hear(trying.book.phase(trying.at, SessionPhase.AFTER))
    trying.quote("100@10", "50@10")
    assert trying.traded(day) == ["50@10.02"]
    assert trying.why(day) == "waits until the market is open for it"
    trying.hear(trying.book.phase(trying.at, SessionPhase.REGULAR))
    assert trying.traded(day) == ["50@10.02", "50@10"]


def test_an_order_ends_when_its_time_is_over() -> None:
    trying = Trying()
    order = trying.buy("100", "10", expires=60_000_000)

    trying.later(59.9)
    assert order.life.is_live
    trying.later(0.2)

    assert (order.life.status, trying.why(order)) == ("expired", "its time is over")
    assert trying.steps[order.order_id][-1].time == 60_000_000
    assert trying.book.find(order.order_id) is None


def test_all_or_nothing_counts_only_what_comes_before_an_own_order() -> None:
    trying = Trying()
    trying.sell("100", "10")
    trying.sell("100", "10.01", account=5)
    trying.sell("100", "10.02")

    too_much = trying.buy("101", "11", account=5, **FOK)
    order = trying.buy("100", "11", account=5, **FOK)

    assert (trying.traded(too_much), trying.traded(order)) == ([], ["100@10"])


def test_all_or_nothing_counts_who_stands_before_an_own_order_and_no_iceberg_behind_it() -> None:
    trying = Trying()
    iceberg = trying.sell("100", "10", display="10")
    own = trying.sell("100", "10", account=5)

    too_much = trying.buy("11", "11", account=5, **FOK)
    order = trying.buy("10", "11", account=5, **FOK)

    assert (trying.traded(too_much), trying.traded(order)) == ([], ["10@10"])
    assert (iceberg.open, own.life.status) == (size("90"), "new")


def test_all_or_nothing_stops_where_the_bands_are() -> None:
    trying = Trying()
    trying.sell("50", "10")
    trying.hear(trying.book.band(trying.at, price("9.5"), price("10.5")))
    trying.depth("", "100@9 100@10.2")

    order = trying.buy("60", "11", **FOK)

    assert (trying.traded(order), order.life.status) == ([], "canceled")
