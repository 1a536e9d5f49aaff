"""Orders that belong together: exits wait for their entry, shrink each other, and end together."""

from typing import Unpack

import pytest
from exchanging import Trying, Wish, price, size, terms

from order.domain.exchange.grouping import MixedModels
from order.domain.exchange.order import Order
from vocabulary import Auction, InstrumentStatus, OrderClass, OrderType, TimeInForce

STOP: Wish = {"order_type": OrderType.STOP, "stop": "9"}
TRAIL: Wish = {"order_type": OrderType.TRAILING_STOP, "trail": "1"}
PERCENT: Wish = {"order_type": OrderType.TRAILING_STOP, "trail_percent": 100_000}
STOP_LIMIT: Wish = {"order_type": OrderType.STOP_LIMIT, "stop": "9"}


def bracket(trying: Trying, **loss: Unpack[Wish]) -> list[Order]:
    """Buy 100 at 10, sell at 11 or when it goes wrong."""
    bound = "8.9" if loss.get("order_type") is OrderType.STOP_LIMIT else ""
    return trying.group(
        OrderClass.BRACKET,
        terms("buy", "100", "10"),
        terms("sell", "100", "11"),
        terms("sell", "100", bound, **loss),
    )


@pytest.mark.parametrize("loss", [STOP, TRAIL, PERCENT, STOP_LIMIT])
def test_exits_are_held_until_all_of_the_entry_is_filled(loss: Wish) -> None:
    trying = Trying()
    entry, profit, stop = bracket(trying, **loss)
    assert (profit.life.status, stop.life.status) == ("held", "held")

    trying.quote("50@9.99", "60@10")
    assert (entry.life.status, profit.life.status) == ("partially_filled", "held")
    trying.quote("50@9.98", "60@9.99")
    trying.trade("10@9.99")

    assert trying.life(entry)[-1] == "filled"
    assert trying.life(profit)[:3] == ["held", "accepted", "new"]
    assert trying.life(stop)[:3] == ["held", "accepted", "new"]
    assert trying.book.stop_of(stop) != 0
    trying.quote("40@11", "100@11.5")
    assert trying.traded(profit) == ["40@11"]
    assert trying.why(stop) == "its sibling traded 40: 60 are left to trade"
    trying.quote("100@7", "100@7.1")
    trying.trade("5@7")
    if loss == STOP_LIMIT:
        assert (stop.is_triggered, trying.traded(stop)) == (True, [])
        trying.quote("100@11.2", "100@11.3")  # both could sell all that is left now
        assert trying.traded(stop) == ["60@11.2"]
    else:
        assert trying.traded(stop) == ["60@7"]
    assert (stop.life.status, profit.life.status) == ("filled", "canceled")
    assert trying.why(profit) == "its sibling was filled"


def test_an_entry_that_ends_takes_its_exits_with_it() -> None:
    trying = Trying()
    entry, *exits = bracket(trying, **STOP)
    trying.quote(None, "60@10")

    trying.cancel(entry)

    assert [one.life.status for one in (entry, *exits)] == ["canceled"] * 3
    assert trying.why(exits[0]) == "another order of its group has ended"


def test_canceling_one_exit_ends_the_other() -> None:
    trying = Trying()
    trying.quote(None, "100@10")
    _, profit, stop = bracket(trying, **STOP)

    trying.cancel(stop)

    assert (profit.life.status, stop.life.status) == ("canceled", "canceled")
    assert trying.book.shown(is_buy=False) == []


def test_canceling_a_held_exit_ends_the_group() -> None:
    trying = Trying()
    entry, profit, stop = bracket(trying, **STOP)

    trying.cancel(profit)

    assert {one.life.status for one in (entry, profit, stop)} == {"canceled"}


def test_of_two_exits_one_cancels_the_other() -> None:
    trying = Trying()
    profit, stop = trying.group(
        OrderClass.OCO, terms("sell", "100", "11"), terms("sell", "100", **STOP)
    )
    assert (profit.life.status, stop.life.status) == ("new", "new")

    trying.quote("30@11", None)
    assert (trying.traded(profit), stop.size) == (["30@11"], profit.open)
    trying.quote("500@9", "500@9")

    assert trying.traded(stop) == ["70@9"]
    assert (profit.life.status, stop.life.status) == ("canceled", "filled")


def test_a_group_has_one_fill_model() -> None:
    trying = Trying()

    with pytest.raises(MixedModels):
        trying.group(
            OrderClass.OTO, terms("buy", "1", "10"), terms("sell", "1", "11", model="instant/1")
        )


