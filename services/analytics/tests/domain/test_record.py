"""A track record takes what it hears in any order, and remembers what is not yet saved."""

from decimal import Decimal
from uuid import uuid4

import pytest

from analytics.domain.record import Fill, NotOpened, Outcome, TrackRecord
from vocabulary import (
    AccountId,
    FillId,
    Money,
    Price,
    Quantity,
    RejectionReason,
    Side,
    Symbol,
)

IBM = Symbol("IBM")
TOO_LARGE = RejectionReason.ORDER_TOO_LARGE


def blank() -> TrackRecord:
    return TrackRecord(AccountId(uuid4()))


def a_fill(side: Side, price: int) -> Fill:
    return Fill(FillId(uuid4()), IBM, side, Quantity(Decimal(10)), Price(Decimal(price)))


def test_orders_are_counted_by_outcome() -> None:
    record = blank()

    record.count(Outcome.CREATED)
    record.count(Outcome.CREATED)
    record.reject(TOO_LARGE)

    assert record.orders == {Outcome.CREATED: 2, Outcome.REJECTED: 1}
    assert record.rejections == {TOO_LARGE: 1}
    assert (record.touched, record.refusals) == (True, {TOO_LARGE})


def test_every_fill_is_remembered_with_what_it_earned() -> None:
    record, bought, sold = blank(), a_fill(Side.BUY, 5), a_fill(Side.SELL, 7)

    record.trade(bought)
    record.trade(sold)

    assert record.fills == [(bought, 0), (sold, 20)]
    assert record.holdings[IBM].realised == 20
    assert (record.changed, record.touched) == ({IBM}, False)


def test_it_is_not_known_what_an_account_started_with_until_it_is_opened() -> None:
    record = blank()
    with pytest.raises(NotOpened):
        record.started_with()

    record.open(Money(Decimal(100_000)))

    assert record.started_with() == 100_000


def test_what_was_saved_is_not_saved_again() -> None:
    record = blank()
    record.reject(TOO_LARGE)
    record.trade(a_fill(Side.BUY, 5))

    record.saved()

    unsaved = (record.fills, record.changed, record.refusals, record.touched)
    assert unsaved == ([], set(), set(), False)
