"""An order trades at the best price first and, at one price, with the oldest first."""

from collections.abc import Callable

import pytest

from order.domain.book import Book
from order.domain.fill import Fill
from order.domain.market import Quote
from order.domain.order import Order
from vocabulary import OrderStatus, Side, Symbol

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


@pytest.mark.parametrize(
    ("taker", "makers", "ask", "expected"),
    [
        # a buyer's quantity and limit, resting sells, the market's ask; the buyer's trades
        (("100", "10.00"), [], None, []),
        (("100", "10.00"), [("100", "10.00")], None, [("100", "10.00", "trader")]),
        (("100", "10.00"), [("100", "9.90")], None, [("100", "9.90", "trader")]),
        (("100", "10.00"), [("100", "10.01")], None, []),
        (
            ("100", "10.00"),
            [("40", "9.95"), ("40", "9.90")],
            None,
            [("40", "9.90", "trader"), ("40", "9.95", "trader")],
        ),
        (("100", "10.00"), [("40", "10.50")], ("10.00", "60"), [("60", "10.00", "market")]),
        (("100", "10.00"), [], ("10.01", "60"), []),
        (
            ("100", "10.00"),  # the better price first, whoever asks it
            [("40", "9.95"), ("40", "10.00")],
            ("9.99", "30"),
            [("40", "9.95", "trader"), ("30", "9.99", "market"), ("30", "10.00", "trader")],
        ),
        (
            ("100", "10.00"),  # at one price our traders first
            [("40", "10.00")],
            ("10.00", "90"),
            [("40", "10.00", "trader"), ("60", "10.00", "market")],
        ),
    ],
)
def test_a_buyer_takes_the_cheapest_shares_first(
    taker: tuple[str, str],
    makers: list[tuple[str, str]],
    ask: tuple[str, str] | None,
    expected: list[Trade],
    an_order: MakeOrder,
    a_quote: MakeQuote,
    a_book: MakeBook,
) -> None:
    book = a_book(*(an_order(SELL, *maker) for maker in makers), quote=a_quote(1, None, ask))
    buyer = an_order(BUY, *taker)

    fills = book.place(buyer)

    assert trades_of(buyer, fills) == expected


def test_a_seller_takes_the_highest_bid_first(
    an_order: MakeOrder, a_quote: MakeQuote, a_book: MakeBook
) -> None:
    low, high = an_order(BUY, "5", "9.98"), an_order(BUY, "5", "10")
    book = a_book(low, high, quote=a_quote(1, ("9.99", "5"), None))
    seller = an_order(SELL, "20", "9.98")

    fills = book.place(seller)

    assert trades_of(seller, fills) == [
        ("5", "10", "trader"),
        ("5", "9.99", "market"),
        ("5", "9.98", "trader"),
    ]
    assert seller.status is OrderStatus.PARTIALLY_FILLED


def test_at_one_price_the_oldest_trades_first(an_order: MakeOrder, a_book: MakeBook) -> None:
    old, new = an_order(BUY, "1", "5"), an_order(BUY, "1", "5")
    book = a_book(old, new)

    fills = book.place(an_order(SELL, "1", "5"))

    assert fills[0].order is old
    assert (old.status, new.status) == (OrderStatus.FILLED, OrderStatus.NEW)


def test_both_sides_of_a_trade_have_fills_of_their_own(
    an_order: MakeOrder, a_quote: MakeQuote, a_book: MakeBook
) -> None:
    quote = a_quote(1, ("4", "1"), ("6", "1"))
    maker, taker = an_order(BUY, "3", "5"), an_order(SELL, "2", "5")
    book = a_book(maker, quote=quote)

    fills = book.place(taker)

    assert [fill.order for fill in fills] == [maker, taker]
    assert [fill.open_quantity for fill in fills] == [1, 0]
    assert [fill.filled_quantity for fill in fills] == [2, 2]
    assert {fill.quote for fill in fills} == {quote}
    assert len({fill.fill_id for fill in fills}) == 2


def test_the_fills_of_an_order_are_numbered_and_named_after_it(
    an_order: MakeOrder, a_book: MakeBook
) -> None:
    buyer = an_order(BUY, "2", "5")
    book = a_book(an_order(SELL, "1", "5"), an_order(SELL, "1", "5"))

    mine = [fill for fill in book.place(buyer) if fill.order is buyer]
    again = a_book(an_order(SELL, "1", "4"), an_order(SELL, "1", "3"))
    buyer_again = an_order(BUY, "2", "5")
    buyer_again.order_id = buyer.order_id
    later = [fill for fill in again.place(buyer_again) if fill.order is buyer_again]

    assert [fill.number for fill in mine] == [1, 2]
    assert [fill.fill_id for fill in mine] == [fill.fill_id for fill in later]


def test_nobody_trades_with_themselves(an_order: MakeOrder, a_book: MakeBook) -> None:
    mine, other = an_order(SELL, "5", "9", account=1), an_order(SELL, "5", "10", account=2)
    book = a_book(mine, other)
    buyer = an_order(BUY, "8", "10", account=1)

    fills = book.place(buyer)
    rest = book.place(an_order(SELL, "1", "8", account=3))

    assert trades_of(buyer, fills) == [("5", "10", "trader")]
    assert mine.open_quantity == 5
    assert trades_of(buyer, rest) == [("1", "10", "trader")]


def test_two_orders_never_take_the_same_shares(
    an_order: MakeOrder, a_quote: MakeQuote, a_book: MakeBook
) -> None:
    book = a_book(quote=a_quote(1, ("9", "10"), ("10", "10")))
    orders = [an_order(BUY, "6", "10") for _ in range(3)]

    for order in orders:
        book.place(order)

    assert [order.filled_quantity for order in orders] == [6, 4, 0]
    assert book.market.bid.left == 10
