"""How much of a position can be closed beside the orders that are there already."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from order.domain.closing import Closable, closable
from order.domain.record import OrderRecord
from order.domain.ticket import Ticket
from vocabulary import (
    AccountId,
    ClientOrderId,
    OrderId,
    OrderType,
    Price,
    Quantity,
    Side,
    Symbol,
)

IBM = Symbol("IBM")
NOW = datetime(2026, 1, 2, tzinfo=UTC)
ENTRY = OrderId(UUID(int=100))


def shares(number: str) -> Quantity:
    return Quantity(Decimal(number))


def order(
    number: int, side: Side = Side.SELL, quantity: str = "10", filled: str = "0"
) -> OrderRecord:
    return OrderRecord(
        OrderId(UUID(int=number)),
        AccountId(UUID(int=1)),
        ClientOrderId(str(number)),
        Ticket(IBM, side, OrderType.LIMIT, shares(quantity)),
        shares(quantity),
        Price(Decimal(10)),
        NOW,
        NOW,
        filled_quantity=shares(filled),
    )


def leg(number: int, filled: str = "0") -> OrderRecord:
    made = order(number, filled=filled)
    made.parent_id = ENTRY
    return made


LIVE: list[tuple[list[OrderRecord], str]] = [
    ([], "0"),
    ([order(1)], "10"),
    ([order(1, filled="4")], "6"),
    ([order(1), order(2, quantity="5")], "15"),
    ([order(1, Side.BUY)], "0"),
    # the exits of a filled entry hold the same shares
    ([leg(1), leg(2)], "10"),
    ([leg(1, filled="3"), leg(2)], "7"),
    # those of an entry that is not filled yet hold what it has traded
    ([order(100, Side.BUY, filled="2"), leg(1), leg(2)], "2"),
    ([order(100, Side.BUY), leg(1)], "0"),
    # an OCO is an exit itself
    ([order(100), leg(1)], "10"),
]


@pytest.mark.parametrize(("live", "held"), LIVE)
def test_what_orders_hold_of_a_position_is_not_free(live: list[OrderRecord], held: str) -> None:
    found = closable(IBM, shares("20"), live, {})

    assert (found.held, found.free) == (Decimal(held), 20 - Decimal(held))
    assert found.side is Side.SELL
    assert len(found.held_by) == sum(one.ticket.side is Side.SELL for one in live)


def test_what_was_traded_before_a_replacement_is_held_no_more() -> None:
    replaced = order(1, filled="1")

    assert closable(IBM, shares("20"), [replaced], {replaced.order_id: shares("4")}).held == 5


def test_shares_that_are_owed_are_bought_back() -> None:
    found = closable(IBM, shares("-20"), [order(1, Side.BUY), order(2)], {})

    assert (found.side, found.free) == (Side.BUY, 10)


def test_never_less_than_nothing_is_free() -> None:
    assert closable(IBM, shares("5"), [order(1)], {}).free == 0


@pytest.mark.parametrize(
    ("percentage", "part"),
    [("100", "-3"), ("50", "1.5"), ("33.3333", "0.999999"), ("0.0001", "0.000003")],
)
def test_a_part_of_a_position_is_rounded_down(percentage: str, part: str) -> None:
    position = Closable(IBM, shares("-3"))

    assert position.part(Decimal(percentage)) == abs(Decimal(part))
