"""A stop that the market has passed already when it begins to wait does not wait for more news."""

import json

import pytest
from exchanging import Trying, price, terms

from order.domain.exchange.book import Book
from order.domain.exchange.inputs import Item, act
from order.domain.exchange.memory import freeze, thaw
from order.domain.exchange.view import View
from vocabulary import Auction, InstrumentStatus, OrderClass, OrderType, SessionPhase, TimeInForce

STOP = OrderType.STOP
FOLLOWS = OrderType.TRAILING_STOP
GTC = TimeInForce.GTC
LIFE = ["new", "new", "filled"]


@pytest.mark.parametrize(
    ("side", "stop", "is_passed"),
    [
        ("sell", "10.02", True),
        ("sell", "10.01", False),
        ("buy", "9.98", True),
        ("buy", "9.99", False),
    ],
)
def test_a_quote_that_is_shown_has_passed_it(side: str, stop: str, *, is_passed: bool) -> None:
    trying = Trying()
    trying.quote("500@9.98", "500@10.02")

    order = trying.place(terms(side, "100", stop=stop, order_type=STOP))

    assert trying.life(order) == (LIFE if is_passed else ["new"])


def test_the_last_trade_has_passed_it() -> None:
    trying = Trying()
    trying.quote("500@9.98", "500@10.02")
    trying.trade("1@9.5")

    orders = [trying.sell("100", stop=stop, order_type=STOP) for stop in ("9.5", "9.49")]

    assert [trying.life(order) for order in orders] == [LIFE, ["new"]]


def test_an_exit_is_let_loose_as_soon_as_its_entry_is_filled() -> None:
    trying = Trying()
    trying.trade("1@9.5")
    trying.quote("500@9.98", "500@10.02")

    _, profit, loss = trying.group(
        OrderClass.BRACKET,
        terms("buy", "100", "10.02"),
        terms("sell", "100", "11"),
        terms("sell", "100", stop="9.6", order_type=STOP),
    )

    assert (trying.traded(loss), profit.life.status) == (["100@9.98"], "canceled")


def test_an_order_that_arrives_later_is_let_loose_when_it_does() -> None:
    trying = Trying()
    trying.quote("500@9.98", "500@10")
    order = trying.place(terms("sell", "100", stop="10", model="realistic/1", order_type=STOP))
    assert trying.life(order) == ["accepted"]

    trying.later(1)

    assert trying.life(order) == ["accepted", *LIFE]


def test_nobody_is_let_loose_by_what_is_not_known_any_more() -> None:
    trying = Trying()
    trying.trade("1@9.5")
    trying.quote("500@9.4", "500@9.5")
    trying.hear(trying.book.stale(trying.at, "nobody knows"))
    order = trying.sell("100", stop="9.6", order_type=STOP)
    assert trying.life(order) == ["new"]

    trying.quote("500@9.7", "500@9.8")
    assert trying.life(order) == ["new"]
    trying.quote("500@9.6", None)
    late = trying.sell("100", stop="9.6", order_type=STOP)
    assert trying.life(late) == ["new"]
    trying.trade("1@9.6")
    assert [trying.life(order), trying.life(late)] == [LIFE, LIFE]


def test_what_was_traded_on_another_day_lets_nobody_loose() -> None:
    trying = Trying()
    order = trying.sell("100", stop="9.6", order_type=STOP, time_in_force=GTC)
    trying.hear(trying.book.phase(trying.at, SessionPhase.CLOSED))
    trying.trade("1@9.5")

    trying.hear(trying.book.phase(trying.at, SessionPhase.REGULAR))
    assert not order.is_triggered
    trying.trade("1@9.6")
    assert order.is_triggered


def test_who_waited_for_the_opening_is_let_loose_by_its_price() -> None:
    trying = Trying()
    trying.hear(trying.book.status(trying.at, InstrumentStatus.OPENING_AUCTION))
    order = trying.sell("100", stop="9.6", order_type=STOP)
    trying.trade("500@9.5", Auction.OPENING)
    trying.quote("500@9.4", "500@9.7")

    trying.hear(trying.book.status(trying.at, InstrumentStatus.TRADING))

    assert trying.traded(order) == ["100@9.4"]


