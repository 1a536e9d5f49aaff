"""What brokers tell, in whatever order: the same comes of it, and each share is booked once."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order.domain.lifecycle import Happening, Life
from order.domain.routing.keys import BrokerKeys
from order.domain.routing.report import BrokerState, Execution, Report
from order.domain.routing.routed import Routed
from order.domain.units import price_units, size_units
from vocabulary import AccountId, OrderId, OrderStatus, OrderType, Price, Quantity, Side, Symbol

NOW = datetime(2026, 1, 5, 14, 30, tzinfo=UTC)
OTHER = OrderId(UUID(int=9))


def routed(size: str = "10", *, is_amount: bool = False, status: str = "pending_new") -> Routed:
    return Routed(
        OrderId(UUID(int=1)),
        AccountId(UUID(int=2)),
        Symbol("IBM"),
        Side.BUY,
        Quantity(Decimal(size)),
        is_amount,
        "alpaca-paper",
        Life(OrderStatus(status)),
    )


def says(
    state: BrokerState,
    filled: str = "0",
    execution: Execution | None = None,
    size: str = "10",
    reason: str = "",
) -> Report:
    return Report(
        "theirs",
        str(UUID(int=1)),
        OrderType.LIMIT,
        state,
        Quantity(Decimal(size)),
        Quantity(Decimal(filled)),
        NOW,
        reason,
        execution,
    )


def traded(quantity: str, upto: str, *, is_last: bool = False, price: str = "9.99") -> Execution:
    shares = Quantity(Decimal(quantity))
    total = Quantity(Decimal(upto))
    return Execution(f"{quantity} up to {upto}", shares, Price(Decimal(price)), total, NOW, is_last)


def happenings(order: Routed) -> list[Happening]:
    return [one.step.happening for one in order.happened]


@pytest.mark.parametrize(
    ("status", "state", "after", "happened"),
    [
        ("pending_new", BrokerState.RECEIVED, "accepted", [Happening.ACCEPT]),
        ("pending_new", BrokerState.HELD, "held", [Happening.HOLD]),
        ("pending_new", BrokerState.WORKING, "new", [Happening.OPEN]),
        ("pending_new", BrokerState.REJECTED, "rejected", [Happening.REJECT]),
        ("pending_new", BrokerState.CANCELED, "canceled", [Happening.CANCEL]),
        ("pending_new", BrokerState.OTHER, "pending_new", []),
        ("accepted", BrokerState.RECEIVED, "accepted", []),
        ("accepted", BrokerState.WORKING, "new", [Happening.OPEN]),
        ("accepted", BrokerState.REJECTED, "rejected", [Happening.REJECT]),
        ("held", BrokerState.HELD, "held", []),
        ("held", BrokerState.WORKING, "new", [Happening.RELEASE, Happening.OPEN]),
        ("held", BrokerState.REJECTED, "canceled", [Happening.CANCEL]),
        ("new", BrokerState.RECEIVED, "new", []),
        ("new", BrokerState.WORKING, "new", []),
        ("new", BrokerState.REJECTED, "canceled", [Happening.CANCEL]),
        ("new", BrokerState.EXPIRED, "expired", [Happening.EXPIRE]),
        ("new", BrokerState.REPLACED, "canceled", [Happening.CANCEL]),
        ("new", BrokerState.FILLED, "canceled", [Happening.CANCEL]),
        ("canceled", BrokerState.WORKING, "canceled", []),
        ("filled", BrokerState.CANCELED, "filled", []),
    ],
)
def test_what_the_broker_says_leads_to(
    status: str, state: BrokerState, after: str, happened: Sequence[Happening]
) -> None:
    order = routed(status=status)

    order.hear(says(state))

    assert (order.life.status, happenings(order)) == (after, happened)


def test_its_replacement_takes_the_place_of_an_order() -> None:
    order = routed(status="new")
    order.replaced_by = OTHER

    order.hear(says(BrokerState.REPLACED))

    assert order.life.status is OrderStatus.REPLACED


def test_an_order_whose_replacement_came_to_nothing_lives_on() -> None:
    order = routed(status="new")
    order.replaced_by = OTHER

    order.keep(NOW, "not now")

    assert (order.life.status, order.replaced_by) == (OrderStatus.NEW, None)
    assert order.happened[-1].step.reason == "it could not be replaced: not now"


@pytest.mark.parametrize("first", ["pending_new", "held", "accepted", "new"])
def test_a_trade_may_be_the_first_that_is_heard_of_an_order(first: str) -> None:
    order = routed(status=first)

    order.hear(says(BrokerState.WORKING, "4", traded("4", "4")))

    assert order.life.status is OrderStatus.PARTIALLY_FILLED
    assert (order.filled, order.open, order.fill_count) == (4, 6, 1)


def test_what_comes_before_a_trade_has_to_be_known_first() -> None:
    order = routed(status="new")

    order.hear(says(BrokerState.FILLED, "10", traded("6", "10", is_last=True)))
    assert (order.is_behind, order.happened) == (True, [])

    order.is_behind = False
    for execution in (traded("4", "4"), traded("6", "10", is_last=True)):
        order.hear(says(BrokerState.FILLED, "10", execution))
    assert happenings(order) == [Happening.FILL, Happening.COMPLETE]
    assert order.value == price_units(Price(Decimal("9.99"))) * size_units(Quantity(Decimal(10)))


def test_an_order_does_not_end_before_all_its_trades_are_known() -> None:
    order = routed(status="new")

    order.hear(says(BrokerState.CANCELED, "4"))
    assert (order.is_behind, order.life.is_live) == (True, True)

    order.hear(says(BrokerState.WORKING, "4", traded("4", "4")))
    order.hear(says(BrokerState.CANCELED, "4"))
    assert (order.life.status, order.filled) == (OrderStatus.CANCELED, 4)


def test_what_is_left_of_an_amount_of_money_is_never_nothing_before_the_end() -> None:
    order = routed("10", is_amount=True, status="new")

    order.hear(says(BrokerState.WORKING, "11", traded("11", "11")))
    (first,) = order.happened
    assert first.trade is not None
    assert first.trade.open == Decimal("0.000000001")

    order.hear(says(BrokerState.FILLED, "12", traded("1", "12", is_last=True)))
    assert (order.life.status, order.filled) == (OrderStatus.FILLED, 12)


def test_the_broker_may_trade_less_than_was_asked_for() -> None:
    replacement = routed("10")
    replacement.hear(says(BrokerState.WORKING, size="6"))
    assert (replacement.open, happenings(replacement)) == (6, [Happening.OPEN])

    replacement.hear(says(BrokerState.WORKING, size="5"))
    assert (replacement.open, happenings(replacement)[-1]) == (5, Happening.SHRINK)

    replacement.hear(says(BrokerState.FILLED, "5", traded("5", "5", is_last=True), size="5"))
    replacement.hear(says(BrokerState.FILLED, "5", size="9"))
    assert (replacement.life.status, replacement.size) == (OrderStatus.FILLED, 5)


def test_keys_do_not_show_when_they_are_printed() -> None:
    assert repr(BrokerKeys("PK1", "secret")) == "BrokerKeys()"


@given(
    parts=st.lists(st.integers(1, 9), min_size=1, max_size=5),
    ends=st.booleans(),
    data=st.data(),
)
def test_whatever_is_told_twice_late_or_not_at_all(
    *, parts: list[int], ends: bool, data: st.DataObject
) -> None:
    """What was missed is asked for in the end: then all of it is known, and each share once."""
    size = str(sum(parts) + (0 if ends else 1))
    story = [says(BrokerState.RECEIVED, size=size), says(BrokerState.WORKING, size=size)]
    upto = 0
    for number, part in enumerate(parts):
        upto += part
        is_last = ends and number == len(parts) - 1
        state = BrokerState.FILLED if is_last else BrokerState.WORKING
        execution = traded(str(part), str(upto), is_last=is_last)
        story.append(says(state, str(upto), execution, size=size))
    if not ends:
        story.append(says(BrokerState.CANCELED, str(upto), size=size))
    told = data.draw(st.lists(st.sampled_from(story), max_size=12))
    order = routed(size)

    for report in (*told, *story[2:], story[-1]):
        order.hear(report)

    assert order.life.status is (OrderStatus.FILLED if ends else OrderStatus.CANCELED)
    assert (order.filled, order.fill_count) == (upto, len(parts))
    trades = [one.trade for one in order.happened if one.trade is not None]
    assert [int(one.execution.quantity) for one in trades] == parts
    assert [one.step.number for one in order.happened] == [*range(1, len(order.happened) + 1)]
