"""What a bar is, and when it starts."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data.domain.bars import (
    EVERYWHERE,
    SOURCES,
    Bar,
    bar_end,
    bar_start,
    merged,
    rounded_down,
    zone_of,
)
from market_data.domain.trading_days import NEW_YORK
from vocabulary import AssetClass, BarInterval, Price, Quantity, Symbol

NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("interval", "in_utc", "in_new_york"),
    [
        (BarInterval.MINUTE_1, "2013-10-08 01:37", "2013-10-08 01:37"),
        (BarInterval.MINUTE_5, "2013-10-08 01:35", "2013-10-08 01:35"),
        (BarInterval.MINUTE_15, "2013-10-08 01:30", "2013-10-08 01:30"),
        (BarInterval.MINUTE_30, "2013-10-08 01:30", "2013-10-08 01:30"),
        (BarInterval.HOUR_1, "2013-10-08 01:00", "2013-10-08 01:00"),
        (BarInterval.HOUR_4, "2013-10-08 00:00", "2013-10-08 00:00"),  # 20:00 the day before
        (BarInterval.DAY_1, "2013-10-08 00:00", "2013-10-07 04:00"),
        (BarInterval.WEEK_1, "2013-10-07 00:00", "2013-10-07 04:00"),
        (BarInterval.MONTH_1, "2013-10-01 00:00", "2013-10-01 04:00"),
        (BarInterval.YEAR_1, "2013-01-01 00:00", "2013-01-01 05:00"),
    ],
)
def test_a_bar_starts_at_a_round_time(interval: BarInterval, in_utc: str, in_new_york: str) -> None:
    moment = datetime(2013, 10, 8, 1, 37, 59, 999_999, tzinfo=UTC)

    assert bar_start(moment, interval, EVERYWHERE) == utc(in_utc)
    assert bar_start(moment, interval, NEW_YORK) == utc(in_new_york)


@pytest.mark.parametrize(
    ("interval", "starts"),
    [  # clocks were put forward on 10 March and back on 3 November 2013
        (BarInterval.HOUR_1, ["2013-03-10 06:00", "2013-03-10 07:00", "2013-03-10 08:00"]),
        (BarInterval.HOUR_4, ["2013-03-10 05:00", "2013-03-10 08:00", "2013-03-10 12:00"]),
        (BarInterval.HOUR_4, ["2013-11-03 04:00", "2013-11-03 09:00", "2013-11-03 13:00"]),
        (BarInterval.HOUR_4, ["2013-11-04 01:00", "2013-11-04 05:00", "2013-11-04 09:00"]),
        (BarInterval.DAY_1, ["2013-03-10 05:00", "2013-03-11 04:00", "2013-03-12 04:00"]),
        (BarInterval.DAY_1, ["2013-11-03 04:00", "2013-11-04 05:00", "2013-11-05 05:00"]),
        (BarInterval.WEEK_1, ["2013-03-04 05:00", "2013-03-11 04:00", "2013-03-18 04:00"]),
        (BarInterval.MONTH_1, ["2013-10-01 04:00", "2013-11-01 04:00", "2013-12-01 05:00"]),
        (BarInterval.YEAR_1, ["2012-01-01 05:00", "2013-01-01 05:00", "2014-01-01 05:00"]),
    ],
)
def test_a_bar_is_as_long_as_the_clock_on_the_wall_says(
    interval: BarInterval, starts: list[str]
) -> None:
    first, second, third = map(utc, starts)

    assert bar_end(first, interval, NEW_YORK) == second
    assert bar_end(second, interval, NEW_YORK) == third
    assert bar_start(third - MOMENT, interval, NEW_YORK) == second


moments = st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments, st.sampled_from(BarInterval), st.sampled_from([EVERYWHERE, NEW_YORK]))
def test_bars_lie_side_by_side(moment: datetime, interval: BarInterval, zone: ZoneInfo) -> None:
    start = bar_start(moment, interval, zone)
    end = bar_end(start, interval, zone)

    assert start <= moment < end
    assert bar_start(start, interval, zone) == start == bar_start(end - MOMENT, interval, zone)
    assert bar_start(end, interval, zone) == end


@given(moments, st.sampled_from(list(SOURCES)), st.sampled_from([EVERYWHERE, NEW_YORK]))
def test_no_bar_lies_across_the_ends_of_the_one_it_goes_into(
    moment: datetime, interval: BarInterval, zone: ZoneInfo
) -> None:
    start = bar_start(moment, interval, zone)
    end = bar_end(start, interval, zone)
    source = SOURCES[interval]

    assert bar_start(start, source, zone) == start
    assert bar_start(end, source, zone) == end


def test_a_time_before_the_origin_is_rounded_down_too() -> None:
    early = datetime(1969, 12, 31, 23, 59, tzinfo=UTC)

    assert rounded_down(early, timedelta(minutes=5)).minute == 55


@pytest.mark.parametrize("asset_class", AssetClass)
def test_shares_live_by_the_clocks_of_new_york(asset_class: AssetClass) -> None:
    shares = asset_class in {AssetClass.STOCK, AssetClass.ETF}

    assert zone_of(asset_class) == (NEW_YORK if shares else EVERYWHERE)


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


def test_bars_make_a_longer_one_together() -> None:
    bars = [
        a_bar("10 11 9 9", "1", "10"),
        a_bar("9 12 9 12", "2", "22"),
        a_bar("8 8 7 8", "0", "0"),
    ]

    day = merged(bars, NOON, BarInterval.DAY_1)

    assert (day.open, day.high, day.low, day.close) == (10, 12, 7, 8)
    assert (day.volume, day.trades, day.turnover, day.interval) == (3, 9, 32, BarInterval.DAY_1)


def test_what_one_bar_does_not_tell_all_of_them_do_not() -> None:
    bars = [a_bar("10 11 9 9", "1", "10"), a_bar("9 12 9 12", "2", None)]

    assert merged(bars, NOON, BarInterval.DAY_1).turnover is None
