"""Nothing appears from nowhere: every booking cancels out."""

from decimal import Decimal
from uuid import uuid4

import pytest

from portfolio.domain.ledger import (
    CASH,
    OUTSIDE,
    Booking,
    BookingKind,
    Entry,
    Unbalanced,
    require_balanced,
    transfer,
)
from vocabulary import AccountId

ACCOUNT = AccountId(uuid4())


def test_what_one_side_receives_the_other_gives() -> None:
    entries = transfer(CASH, Decimal(5), giver=OUTSIDE, receiver=ACCOUNT)

    assert entries == (Entry(OUTSIDE, CASH, Decimal(-5)), Entry(ACCOUNT, CASH, Decimal(5)))
    require_balanced(entries)


def test_each_asset_must_cancel_out_for_itself() -> None:
    dollars_for_shares = [Entry(ACCOUNT, CASH, Decimal(-5)), Entry(ACCOUNT, "IBM", Decimal(5))]

    with pytest.raises(Unbalanced, match="IBM"):
        require_balanced(dollars_for_shares)


def test_there_is_no_booking_that_does_not_cancel_out() -> None:
    one_side = (Entry(ACCOUNT, CASH, Decimal(1)),)

    with pytest.raises(Unbalanced):
        Booking(uuid4(), ACCOUNT, 1, BookingKind.OPENING, "from nowhere", None, one_side)
