"""What an order would be if something of it were changed."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from order.domain.record import OrderRecord
from order.domain.replacement import Changes, alone, current, group_with, is_exit
from order.domain.ticket import Exit, Ticket
from vocabulary import (
    AccountId,
    ClientOrderId,
    LegRole,
    OrderClass,
    OrderId,
    OrderStatus,
    OrderType,
    Price,
    Quantity,
    Side,
    Symbol,
    TimeInForce,
)

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def price(text: str) -> Price:
    return Price(Decimal(text))


LIMIT = Ticket(Symbol("IBM"), Side.BUY, OrderType.LIMIT, Quantity(Decimal(10)), price("100"))
TRAILING = LIMIT._replace(order_type=OrderType.TRAILING_STOP, limit_price=None)
BY_DOLLARS = TRAILING._replace(trail_price=price("2"))
BY_PER_CENT = TRAILING._replace(trail_percent=Decimal(5))
GOOD_TILL = LIMIT._replace(time_in_force=TimeInForce.GTD, expires_at=NOW)

CHANGES: list[tuple[Ticket, Changes, dict[str, Any]]] = [
    (LIMIT, Changes(), {}),
    (LIMIT, Changes(quantity=Quantity(Decimal(5))), {"quantity": 5}),
    (LIMIT, Changes(limit_price=price("99")), {"limit_price": 99}),
    (LIMIT, Changes(stop_price=price("99")), {"stop_price": 99}),
    (LIMIT, Changes(time_in_force=TimeInForce.GTC), {"time_in_force": TimeInForce.GTC}),
    (LIMIT, Changes(client_order_id=ClientOrderId("x")), {}),
    (BY_DOLLARS, Changes(trail=Decimal(3)), {"trail_price": 3}),
    (BY_PER_CENT, Changes(trail=Decimal(3)), {"trail_percent": 3}),
    (GOOD_TILL, Changes(limit_price=price("99")), {"limit_price": 99}),
    (
        GOOD_TILL,
        Changes(time_in_force=TimeInForce.DAY),
        {"time_in_force": TimeInForce.DAY, "expires_at": None},
    ),
]


@pytest.mark.parametrize(("ticket", "changes", "different"), CHANGES)
def test_only_what_is_named_is_different(
    ticket: Ticket, changes: Changes, different: dict[str, Any]
) -> None:
    assert changes.of(ticket) == ticket._replace(**different)


def test_a_trail_for_an_order_that_has_none_is_seen_by_the_rules() -> None:
    assert Changes(trail=Decimal(3)).of(LIMIT).trail_price == 3


def record(number: int, ticket: Ticket, role: LegRole | None = None) -> OrderRecord:
    return OrderRecord(
        OrderId(UUID(int=number)),
        AccountId(UUID(int=1)),
        ClientOrderId(str(number)),
        ticket,
        Quantity(Decimal(10)),
        price("100"),
        NOW,
        NOW,
        leg=role,
        parent_id=None if role is None else OrderId(UUID(int=1)),
    )


def bracket() -> OrderRecord:
    entry = record(1, LIMIT._replace(order_class=OrderClass.BRACKET))
    sell = LIMIT._replace(side=Side.SELL, order_class=OrderClass.BRACKET)
    old = record(2, sell._replace(limit_price=price("110")), LegRole.TAKE_PROFIT)
    old.status = OrderStatus.REPLACED
    new = record(4, sell._replace(limit_price=price("112")), LegRole.TAKE_PROFIT)
    stop = sell._replace(order_type=OrderType.STOP, limit_price=None, stop_price=price("90"))
    entry.legs = [new, record(3, stop, LegRole.STOP_LOSS), old]
    return entry


def test_a_group_is_what_its_exits_are_now() -> None:
    whole = current(bracket())

    assert (whole.take_profit, whole.stop_loss) == (Exit(price("112")), Exit(None, price("90")))
    assert whole.limit_price == 100


def test_a_group_can_be_thought_of_with_another_exit_or_entry() -> None:
    group = bracket()
    lower = Changes(stop_price=price("80")).of(group.legs[1].ticket)

    moved = group_with(group, LegRole.STOP_LOSS, lower)
    assert (moved.take_profit, moved.stop_loss) == (Exit(price("112")), Exit(None, price("80")))
    higher = group_with(group, LegRole.TAKE_PROFIT, alone(group.legs[2].ticket))
    assert higher.take_profit == Exit(price("110"))
    cheaper = current(group, group.ticket._replace(limit_price=price("95")))
    assert (cheaper.limit_price, cheaper.take_profit) == (95, Exit(price("112")))


def test_an_exit_cannot_choose_how_much() -> None:
    group = bracket()
    oco = record(7, LIMIT._replace(order_class=OrderClass.OCO))

    assert [is_exit(one) for one in (group, *group.legs, oco)] == [False, True, True, True, True]
    assert alone(group.ticket).order_class is OrderClass.SIMPLE
