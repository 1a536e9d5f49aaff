"""Days are New York's, whatever the clock does there."""

from datetime import UTC, date, datetime

import pytest

from portfolio.domain.days import beginning_of, day_after, day_of, month_after


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2013-10-07T03:59:59Z", "2013-10-06"),
        ("2013-10-07T04:00:00Z", "2013-10-07"),
        ("2013-12-07T04:59:59Z", "2013-12-06"),
        ("2013-12-07T05:00:00Z", "2013-12-07"),
    ],
)
def test_a_moment_falls_into_a_day(moment: str, day: str) -> None:
    assert day_of(datetime.fromisoformat(moment)) == date.fromisoformat(day)


def test_a_day_begins_at_midnight_and_may_have_25_hours() -> None:
    begin, end = beginning_of(date(2013, 11, 3)), beginning_of(day_after(date(2013, 11, 3)))

    assert begin == datetime(2013, 11, 3, 4, tzinfo=UTC)
    assert end == datetime(2013, 11, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "month"), [("2013-10-07", "2013-11-01"), ("2013-12-31", "2014-01-01")]
)
def test_a_month_follows(day: str, month: str) -> None:
    assert month_after(date.fromisoformat(day)) == date.fromisoformat(month)
