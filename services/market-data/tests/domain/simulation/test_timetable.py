"""When an instrument trades, and how much."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from market_data.domain.sessions import AlwaysOpen, WeekdayHours
from market_data.domain.simulation.timetable import (
    BUSY_PERCENT,
    Continuous,
    ExchangeTimetable,
    Pace,
    Segment,
    Timetable,
)
from market_data.domain.trading_days import Holiday, Hours, TradingDays
from vocabulary import InstrumentStatus

DAYS = TradingDays(
    {
        date(2024, 11, 28): Holiday("Thanksgiving"),
        date(2024, 11, 29): Hours(time(9, 30), time(13)),
    }
)


def a_week(timetable: Timetable, first: str) -> list[Segment]:
    segments = [timetable.segment(datetime.fromisoformat(first))]
    while segments[-1].ends < segments[0].starts + timedelta(days=7):
        segments.append(timetable.segment(segments[-1].ends))
    return segments


def shown(segments: list[Segment]) -> list[str]:
    return [f"{one.status} {one.starts:%a %H:%M:%S}-{one.ends:%H:%M:%S}" for one in segments]


def test_a_day_goes_from_one_auction_to_the_other() -> None:
    days = a_week(ExchangeTimetable(DAYS, extended=False), "2024-11-26T01:00:00+00:00")

    assert shown(days)[:10] == [
        "closed Tue 01:00:00-14:28:00",
        "opening_auction Tue 14:28:00-14:30:00",
        "trading Tue 14:30:00-20:59:30",
        "closing_auction Tue 20:59:30-20:59:59",
        "closed Tue 20:59:59-14:28:00",
        "opening_auction Wed 14:28:00-14:30:00",
        "trading Wed 14:30:00-20:59:30",
        "closing_auction Wed 20:59:30-20:59:59",
        "closed Wed 20:59:59-14:28:00",
        "opening_auction Fri 14:28:00-14:30:00",
    ]
    assert shown(days)[10:13] == [
        "trading Fri 14:30:00-17:59:30",
        "closing_auction Fri 17:59:30-17:59:59",
        "closed Fri 17:59:59-14:28:00",
    ]
    assert days[3].ends == datetime(2024, 11, 26, 20, 59, 59, 999_000, tzinfo=UTC)


def test_extended_hours_are_thin_and_come_before_and_after() -> None:
    days = a_week(ExchangeTimetable(DAYS, extended=True), "2024-11-29T02:00:00+00:00")

    assert shown(days)[:7] == [
        "closed Fri 02:00:00-09:00:00",
        "trading Fri 09:00:00-14:28:00",
        "opening_auction Fri 14:28:00-14:30:00",
        "trading Fri 14:30:00-17:59:30",
        "closing_auction Fri 17:59:30-17:59:59",
        "trading Fri 17:59:59-22:00:00",
        "closed Fri 22:00:00-09:00:00",
    ]
    paces = [one.pace for one in days[:7] if one.status is InstrumentStatus.TRADING]
    assert paces == [Pace.THIN, Pace.SESSION, Pace.THIN]
    assert days[1].activity(days[1].starts) == 12


def test_segments_follow_each_other_without_a_gap() -> None:
    for extended in (False, True):
        days = a_week(ExchangeTimetable(DAYS, extended=extended), "2024-11-26T01:00:00+00:00")
        for before, after in pairwise(days):
            assert before.ends == after.starts
            assert before.status is not after.status


def test_a_session_is_busy_at_both_ends_and_on_the_mean_as_busy_as_any() -> None:
    opens = datetime(2024, 11, 26, 14, 30, tzinfo=UTC)
    session = ExchangeTimetable(DAYS, extended=False).segment(opens)
    length = session.ends - session.starts

    seen = [session.activity(session.starts + n * length / 1000) for n in range(1000)]

    assert sum(seen) / 1000 == pytest.approx(100, abs=0.5)
    assert seen[0] == BUSY_PERCENT[0]
    assert seen[-1] == session.activity(session.ends) == BUSY_PERCENT[-1]
    assert min(seen) == seen[500] < 70


def test_what_trades_around_the_clock_never_closes() -> None:
    noon = datetime(2024, 11, 26, 12, tzinfo=UTC)

    segment = Continuous(AlwaysOpen()).segment(noon)

    assert (segment.status, segment.starts, segment.activity(noon)) == ("trading", noon, 100)
    assert segment.ends.year == 9999


def test_currencies_trade_in_the_week_without_auctions() -> None:
    days = a_week(Continuous(WeekdayHours()), "2024-11-29T12:00:00+00:00")

    assert shown(days)[:3] == [
        "trading Fri 12:00:00-22:00:00",
        "closed Fri 22:00:00-22:00:00",
        "trading Sun 22:00:00-22:00:00",
    ]
