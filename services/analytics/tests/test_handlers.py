"""Events in, nothing out: no database, no broker."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from analytics.domain.facts import Outcome
from analytics.domain.record import TrackRecord
from analytics.handlers.accounts import handlers
from bus.envelope import first
from events import (
    AccountOpened,
    AccountReset,
    CashDeposited,
    CashWithdrawn,
    Event,
    OrderAccepted,
    OrderCanceled,
    OrderCreated,
    OrderExpired,
    OrderFilled,
    OrderPartiallyFilled,
    OrderRejected,
    OrderReplaced,
    UserDeleted,
)
from events.order_facts import OrderLeg
from vocabulary import (
    AccountId,
    FillId,
    LegRole,
    Money,
    OrderId,
    OrderType,
    Price,
    Quantity,
    RejectionReason,
    Side,
    Symbol,
    UserId,
)

NOON = datetime(2013, 10, 7, 16, tzinfo=UTC)
ME, ORDER, IBM = AccountId(uuid4()), OrderId(uuid4()), Symbol("IBM")
TEN, PRICE = Quantity(Decimal(10)), Price(Decimal(180))
ABOUT: dict[str, Any] = {"order_id": ORDER, "account_id": ME, "symbol": IBM}

CREATED = OrderCreated(
    order_id=ORDER,
    account_id=ME,
    symbol=IBM,
    side=Side.BUY,
    order_type=OrderType.LIMIT,
    quantity=TEN,
    limit_price=PRICE,
    bound_price=PRICE,
)
REJECTED = OrderRejected(
    order_id=ORDER,
    account_id=ME,
    symbol=IBM,
    reason=RejectionReason.BUYING_POWER_EXCEEDED,
    rule="too dear",
)
FILLED = OrderFilled(
    fill_id=FillId(uuid4()),
    order_id=ORDER,
    account_id=ME,
    symbol=IBM,
    side=Side.BUY,
    quantity=TEN,
    price=PRICE,
    filled_quantity=TEN,
    counterparty="market",
)
PARTLY = OrderPartiallyFilled(**dict(FILLED), open_quantity=TEN)


def after(*events: Event) -> TrackRecord:
    """What is known once the events were handled. None of them has an effect elsewhere."""
    record = TrackRecord(ME)
    for event in events:
        assert list(handlers.receive(record, first(event, "test"))) == []
    return record


@pytest.mark.parametrize(
    ("event", "outcome"),
    [
        (CREATED, Outcome.CREATED),
        (OrderAccepted(order_id=ORDER, account_id=ME, symbol=IBM), Outcome.ACCEPTED),
        (OrderCanceled(**ABOUT, open_quantity=TEN), Outcome.CANCELED),
        (OrderExpired(**ABOUT, open_quantity=TEN), Outcome.EXPIRED),
        (OrderReplaced(**ABOUT, replacement_id=ORDER, open_quantity=TEN), Outcome.REPLACED),
        (REJECTED, Outcome.REJECTED),
        (FILLED, Outcome.FILLED),
    ],
)
def test_every_outcome_of_an_order_is_counted(event: Event, outcome: Outcome) -> None:
    assert after(event, event).orders == {outcome: 2}


def test_the_exits_of_an_order_are_orders_too() -> None:
    exits = [
        OrderLeg(order_id=OrderId(uuid4()), role=role, order_type=OrderType.LIMIT)
        for role in LegRole
    ]

    assert after(CREATED.model_copy(update={"legs": (*exits,)})).orders == {Outcome.CREATED: 3}


def test_a_fee_makes_less_of_what_was_earned() -> None:
    record = after(FILLED.model_copy(update={"fee": Money(Decimal("1.5"))}))

    assert (record.holdings[IBM].fees, record.holdings[IBM].cost) == (Decimal("1.5"), 1800)
    assert [one.realised for one in record.unsaved.fills] == [Decimal("-1.5")]


def test_a_rejection_is_counted_with_its_reason() -> None:
    assert after(REJECTED).rejections == {RejectionReason.BUYING_POWER_EXCEEDED: 1}


def test_a_partial_fill_is_a_trade_that_completes_no_order() -> None:
    record = after(PARTLY)

    assert not record.orders
    assert (record.holdings[IBM].quantity, record.holdings[IBM].trades) == (10, 1)


def test_the_opening_may_be_heard_of_last() -> None:
    opened = AccountOpened(account_id=ME, user_id=UserId(uuid4()), cash=Money(Decimal(100_000)))

    record = after(FILLED, opened)

    assert record.started_with() == 100_000
    assert record.holdings[IBM].cost == 1800


def test_what_comes_and_goes_is_no_profit() -> None:
    about: dict[str, Any] = {"account_id": ME, "cash": Money(Decimal(0))}
    paid: dict[str, Any] = {
        "booking_id": uuid4(),
        "amount": Money(Decimal(70)),
        "market_time": NOON,
    }
    opened = AccountOpened(**about, user_id=UserId(uuid4()))
    came = CashDeposited(**about, **paid)
    went = CashWithdrawn(**about, booking_id=uuid4(), amount=Money(Decimal(20)))

    record = after(opened, came, came, went)

    assert record.paid_in() == 50
    assert [one.market_time for one in record.payments.values()] == [NOON, None]


def test_a_reset_begins_anew() -> None:
    cash = Money(Decimal(500))
    opened = AccountOpened(account_id=ME, user_id=UserId(uuid4()), cash=cash)

    record = after(opened, FILLED, AccountReset(account_id=ME, epoch=2, cash=cash))

    assert (record.epoch, record.holdings) == (2, {})
    assert record.book(1).holdings[IBM].quantity == 10


def test_a_fill_without_market_time_was_when_it_was_said() -> None:
    said, unsaid = after(FILLED.model_copy(update={"market_time": NOON})), after(FILLED)

    assert [one.fill.market_time for one in said.unsaved.fills] == [NOON]
    assert [one.fill.market_time for one in unsaid.unsaved.fills] == [
        one.fill.said_at for one in unsaid.unsaved.fills
    ]


def test_who_leaves_is_to_be_forgotten_by_name() -> None:
    user_id = UserId(uuid4())

    assert after(UserDeleted(account_id=ME, user_id=user_id)).unsaved.left == {user_id}