def test_who_waited_through_a_halt_is_let_loose_by_what_is_shown_then() -> None:
    trying = Trying()
    order = trying.sell("100", stop="9.6", order_type=STOP)
    trying.hear(trying.book.status(trying.at, InstrumentStatus.HALTED))
    trying.quote("500@9.4", "500@9.5")
    late = trying.sell("100", stop="9.6", order_type=STOP)
    assert trying.life(late) == ["accepted"]

    trying.hear(trying.book.status(trying.at, InstrumentStatus.TRADING))

    assert (trying.traded(order), trying.traded(late)) == (["100@9.4"], ["100@9.4"])


def test_outside_of_regular_hours_nobody_is_let_loose_but_when_they_begin() -> None:
    trying = Trying()
    trying.hear(trying.book.phase(trying.at, SessionPhase.PRE))
    trying.quote("500@9.4", "500@9.5")
    order = trying.sell("100", "9", order_type=OrderType.STOP_LIMIT, stop="9.6", is_extended=True)
    assert trying.life(order) == ["new"]

    trying.hear(trying.book.phase(trying.at, SessionPhase.REGULAR))

    assert trying.life(order) == LIFE


def test_a_trailing_stop_begins_at_the_last_trade_and_may_be_passed_by_the_quote() -> None:
    trying = Trying()
    trying.trade("1@10")
    trying.quote("500@9.4", "500@9.5")

    passed, waits = [
        trying.sell("100", trail=trail, order_type=FOLLOWS) for trail in ("0.5", "0.51")
    ]

    assert (trying.life(passed), trying.life(waits)) == (LIFE, ["new"])
    assert trying.book.stop_of(waits) == price("9.49")


def test_a_trailing_stop_is_not_let_loose_by_a_trade_from_before_the_price_was_better() -> None:
    trying = Trying()
    trying.trade("1@10")
    trying.quote("500@10.9", "500@11")

    order = trying.sell("100", trail="0.5", order_type=FOLLOWS)

    assert (trying.life(order), trying.book.mark_of(order)) == (["new"], price("10.9"))


def test_a_trailing_stop_remembers_what_it_saw_before_the_night() -> None:
    trying = Trying()
    trying.trade("1@10")
    order = trying.sell("100", trail="0.5", order_type=FOLLOWS, time_in_force=GTC)
    trying.hear(trying.book.phase(trying.at, SessionPhase.CLOSED))
    trying.hear(trying.book.status(trying.at, InstrumentStatus.OPENING_AUCTION))
    trying.hear(trying.book.phase(trying.at, SessionPhase.REGULAR))
    trying.trade("500@9.5", Auction.OPENING)

    trying.hear(trying.book.status(trying.at, InstrumentStatus.TRADING))

    assert (order.is_triggered, order.mark) == (True, price("10"))


TOLD: list[tuple[list[Item], bool]] = [
    ([["t", "X", 5, "9.5", 1, ""]], True),
    ([["p", "X", 5, "regular"], ["t", "X", 5, "9.5", 1, ""]], True),
    ([["t", "X", 5, "9.5", 1, ""], ["p", "X", 5, "regular"]], False),
    ([["t", "X", 5, "9.5", 1, ""], ["x", "X", 5], ["d", "X", 5, [], []]], False),
    ([["x", "X", 5], ["t", "X", 5, "9.5", 1, ""]], True),
    ([["t", "X", 5, "9.5", 1, ""], ["b", 5]], False),
]


@pytest.mark.parametrize(("told", "is_passed"), TOLD)
def test_a_book_that_was_away_knows_the_same(told: list[Item], *, is_passed: bool) -> None:
    trying, view = Trying(), View()
    items = [[price(part) if part == "9.5" else part for part in item] for item in told]
    for item in items:
        act(trying.book, item)
        view.see(item)
    woken = Book()
    for item in view.items():
        act(woken, item)

    thawed = thaw(json.loads(json.dumps(freeze(trying.book))))
    for book in (trying.book, thawed, woken):
        trying.book = book
        assert trying.sell("1", stop="9.6", order_type=STOP).is_triggered is is_passed
