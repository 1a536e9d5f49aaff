"""What the owner of an order is told about it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from order.domain.lifecycle import CannotHappen
from order.domain.record import OrderRecord, Rejection
from order.domain.ticket import Ticket
from vocabulary import (
    AccountId,
    ClientOrderId,
    Money,
    OrderId,
    OrderStatus,
    OrderType,
    Price,
    Quantity,
    RejectedBy,
    RejectionReason,
    Side,
    Symbol,
)

NOW = datetime(2026, 1, 2, tzinfo=UTC)
REJECTION = Rejection(RejectedBy.RISK, RejectionReason.POSITION_EXCEEDED, "no short selling")


def a_record(status: OrderStatus = OrderStatus.PENDING_NEW) -> OrderRecord:
    price = Price(Decimal(10))
    quantity = Quantity(Decimal(10))
    return OrderRecord(
        OrderId(UUID(int=1)),
        AccountId(UUID(int=2)),
        ClientOrderId("mine"),
        Ticket(Symbol("IBM"), Side.BUY, OrderType.LIMIT, quantity, price),
        quantity,
        price,
        created_at=NOW,
        updated_at=NOW,
        status=status,
    )


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (OrderStatus.PENDING_NEW, OrderStatus.PENDING_CANCEL),
        (OrderStatus.NEW, OrderStatus.PENDING_CANCEL),
        (OrderStatus.PARTIALLY_FILLED, OrderStatus.PENDING_CANCEL),
        (OrderStatus.FILLED, OrderStatus.FILLED),
        (OrderStatus.CANCELED, OrderStatus.CANCELED),
        (OrderStatus.REJECTED, OrderStatus.REJECTED),
    ],
)
def test_a_cancel_shows_while_the_order_lives(status: OrderStatus, shown: OrderStatus) -> None:
    record = a_record(status)
    assert record.shown_status is status

    record.cancel_requested_at = NOW

    assert record.shown_status is shown


def test_a_rejected_order_knows_the_rule_it_broke() -> None:
    record = a_record()

    record.reject(REJECTION)

    assert (record.status, record.rejection) == (OrderStatus.REJECTED, REJECTION)


def test_an_order_on_the_book_cannot_be_rejected() -> None:
    record = a_record(OrderStatus.NEW)

    with pytest.raises(CannotHappen):
        record.reject(REJECTION)

    assert record.rejection is None


def test_the_last_change_may_be_the_owners() -> None:
    record = a_record()
    assert record.changed_at == NOW

    record.cancel_requested_at = NOW + timedelta(seconds=1)
    assert record.changed_at == record.cancel_requested_at

    record.updated_at = NOW + timedelta(seconds=2)
    assert record.changed_at == record.updated_at


def test_a_replacement_shows_until_it_is_answered() -> None:
    record = a_record(OrderStatus.NEW)
    record.replaced_by = OrderId(UUID(int=3))
    assert record.shown_status is OrderStatus.PENDING_REPLACE

    record.cancel_requested_at = NOW
    assert record.shown_status is OrderStatus.PENDING_CANCEL

    record.status = OrderStatus.REPLACED
    assert record.shown_status is OrderStatus.REPLACED


def test_the_average_price_is_that_of_all_fills() -> None:
    record = a_record(OrderStatus.PARTIALLY_FILLED)
    assert record.average_price is None

    record.filled_quantity, record.traded_value = Quantity(Decimal(4)), Money(Decimal(38))

    assert record.average_price == Decimal("9.5")


def test_exits_are_refused_with_their_entry_and_those_that_ended_stay() -> None:
    entry, waiting, ended = a_record(), a_record(), a_record(OrderStatus.CANCELED)
    entry.legs = [waiting, ended]

    entry.reject(REJECTION)

    assert waiting.rejection is not None
    assert waiting.rejection.rule == "its entry was refused: no short selling"
    assert (ended.status, ended.rejection) == (OrderStatus.CANCELED, None)


def test_an_order_that_the_book_refused_takes_its_exits_along() -> None:
    entry, waiting = a_record(OrderStatus.REJECTED), a_record()
    entry.legs = [waiting]

    entry.reject(REJECTION)

    assert (entry.rejection, waiting.status) == (None, OrderStatus.REJECTED)
