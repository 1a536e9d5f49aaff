"""Which days are trading days, and from when to when."""

from datetime import date, datetime, time

import pytest

from market_data.domain.trading_days import Holiday, Hours, TradingDays

THANKSGIVING, DAY_AFTER = date(2013, 11, 28), date(2013, 11, 29)
DAYS = TradingDays(
    {
        THANKSGIVING: Holiday("Thanksgiving"),
        DAY_AFTER: Hours(time(9, 30), time(13)),
        date(2012, 10, 29): Holiday(),
    }
)


@pytest.mark.parametrize(
    ("on", "hours", "half"),
    [
        ("2013-10-07", ("08:00", "13:30", "20:00", "00:00"), False),  # summer time
        ("2013-12-02", ("09:00", "14:30", "21:00", "01:00"), False),  # winter time
        ("2013-11-29", ("09:00", "14:30", "18:00", "22:00"), True),
    ],
)
def test_a_day_has_its_hours_and_those_around_them(
    on: str, hours: tuple[str, ...], *, half: bool
) -> None:
    day = DAYS.day(date.fromisoformat(on))

    assert day is not None
    moments = (day.pre_opens, day.opens, day.closes, day.after_closes)
    assert tuple(moment.strftime("%H:%M") for moment in moments) == hours
    assert (str(day.date), day.half) == (on, half)
    assert {moment.utcoffset() for moment in moments} == {moments[0].utcoffset()}


@pytest.mark.parametrize("on", ["2013-11-28", "2012-10-29", "2013-10-05", "2013-10-06"])
def test_nobody_trades_on_holidays_and_weekends(on: str) -> None:
    assert DAYS.day(date.fromisoformat(on)) is None


def test_a_holiday_has_a_name_if_it_was_planned() -> None:
    assert DAYS.holiday(THANKSGIVING) == Holiday("Thanksgiving")
    assert DAYS.holiday(date(2012, 10, 29)) == Holiday(None)
    assert DAYS.holiday(DAY_AFTER) is None
    assert DAYS.holiday(date(2013, 10, 5)) is None


def test_the_day_is_that_of_new_york() -> None:
    evening = datetime.fromisoformat("2013-10-08T01:00:00+00:00")

    day = DAYS.day_of(evening)

    assert day is not None
    assert day.date == date(2013, 10, 7)


def test_days_go_on_past_what_is_closed() -> None:
    days = DAYS.from_day_of(datetime.fromisoformat("2013-11-27T23:00:00+00:00"))

    assert [next(days).date.day for _ in range(3)] == [27, 29, 2]


def test_without_a_table_every_weekday_is_a_trading_day() -> None:
    assert TradingDays().day(THANKSGIVING) is not None
