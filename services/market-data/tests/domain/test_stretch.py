"""Stretches of bars, the holes in them, and what fills these."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data.domain.bars import SOURCES, Bar, bar_end, bar_start
from market_data.domain.stretch import BEGINNING, CHILDREN_MAX, Span, Stretch, holes, resampled
from vocabulary import BarInterval, Price, Quantity, Symbol

IBM = Symbol("IBM")
NEW_YORK, UTC_ZONE = ZoneInfo("America/New_York"), ZoneInfo("UTC")
DAY_1, HOUR_1 = BarInterval.DAY_1, BarInterval.HOUR_1


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def stretch(
    interval: BarInterval, first: str | None, until: str, limit: int = 10, zone: ZoneInfo = UTC_ZONE
) -> Stretch:
    return Stretch.of_whole_bars(
        IBM, interval, zone, first=at(first) if first else None, until=at(until), limit=limit
    )


def bar(start: datetime, price: int) -> Bar:
    one = Price(Decimal(price))
    return Bar(IBM, start, one, one, one, one, Quantity(Decimal(10)), 1, Decimal(10 * price))


def test_no_bar_is_cut() -> None:
    wanted = stretch(HOUR_1, "2013-10-07T12:30", "2013-10-07T14:00:01")

    assert (wanted.first, wanted.until) == (at("2013-10-07T12:00"), at("2013-10-07T15:00"))


def test_days_follow_the_clock_on_the_wall() -> None:
    wanted = stretch(DAY_1, "2013-10-07T03:00", "2013-10-07T04:00", zone=NEW_YORK)

    assert (wanted.first, wanted.until) == (at("2013-10-06T04:00"), at("2013-10-07T04:00"))


def test_without_a_first_moment_it_goes_back_to_the_beginning() -> None:
    assert stretch(HOUR_1, None, "2013-10-07T14:00").first == BEGINNING


def test_a_stretch_can_only_become_shorter() -> None:
    wanted = stretch(HOUR_1, None, "2013-10-07T14:00")

    assert wanted.before(at("2013-10-07T15:00")) is wanted
    assert wanted.before(at("2013-10-07T13:00")).until == at("2013-10-07T13:00")


@pytest.mark.parametrize(
    ("starts", "limit", "expected"),
    [
        ([], 3, [("09:00", "14:00")]),
        (["09:00", "10:00", "11:00", "12:00", "13:00"], 9, []),
        (["09:00", "12:00", "13:00"], 9, [("10:00", "12:00")]),
        (["10:00", "11:00", "12:00"], 9, [("13:00", "14:00"), ("09:00", "10:00")]),
        (["12:00", "13:00"], 2, []),  # what is before that was not asked for
        (["11:00", "13:00"], 2, [("12:00", "13:00")]),
    ],
)
def test_a_hole_is_where_no_bar_starts(
    starts: list[str], limit: int, expected: list[tuple[str, str]]
) -> None:
    wanted = stretch(HOUR_1, "2013-10-07T09:00", "2013-10-07T14:00", limit)
    known = [at(f"2013-10-07T{start}") for start in starts]

    assert [(f"{one.first:%H:%M}", f"{one.until:%H:%M}") for one in holes(known, wanted)] == [
        *expected
    ]


@pytest.mark.parametrize("interval", list(SOURCES))
@given(
    moment=st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from([NEW_YORK, UTC_ZONE]),
    number=st.integers(2, 6),
)
def test_bars_without_a_gap_have_no_holes_and_a_missing_one_is_one(
    interval: BarInterval, moment: datetime, zone: ZoneInfo, number: int
) -> None:
    starts = [bar_start(moment, interval, zone)]
    for _ in range(number):
        starts.append(bar_end(starts[-1], interval, zone))
    *starts, until = starts
    wanted = Stretch(IBM, interval, zone, starts[0], until, 100)

    assert holes(starts, wanted) == []
    for missing in range(number):
        rest = starts[:missing] + starts[missing + 1 :]
        ends = [*starts, until][missing + 1]
        assert holes(rest, wanted) == [Span(starts[missing], ends)]


@pytest.mark.parametrize("interval", list(SOURCES))
@given(
    moment=st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from([NEW_YORK, UTC_ZONE]),
)
def test_no_bar_consists_of_more_than_is_read_for_it(
    interval: BarInterval, moment: datetime, zone: ZoneInfo
) -> None:
    start = bar_start(moment, interval, zone)
    source, number = start, 0
    while source < bar_end(start, interval, zone):
        source, number = bar_end(source, SOURCES[interval], zone), number + 1

    assert number <= CHILDREN_MAX[interval]
    wanted = Stretch(IBM, interval, zone, start, bar_end(start, interval, zone), 1)
    assert wanted.of_sources().limit >= number


def test_shorter_bars_make_longer_ones() -> None:
    noon = at("2013-10-07T12:00")
    minutes = [bar(noon + timedelta(minutes=minute), 10 + minute) for minute in (0, 3, 7)]

    first, second = resampled(minutes, BarInterval.MINUTE_5, UTC_ZONE)

    assert (first.start, first.open, first.high, first.close) == (noon, 10, 13, 13)
    assert (first.volume, first.trades, first.turnover) == (20, 2, 230)
    assert first.interval == BarInterval.MINUTE_5
    assert second.start == noon + timedelta(minutes=5)
