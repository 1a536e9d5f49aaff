"""Orders, quotes and books to try things on."""

from collections.abc import Callable
from decimal import Decimal
from itertools import count
from uuid import UUID

import pytest

from order.domain.book import Book
from order.domain.market import Quote
from order.domain.order import Order
from vocabulary import AccountId, OrderId, OrderType, Price, Quantity, Side, Symbol

Shown = tuple[str, str] | None


@pytest.fixture
def an_order() -> Callable[..., Order]:
    """Makes a limit order; a market order if there is a reference price. By a new trader each."""
    numbers = count(1)

    def make(
        side: Side, quantity: str, bound: str, *, account: int = 0, reference: str = ""
    ) -> Order:
        number = next(numbers)
        return Order(
            order_id=OrderId(UUID(int=number)),
            account_id=AccountId(UUID(int=account or number)),
            symbol=Symbol("IBM"),
            side=side,
            order_type=OrderType.MARKET if reference else OrderType.LIMIT,
            quantity=Quantity(Decimal(quantity)),
            bound_price=Price(Decimal(bound)),
            limit_price=None if reference else Price(Decimal(bound)),
            reference_price=Price(Decimal(reference)) if reference else None,
        )

    return make


@pytest.fixture
def a_quote() -> Callable[[int, Shown, Shown], Quote]:
    """Makes a quote of a sequence number and (price, size) at the bid and the ask."""

    def make(sequence: int, bid: Shown, ask: Shown) -> Quote:
        def price(shown: Shown) -> Price | None:
            return None if shown is None else Price(Decimal(shown[0]))

        def size(shown: Shown) -> Quantity:
            return Quantity(Decimal(0 if shown is None else shown[1]))

        return Quote(sequence, None, price(bid), size(bid), price(ask), size(ask))

    return make


@pytest.fixture
def a_book() -> Callable[..., Book]:
    """Makes a book that has seen a quote and then was given orders, one after the other."""

    def make(*orders: Order, quote: Quote | None = None) -> Book:
        book = Book(Symbol("IBM"))
        if quote is not None:
            book.show(quote)
        for order in orders:
            book.place(order)
        return book

    return make
