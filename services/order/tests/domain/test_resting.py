"""Orders that wait trade with what the market shows next, and never twice with the same shares."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from order.domain.book import Book
from order.domain.fill import Fill
from order.domain.market import Market, Quote
from order.domain.order import Order
from vocabulary import Side, Symbol

MakeOrder = Callable[..., Order]
MakeQuote = Callable[..., Quote]
MakeBook = Callable[..., Book]
Trade = tuple[str, str, str]
BUY, SELL = Side.BUY, Side.SELL
IBM = Symbol("IBM")


def trades_of(order: Order, fills: list[Fill]) -> list[Trade]:
    return [
        (str(fill.quantity), str(fill.price), fill.counterparty)
        for fill in fills
        if fill.order is order
    ]


def test_what_the_market_does_not_show_waits_for_the_next_quote(
    an_order: MakeOrder, a_quote: MakeQuote, a_book: MakeBook
) -> None:
    buyer = an_order(BUY, "100", "10.50", reference="10")
    book = a_book(buyer, quote=a_quote(1, None, ("10", "30")))
    assert buyer.open_quantity == 70

    assert book.show(a_quote(1, None, ("10", "30"))) == []
    assert book.show(a_quote(2, None, ("10.51", "500"))) == []  # beyond its protection
    fills = book.show(a_quote(3, None, ("10.50", "500")))

    assert trades_of(buyer, fills) == [("70", "10.50", "market")]
    assert book.market.ask.left == 430


def test_a_quote_fills_what_it_satisfies_at_its_own_price_and_in_order(
    an_order: MakeOrder, a_quote: MakeQuote, a_book: MakeBook
) -> None:
    low = an_order(BUY, "10", "9")
    high = an_order(BUY, "10", "10")
    later = an_order(BUY, "10", "10")
    unpriced = an_order(BUY, "10", "9.50", reference="9.10")
    book = a_book(low, high, later, unpriced)

    fills = book.show(a_quote(1, ("8", "5"), ("9.05", "25")))

    assert [(fill.order, fill.quantity) for fill in fills] == [
        (unpriced, 10),
        (high, 10),
        (later, 5),
    ]
    assert {fill.price for fill in fills} == {Decimal("9.05")}
    assert (low.filled_quantity, book.market.ask.left) == (0, 0)


def test_a_rising_bid_fills_resting_sells(
    an_order: MakeOrder, a_quote: MakeQuote, a_book: MakeBook
) -> None:
    seller = an_order(SELL, "10", "10")
    book = a_book(seller, quote=a_quote(1, ("9", "50"), ("11", "50")))

    fills = book.show(a_quote(2, ("10.20", "50"), ("11", "50")))

    assert trades_of(seller, fills) == [("10", "10.20", "market")]
    assert book.show(a_quote(3, ("10.20", "50"), ("11", "50"))) == []


@pytest.mark.parametrize(
    ("ask", "limits", "taker_bound", "expected"),
    [
        # the market's ask, resting limit sells, the buyer's bound; who sells at what price
        ("10.00", [], "10.50", ("unpriced", "10.00")),
        ("10.00", [], "9.80", ("unpriced", "9.80")),  # inside the buyer's bound
        ("9.00", [], "10.50", ("unpriced", "9.50")),  # inside the seller's bound
        ("10.00", ["9.90"], "10.50", ("unpriced", "9.90")),  # never worse than another offer
        ("10.00", ["10.10"], "10.50", ("unpriced", "10.00")),
        ("10.00", ["9.40"], "10.50", ("limit", "9.40")),  # the better price goes first
        (None, ["10.10"], "10.50", ("unpriced", "10.10")),
        (None, [], "10.50", ("unpriced", "10.50")),  # the only price named is the buyer's
        ("10.00", [], "9.40", None),  # beyond its protection
        ("10.00", ["9.40"], "9.45", ("limit", "9.40")),
    ],
)
def test_a_resting_market_order_follows_the_best_price_named(
    ask: str | None,
    limits: list[str],
    taker_bound: str,
    expected: tuple[str, str] | None,
    an_order: MakeOrder,
    a_quote: MakeQuote,
    a_book: MakeBook,
) -> None:
    unpriced = an_order(SELL, "5", "9.50", reference="10.00")
    others = [an_order(SELL, "5", limit) for limit in limits]
    quote = a_quote(1, None, None if ask is None else (ask, "0"))
    book = a_book(*others, unpriced, quote=quote)

    fills = book.place(an_order(BUY, "5", taker_bound))

    names = {id(unpriced): "unpriced"} | {id(other): "limit" for other in others}
    sold = [(names[id(fill.order)], str(fill.price)) for fill in fills[::2]]
    assert sold == ([] if expected is None else [expected])


def test_without_a_touch_a_resting_market_order_trades_at_the_touch_the_taker_saw(
    an_order: MakeOrder, a_book: MakeBook
) -> None:
    unpriced = an_order(BUY, "5", "10.50", reference="10.00")
    book = a_book(unpriced)

    fills = book.place(an_order(SELL, "5", "9.50", reference="9.90"))

    assert {fill.price for fill in fills} == {Decimal("9.90")}


def test_of_market_orders_beyond_their_protection_the_closest_trades_first(
    an_order: MakeOrder, a_quote: MakeQuote, a_book: MakeBook
) -> None:
    own = an_order(SELL, "5", "9.00", reference="10", account=7)
    far = an_order(SELL, "5", "9.60", reference="10")
    near = an_order(SELL, "5", "9.50", reference="10")
    near_too = an_order(SELL, "5", "9.50", reference="10")
    book = a_book(own, far, near, near_too, quote=a_quote(1, None, ("9.20", "0")))

    fills = book.place(an_order(BUY, "20", "9.90", account=7))

    assert [(fill.order, str(fill.price)) for fill in fills[::2]] == [
        (near, "9.50"),
        (near_too, "9.50"),
        (far, "9.60"),
    ]


def test_a_resting_market_order_comes_before_the_market_at_its_price(
    an_order: MakeOrder, a_quote: MakeQuote, a_book: MakeBook
) -> None:
    unpriced = an_order(BUY, "5", "10.50", reference="10")
    book = a_book(unpriced, quote=a_quote(1, ("9.99", "100"), None))

    fills = book.place(an_order(SELL, "8", "9"))

    assert [(fill.counterparty, fill.quantity) for fill in fills] == [
        ("trader", 5),
        ("trader", 5),
        ("market", 3),
    ]
    assert {fill.price for fill in fills} == {Decimal("9.99")}


def test_a_restart_in_the_middle_of_a_quote_gives_its_shares_once(
    an_order: MakeOrder, a_quote: MakeQuote, a_book: MakeBook
) -> None:
    quote = a_quote(4, None, ("10", "10"))
    book = a_book(an_order(BUY, "7", "10"), quote=quote)
    waiting = an_order(BUY, "7", "10")

    again = Book(IBM, [], market=Market(book.market.sequence, taken_ask=book.market.ask.taken))
    again.place(waiting)
    fills = again.show(quote)

    assert trades_of(waiting, fills) == [("3", "10", "market")]
