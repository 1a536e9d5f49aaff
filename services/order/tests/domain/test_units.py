"""Decimals become whole numbers and come back as they were."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order.domain import units
from order.domain.core.shown import WHOLE
from vocabulary import Money, Price, Quantity

MOMENTS = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-5))]),
)


@given(st.integers(-(10**20), 10**20), MOMENTS)
def test_numbers_and_times_come_back(number: int, moment: datetime) -> None:
    assert units.price_units(units.price_of(number)) == number
    assert units.size_units(units.quantity_of(number)) == number
    assert units.value_units(units.value_of(number)) == number
    assert units.fee_units(units.fee_of(number)) == number
    assert units.time_of(units.time_units(moment)) == moment


def test_the_core_counts_shares_like_everybody() -> None:
    assert units.SHARE == WHOLE


def test_a_number_with_too_many_decimals_is_refused() -> None:
    with pytest.raises(units.NotWhole):
        units.price_units(Price(Decimal("0.000000001")))
    with pytest.raises(units.NotWhole):
        units.size_units(Quantity(Decimal("1e-10")))


def test_numbers_as_people_read_them() -> None:
    assert units.price_text(units.price_units(Price(Decimal("10.50")))) == "10.5"
    assert units.size_text(100 * units.SHARE) == "100"
    assert units.fee_of(12_345) == Money(Decimal("1.2345"))
