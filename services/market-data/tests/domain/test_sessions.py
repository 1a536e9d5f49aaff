"""When the market is open."""

from datetime import datetime

import pytest

from market_data.domain.sessions import SESSIONS


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2013-10-07T13:30:00+00:00", "2013-10-07T13:30:00+00:00"),  # half past nine, summer time
        ("2013-10-07T13:29:59+00:00", "2013-10-07T13:30:00+00:00"),
        ("2013-10-07T19:59:59+00:00", "2013-10-07T19:59:59+00:00"),
        ("2013-10-07T20:00:00+00:00", "2013-10-08T13:30:00+00:00"),
        ("2013-10-11T20:00:00+00:00", "2013-10-14T13:30:00+00:00"),  # Friday evening
        ("2013-10-12T15:00:00+00:00", "2013-10-14T13:30:00+00:00"),  # Saturday
        ("2013-12-02T14:29:00+00:00", "2013-12-02T14:30:00+00:00"),  # winter time
        ("2013-11-01T21:00:00+00:00", "2013-11-04T14:30:00+00:00"),  # the clocks change between
    ],
)
def test_regular_hours_are_those_of_new_york(moment: str, opens: str) -> None:
    session, time = SESSIONS["regular"], datetime.fromisoformat(moment)

    assert session.next_open(time) == datetime.fromisoformat(opens)
    assert session.is_open(time) == (moment == opens)


def test_a_market_that_is_always_open_opens_at_once() -> None:
    session, sunday = SESSIONS["always"], datetime.fromisoformat("2013-10-06T03:00:00+00:00")

    assert session.is_open(sunday)
    assert session.next_open(sunday) == sunday
