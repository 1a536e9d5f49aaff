"""Interest by the day, to the cent, once."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from paper_account import ME, dollars, opened

from portfolio.domain.interest import charge, interest_on
from portfolio.domain.ledger import INTEREST, BookingKind
from portfolio.domain.life import Winding
from portfolio.domain.winding import come_to_rest, finish, wind_up
from vocabulary import WindingPurpose

DAY = date(2013, 10, 8)
MIDNIGHT = datetime(2013, 10, 8, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("owed", "percent", "nights", "amount"),
    [
        ("36000", "1", 1, "1"),
        ("36000", "7.5", 1, "7.5"),
        ("36000", "1", 3, "3"),
        ("36000", "1", 400, "4"),
        ("10000", "8", 1, "2.22"),
        ("0.01", "8", 1, "0"),
        ("36000", "0", 1, "0"),
        ("54180", "1", 1, "1.50"),
        ("54540", "1", 1, "1.52"),
    ],
)
def test_a_day_is_a_360th_of_a_year(owed: str, percent: str, nights: int, amount: str) -> None:
    assert interest_on(dollars(owed), Decimal(percent), nights) == Decimal(amount)


def test_it_makes_less_of_the_cash_and_is_no_withdrawal() -> None:
    account = opened()

    assert charge(account, DAY, 1, dollars("2.22"), MIDNIGHT) is not None
    assert charge(account, DAY, 1, dollars("2.22"), MIDNIGHT) is None

    assert (account.cash, account.paid_in) == (Decimal("99997.78"), 100_000)
    assert (account.interest, account.charged_until) == (Decimal("2.22"), DAY)
    booking = account.bookings[-1]
    assert (booking.kind, booking.market_time) == (BookingKind.INTEREST, MIDNIGHT)
    assert {one.account_id: one.amount for one in booking.entries} == {
        ME: Decimal("-2.22"),
        INTEREST: Decimal("2.22"),
    }


def test_a_day_that_comes_again_is_paid_for() -> None:
    account = opened()
    charge(account, DAY, 1, dollars("1"), MIDNIGHT)

    assert charge(account, date(2013, 10, 7), 1, dollars("1"), MIDNIGHT) is None
    assert charge(account, date(2013, 10, 9), 1, dollars("1"), MIDNIGHT) is not None


def test_what_was_owed_in_an_epoch_that_is_over_is_not_paid_in_the_next() -> None:
    account, winding = opened(), Winding(uuid4(), WindingPurpose.RESET, dollars("100"))
    charge(account, DAY, 1, dollars("1"), MIDNIGHT)
    wind_up(account, winding)
    come_to_rest(account, winding.winding_id, 0)
    finish(account)

    assert charge(account, date(2013, 10, 9), 1, dollars("1"), MIDNIGHT) is None
    assert (account.cash, account.interest, account.news.ended[0].interest) == (100, 0, 1)
