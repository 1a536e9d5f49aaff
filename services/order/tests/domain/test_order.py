"""The life of an order is one table; everything that is not in it is refused."""

from decimal import Decimal
from uuid import UUID

import pytest

from order.domain.order import LIVE, RESTING, TRANSITIONS, IllegalTransition, Order
from vocabulary import (
    AccountId,
    OrderId,
    OrderStatus,
    OrderType,
    Price,
    Quantity,
    Side,
    Symbol,
)

PENDING = OrderStatus.PENDING_NEW
NEW, PARTIAL = OrderStatus.NEW, OrderStatus.PARTIALLY_FILLED
FILLED, CANCELED = OrderStatus.FILLED, OrderStatus.CANCELED
EXPIRED, REPLACED, REJECTED = OrderStatus.EXPIRED, OrderStatus.REPLACED, OrderStatus.REJECTED

LIFE = {
    (PENDING, NEW),
    (PENDING, REJECTED),
    (PENDING, CANCELED),  # the cancel came before the approval
    (PENDING, EXPIRED),
    (PENDING, REPLACED),
    (NEW, PARTIAL),
    (NEW, FILLED),
    (NEW, CANCELED),
    (NEW, EXPIRED),
    (NEW, REPLACED),
    (PARTIAL, PARTIAL),
    (PARTIAL, FILLED),
    (PARTIAL, CANCELED),
    (PARTIAL, EXPIRED),
    (PARTIAL, REPLACED),
}


def an_order(side: Side = Side.BUY, quantity: str = "10", bound: str = "10") -> Order:
    return Order(
        order_id=OrderId(UUID(int=1)),
        account_id=AccountId(UUID(int=2)),
        symbol=Symbol("IBM"),
        side=side,
        order_type=OrderType.LIMIT,
        quantity=Quantity(Decimal(quantity)),
        bound_price=Price(Decimal(bound)),
    )


@pytest.mark.parametrize("after", OrderStatus)
@pytest.mark.parametrize("before", TRANSITIONS)
def test_an_order_lives_as_the_table_says(before: OrderStatus, after: OrderStatus) -> None:
    order = an_order()
    order.status = before

    if (before, after) in LIFE:
        order.become(after)
        assert order.status is after
    else:
        with pytest.raises(IllegalTransition):
            order.become(after)
        assert order.status is before


def test_every_state_is_in_the_table_and_a_pending_cancel_is_none() -> None:
    assert not {OrderStatus.PENDING_CANCEL, OrderStatus.PENDING_REPLACE} & set(TRANSITIONS)
    assert {status for status, after in TRANSITIONS.items() if after} == LIVE
    assert RESTING < LIVE


def test_fills_add_up_to_an_exact_average() -> None:
    order = an_order(quantity="3", bound="10")
    order.become(NEW)

    assert order.average_price is None
    order.fill(Quantity(Decimal(1)), Price(Decimal("9.01")))
    assert (order.status, order.open_quantity) == (PARTIAL, 2)
    order.fill(Quantity(Decimal(2)), Price(Decimal("9.02")))

    assert (order.status, order.open_quantity, order.fill_count) == (FILLED, 0, 2)
    assert order.traded_value == Decimal("27.05")
    assert order.average_price == Decimal("9.01666667")


def test_the_value_of_the_smallest_fills_is_not_rounded_away() -> None:
    order = an_order(quantity="123456789.123456789", bound="0.00000001")
    order.become(NEW)

    order.fill(order.quantity, Price(Decimal("0.00000001")))

    assert order.traded_value == Decimal("1.23456789123456789")
    assert order.average_price == Decimal("0.00000001")


@pytest.mark.parametrize(
    ("side", "quantity", "price"),
    [
        (Side.BUY, "0", "10"),
        (Side.BUY, "-1", "10"),
        (Side.BUY, "11", "10"),  # more than is open
        (Side.BUY, "1", "10.01"),  # beyond the bound
        (Side.SELL, "1", "9.99"),
    ],
)
def test_an_order_never_trades_more_than_it_asks_or_beyond_its_bound(
    side: Side, quantity: str, price: str
) -> None:
    order = an_order(side)
    order.become(NEW)

    with pytest.raises(IllegalTransition):
        order.fill(Quantity(Decimal(quantity)), Price(Decimal(price)))

    assert (order.filled_quantity, order.fill_count, order.status) == (0, 0, NEW)


def test_an_order_that_is_not_on_the_book_does_not_trade() -> None:
    with pytest.raises(IllegalTransition):
        an_order().fill(Quantity(Decimal(1)), Price(Decimal(10)))


def test_the_same_wish_is_recognised_whatever_became_of_it() -> None:
    first, again = an_order(), an_order(quantity="10.000")
    again.order_id = OrderId(UUID(int=3))
    first.become(NEW)
    first.fill(first.quantity, Price(Decimal(9)))

    assert again.terms == first.terms
    for field, other in (
        ("symbol", Symbol("BAC")),
        ("side", Side.SELL),
        ("order_type", OrderType.MARKET),
        ("quantity", Decimal(11)),
        ("limit_price", Decimal(9)),
    ):
        different = an_order()
        setattr(different, field, other)
        assert different.terms != first.terms
