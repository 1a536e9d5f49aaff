"""What a bar is, and when it starts."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from market_data.domain.bars import WIDTHS, Bar, bar_start
from vocabulary import BarInterval, Price, Quantity, Symbol

NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (BarInterval.MINUTE_1, "13:37:00"),
        (BarInterval.MINUTE_5, "13:35:00"),
        (BarInterval.MINUTE_15, "13:30:00"),
        (BarInterval.MINUTE_30, "13:30:00"),
        (BarInterval.HOUR_1, "13:00:00"),
        (BarInterval.HOUR_4, "12:00:00"),
    ],
)
def test_a_bar_starts_at_a_round_time(interval: BarInterval, expected: str) -> None:
    moment = datetime(2013, 10, 7, 13, 37, 59, 999_999, tzinfo=UTC)

    assert f"{bar_start(moment, WIDTHS[interval]):%H:%M:%S}" == expected


def test_the_start_of_a_bar_belongs_to_it_and_its_end_does_not() -> None:
    width = timedelta(minutes=5)

    assert bar_start(NOON, width) == NOON
    assert bar_start(NOON - timedelta(microseconds=1), width) == NOON - width
    assert bar_start(datetime(1969, 12, 31, 23, 59, tzinfo=UTC), width).minute == 55


def a_bar(prices: str, volume: str, turnover: str | None) -> Bar:
    opened, high, low, close = (Price(Decimal(price)) for price in prices.split())
    exact = None if turnover is None else Decimal(turnover)
    return Bar(Symbol("IBM"), NOON, opened, high, low, close, Quantity(Decimal(volume)), 3, exact)


@pytest.mark.parametrize(
    ("volume", "turnover", "expected"),
    [
        ("3", "10", Decimal("3.33333333")),
        ("3", None, None),  # the source does not tell
        ("0", "0", None),  # nothing traded
    ],
)
def test_the_average_price_is_turnover_by_volume(
    volume: str, turnover: str | None, expected: Decimal | None
) -> None:
    assert a_bar("10 11 9 10", volume, turnover).vwap == expected


@pytest.mark.parametrize("prices", ["10 9 9 9", "9 10 10 10", "10 11 9 12", "10 11 9 8"])
def test_a_bar_cannot_open_or_close_outside_its_range(prices: str) -> None:
    with pytest.raises(ValueError, match="between its low and its high"):
        a_bar(prices, "1", "10")