def test_one_order_triggers_one_other() -> None:
    trying = Trying()
    trying.quote(None, "100@10")

    entry, stop = trying.group(
        OrderClass.OTO, terms("buy", "100", "10"), terms("sell", "100", **STOP)
    )

    assert (entry.life.status, stop.life.status) == ("filled", "new")


def test_an_entry_that_is_refused_takes_its_exits_with_it() -> None:
    trying = Trying()
    trying.quote(None, "100@10")

    entry, stop = trying.group(
        OrderClass.OTO, terms("buy", "100", "10", is_post_only=True), terms("sell", "100", **STOP)
    )

    assert (entry.life.status, stop.life.status) == ("rejected", "canceled")


def test_exits_that_meet_in_an_auction_sell_the_position_once() -> None:
    trying = Trying()
    profit, stop = trying.group(
        OrderClass.OCO,
        terms("sell", "100", "11"),
        terms("sell", "100", "8.9", **STOP_LIMIT),
    )
    trying.trade("1@9")
    assert stop.is_triggered
    trying.hear(trying.book.status(trying.at, InstrumentStatus.CLOSING_AUCTION))
    closing = trying.buy("40", "12", time_in_force=TimeInForce.CLS)
    trying.trade("1000@11", auction=Auction.CLOSING)

    assert trying.traded(closing) == ["40@11"]
    assert sum(fill.size for fill in trying.fills if fill.order in {profit, stop}) == 100 * 10**9
    assert {profit.life.status, stop.life.status} == {"filled", "canceled"}


def test_both_exits_may_wait_in_line_and_end_together() -> None:
    trying = Trying()
    profit, stop = trying.group(
        OrderClass.OCO, terms("sell", "100", "11"), terms("sell", "100", "10.9", **STOP_LIMIT)
    )
    trying.trade("1@9")
    assert trying.book.shown(is_buy=False) == [
        (price("10.9"), size("100")),
        (price("11"), size("100")),
    ]
    trying.buy("30", "10.9")
    assert trying.book.shown(is_buy=False)[1] == (price("11"), size("70"))

    trying.cancel(stop)

    assert (profit.life.status, trying.book.shown(is_buy=False)) == ("canceled", [])


def test_exits_that_are_triggered_at_once_sell_once() -> None:
    trying = Trying()
    trying.quote("500@8", "500@12")
    higher, lower = trying.group(
        OrderClass.OCO,
        terms("sell", "100", order_type=OrderType.STOP, stop="9.5"),
        terms("sell", "100", **STOP),
    )

    trying.trade("1@8.5")

    assert (trying.traded(higher), trying.traded(lower)) == (["100@8"], [])
    assert (lower.life.status, lower.is_triggered) == ("canceled", False)


def test_an_exit_may_be_filled_as_soon_as_it_is_released() -> None:
    trying = Trying()
    trying.quote("500@11", "500@11.02")

    entry, profit, stop = trying.group(
        OrderClass.BRACKET,
        terms("buy", "100"),
        terms("sell", "100", "10.5"),
        terms("sell", "100", **STOP),
    )

    assert (trying.traded(entry), trying.traded(profit)) == (["100@11.02"], ["100@11"])
    assert trying.life(stop) == ["held", "canceled"]


def test_a_group_whose_exits_meet_their_own_account_ends_once() -> None:
    trying = Trying()
    older = trying.buy("300", "12", account=7, order_type=OrderType.STOP_LIMIT, stop="9")
    profit, stop = trying.group(
        OrderClass.OCO, terms("sell", "100", "11"), terms("sell", "100", "10.9", **STOP_LIMIT)
    )

    trying.trade("1@9")  # lets the buyer loose, and the second exit

    assert {profit.life.status, stop.life.status} == {"canceled"}
    assert "own account" in trying.why(profit) + trying.why(stop)
    assert (trying.fills, older.life.status) == ([], "new")


def test_of_two_exits_the_first_may_be_filled_before_the_other_works() -> None:
    trying = Trying()
    trying.quote("500@11", "500@11.02")

    profit, stop = trying.group(
        OrderClass.OCO, terms("sell", "100", "10.5"), terms("sell", "100", **STOP)
    )

    assert (profit.life.status, trying.life(stop)) == ("filled", ["canceled"])


def test_an_exit_that_takes_from_other_traders_shrinks_the_one_in_line() -> None:
    trying = Trying()
    trying.buy("60", "8")
    profit, stop = trying.group(
        OrderClass.OCO, terms("sell", "100", "11"), terms("sell", "100", **STOP)
    )

    trying.trade("1@9")

    assert (trying.traded(stop), profit.size) == (["60@8"], size("40"))
    assert trying.book.shown(is_buy=False) == [(price("11"), size("40"))]
