"""A track record takes what it hears in any order, and remembers what is not yet saved."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.domain.facts import Beginning, NotOpened, OrderFact, Outcome, Payment
from analytics.domain.fill import Fill
from analytics.domain.record import TrackRecord, Unsaved
from analytics.domain.recounting import recounted
from vocabulary import AccountId, FillId, Money, Price, Quantity, RejectionReason, Side, Symbol

IBM = Symbol("IBM")
TOO_LARGE = RejectionReason.ORDER_TOO_LARGE
NOON = datetime(2013, 10, 7, 16, tzinfo=UTC)
ME = AccountId(UUID(int=1))


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def dollars(amount: int) -> Money:
    return Money(Decimal(amount))


def blank() -> TrackRecord:
    return TrackRecord(ME)


def a_fill(side: Side, price: int, said: int = 0, symbol: Symbol = IBM, number: int = 0) -> Fill:
    identity = FillId(UUID(int=number) if number else uuid4())
    shares, each = Quantity(Decimal(10)), Price(Decimal(price))
    return Fill(identity, symbol, side, shares, each, at(said), at(said))


def a_fact(outcome: Outcome, reason: RejectionReason | None = None) -> OrderFact:
    return OrderFact(uuid4(), outcome, reason=reason)


def test_orders_are_counted_by_outcome() -> None:
    record, rejected = blank(), a_fact(Outcome.REJECTED, TOO_LARGE)
    created = OrderFact(uuid4(), Outcome.CREATED, orders=3)

    record.count(created)
    record.count(rejected)

    assert record.orders == {Outcome.CREATED: 3, Outcome.REJECTED: 1}
    assert record.rejections == {TOO_LARGE: 1}
    assert (record.unsaved.orders, record.unsaved.refusals) == ([created, rejected], {TOO_LARGE})
    assert record.unsaved.is_something


def test_every_fill_is_remembered_with_what_it_earned_and_its_trip() -> None:
    record, bought, sold = blank(), a_fill(Side.BUY, 5), a_fill(Side.SELL, 7)

    record.trade(bought)
    record.trade(sold)

    fills = record.unsaved.fills
    assert [(one.number, one.fill, one.realised) for one in fills] == [
        (1, bought, 0),
        (2, sold, 20),
    ]
    assert {one.trip_id for one in fills} == {bought.fill_id}
    assert [(one.step.quantity, one.step.balance) for one in fills] == [(10, -50), (0, 20)]
    assert record.holdings[IBM].realised == 20
    assert record.unsaved.changed == {(1, IBM)}
    assert [(epoch, trip.profit) for epoch, trip in record.unsaved.over] == [(1, 20)]
    assert record.book(1).trips == {}


def test_it_is_not_known_what_an_account_started_with_until_it_is_opened() -> None:
    record = blank()
    with pytest.raises(NotOpened):
        record.started_with()

    record.begin(Beginning(1, dollars(100_000), NOON))
    record.begin(Beginning(1, dollars(7), NOON))

    assert record.started_with() == 100_000
    assert len(record.unsaved.beginnings) == 1


def test_what_was_saved_is_not_saved_again() -> None:
    record = blank()
    record.count(a_fact(Outcome.REJECTED, TOO_LARGE))
    record.trade(a_fill(Side.BUY, 5))

    record.saved()

    assert record.unsaved == Unsaved()
    assert not record.unsaved.is_something


def test_what_was_said_before_a_reset_belongs_to_the_epoch_before() -> None:
    record = blank()
    record.begin(Beginning(1, dollars(100), at(0)))
    record.begin(Beginning(2, dollars(200), at(10)))

    record.trade(a_fill(Side.BUY, 5, said=9))
    record.trade(a_fill(Side.BUY, 6, said=10))
    record.pay(Payment(uuid4(), dollars(30), at(5)))
    record.pay(Payment(uuid4(), dollars(40), at(11)))

    assert [one.epoch for one in record.unsaved.fills] == [1, 2]
    assert (record.book(1).holdings[IBM].cost, record.holdings[IBM].cost) == (50, 60)
    assert (record.paid_in(1), record.paid_in(), record.started_with(1)) == (30, 40, 100)
    assert not record.unsaved.is_moved


def test_a_reset_that_is_heard_of_late_moves_what_was_counted_in_the_epoch_before() -> None:
    record = blank()
    record.begin(Beginning(1, dollars(100), at(0)))
    record.trade(a_fill(Side.BUY, 5, said=10))

    record.begin(Beginning(2, dollars(200), at(10)))

    assert record.unsaved.is_moved


def test_the_same_payment_counts_once() -> None:
    record, payment = blank(), Payment(uuid4(), dollars(30), NOON)

    record.pay(payment)
    record.pay(payment)

    assert (record.paid_in(), record.unsaved.payments) == (30, [payment])


SIDES = st.sampled_from(Side)
STORY = st.lists(
    st.one_of(
        st.tuples(st.just("trade"), SIDES, st.integers(1, 50), st.sampled_from(["IBM", "BAC"])),
        st.tuples(st.just("pay"), st.integers(-50, 50)),
        st.just(("reset",)),
        st.tuples(st.just("count"), st.sampled_from(Outcome)),
    ),
    max_size=30,
)


def told(story: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    """What is said, by who says it of what: within each the order stays, between them none does."""
    lines: defaultdict[str, list[Any]] = defaultdict(list)
    lines["portfolio"].append(Beginning(1, dollars(1000), at(0)))
    for number, (word, *rest) in enumerate(story, start=1):
        if word == "trade":
            side, price, symbol = rest
            lines[symbol].append(a_fill(side, price, number, Symbol(symbol), number))
        elif word == "pay":
            payment = Payment(UUID(int=number), dollars(rest[0]), at(number), at(number))
            lines["portfolio"].append(payment)
        elif word == "reset":
            epoch = 1 + sum(isinstance(one, Beginning) for one in lines["portfolio"])
            lines["portfolio"].append(Beginning(epoch, dollars(500), at(number), at(number)))
        else:
            lines["orders"].append(OrderFact(UUID(int=number), rest[0]))
    return lines


def hear(record: TrackRecord, said: Any) -> None:  # noqa: ANN401  # any fact
    if isinstance(said, Fill):
        record.trade(said)
    elif isinstance(said, Beginning):
        record.begin(said)
    elif isinstance(said, Payment):
        record.pay(said)
    else:
        record.count(said)


def heard(lines: dict[str, list[Any]], dice: Random) -> TrackRecord:
    """The record after all of it, in one of the orders in which it may come, some of it twice.

    Where it has to be worked out again, that is done as the service does it.
    """
    record, waiting = TrackRecord(ME), {name: list(said) for name, said in lines.items() if said}
    while waiting:
        name = dice.choice(sorted(waiting))
        said = waiting[name].pop(0)
        hear(record, said)
        if isinstance(said, Beginning | Payment) and dice.random() < 1 / 3:
            hear(record, said)
        if record.unsaved.is_moved:
            record = again(record)
        if not waiting[name]:
            del waiting[name]
    return record


def again(record: TrackRecord) -> TrackRecord:
    unsaved = record.unsaved
    fresh = recounted(
        ME,
        record.beginnings.values(),
        record.payments.values(),
        unsaved.orders,
        [one.fill for one in unsaved.fills],
    )
    assert not fresh.unsaved.is_moved
    return fresh


def figures(record: TrackRecord) -> Any:  # noqa: ANN401
    """All that is worked out, down to the last character."""
    fills = sorted(
        (one.fill.fill_id, one.epoch, str(one.realised), one.trip_id, repr(one.step))
        for one in record.unsaved.fills
    )
    over = sorted(repr(one) for one in record.unsaved.over)
    books = {
        epoch: (sorted(map(repr, book.holdings.values())), sorted(map(repr, book.trips.values())))
        for epoch, book in record.books.items()
        if book.holdings
    }
    paid = {epoch: record.paid_in(epoch) for epoch in record.beginnings}
    return fills, over, books, paid, record.orders, record.epoch


@given(STORY, st.randoms(use_true_random=False), st.randoms(use_true_random=False))
def test_whatever_the_order_between_those_who_tell_the_figures_are_the_same(
    story: list[tuple[Any, ...]], one: Random, other: Random
) -> None:
    lines = told(story)

    first, second = heard(lines, one), heard(lines, other)

    assert figures(first) == figures(second)
    assert figures(again(first)) == figures(first)
