"""Days and hours are New York's, in winter and in summer."""

from datetime import UTC, date, datetime

import pytest

from analytics.domain.days import day_of, hour_of


@pytest.mark.parametrize(
    ("moment", "day", "hour"),
    [
        (datetime(2013, 10, 7, 3, 59, tzinfo=UTC), date(2013, 10, 6), 23),
        (datetime(2013, 10, 7, 4, 0, tzinfo=UTC), date(2013, 10, 7), 0),
        (datetime(2013, 12, 2, 4, 59, tzinfo=UTC), date(2013, 12, 1), 23),
        (datetime(2013, 12, 2, 14, 30, tzinfo=UTC), date(2013, 12, 2), 9),
    ],
)
def test_a_moment_belongs_to_a_day_and_an_hour(moment: datetime, day: date, hour: int) -> None:
    assert (day_of(moment), hour_of(moment)) == (day, hour)
