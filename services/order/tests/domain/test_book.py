"""The book forgets nobody: cancels, restarts, and what must never happen."""

from collections.abc import Callable
from uuid import UUID

import pytest

from order.domain.book import EARLY_CANCELS_MAX, Book, Crossed
from order.domain.fill import Fill
from order.domain.market import Quote
from order.domain.order import IllegalTransition, Order
from order.domain.side import BookSide, NotResting
from vocabulary import OrderId, OrderStatus, Side, Symbol

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


def test_a_canceled_order_trades_no_more(an_order: MakeOrder, a_book: MakeBook) -> None:
    order, unpriced = an_order(BUY, "1", "5"), an_order(BUY, "1", "5", reference="5")
    same_level = an_order(BUY, "1", "5")
    book = a_book(order, unpriced, same_level)

    assert book.cancel(order.order_id) is order
    assert book.cancel(order.order_id) is None
    assert book.cancel(unpriced.order_id) is unpriced
    fills = book.place(an_order(SELL, "2", "5"))

    assert [fill.order for fill in fills[::2]] == [same_level]
    assert order.status is unpriced.status is OrderStatus.CANCELED


def test_a_cancel_may_come_before_the_approval(an_order: MakeOrder) -> None:
    order, known = an_order(BUY, "1", "5"), an_order(BUY, "1", "5")
    book = Book(IBM, early_cancels=[known.order_id])
    assert book.cancel(order.order_id) is None

    assert book.place(order) == book.place(known) == []

    assert order.status is known.status is OrderStatus.CANCELED
    assert book.changed == {order.order_id: order, known.order_id: known}
    assert book.place(an_order(SELL, "1", "5")) == []


def test_only_so_many_cancels_are_remembered(an_order: MakeOrder) -> None:
    oldest = an_order(BUY, "1", "5")
    book = Book(IBM)
    book.cancel(oldest.order_id)
    for number in range(EARLY_CANCELS_MAX):
        book.cancel(OrderId(UUID(int=10**9 + number)))

    book.place(oldest)

    assert oldest.status is OrderStatus.NEW


def test_a_book_comes_back_from_its_orders_as_it_was(an_order: MakeOrder, a_book: MakeBook) -> None:
    orders = [an_order(BUY, "10", "5") for _ in range(5)]
    book = a_book(*orders)
    book.place(an_order(SELL, "4", "5"))

    again = Book(IBM, reversed(orders), last_position=9)
    newcomer = an_order(BUY, "10", "5")
    again.place(newcomer)
    fills = again.place(an_order(SELL, "7", "5"))

    assert [(fill.order, fill.quantity) for fill in fills[::2]] == [(orders[0], 6), (orders[1], 1)]
    assert newcomer.book_position == 10


def test_what_changed_is_kept_until_it_is_saved(an_order: MakeOrder, a_book: MakeBook) -> None:
    maker, taker = an_order(BUY, "1", "5"), an_order(SELL, "1", "5")
    book = a_book(maker, taker)
    assert book.changed == {maker.order_id: maker, taker.order_id: taker}
    assert len(book.fills) == 2

    book.saved()

    assert not book.changed
    assert not book.fills


def test_an_order_is_placed_once(an_order: MakeOrder, a_book: MakeBook) -> None:
    order = an_order(BUY, "1", "5")
    book = a_book(order)

    with pytest.raises(IllegalTransition):
        book.place(order)


def test_orders_that_should_have_traded_are_no_book(an_order: MakeOrder, a_book: MakeBook) -> None:
    buyer, seller = an_order(BUY, "1", "5"), an_order(SELL, "1", "5")
    a_book(buyer)
    a_book(seller)

    with pytest.raises(Crossed):
        Book(IBM, [buyer, seller])


def test_only_open_orders_rest_and_only_once(an_order: MakeOrder) -> None:
    order = an_order(BUY, "1", "5")
    side = BookSide(BUY)

    with pytest.raises(NotResting):
        side.add(order)
    order.become(OrderStatus.NEW)
    side.add(order)
    with pytest.raises(NotResting):
        side.add(order)

    assert list(side) == [order]
