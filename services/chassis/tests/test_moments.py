"""A moment or a day is written out: nothing has to be guessed."""

from datetime import UTC, date, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from chassis.moments import Day, Moment

MOMENTS: TypeAdapter[datetime] = TypeAdapter(Moment)
DAYS: TypeAdapter[date] = TypeAdapter(Day)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-05T12:00:00Z",
        "2026-01-05 12:00:00.000Z",
        "2026-01-05T13:00:00+01:00",
        "2026-01-05t12:00:00.000000000z",
        NOON,
    ],
)
def test_a_moment_of_rfc_3339_is_understood(written: object) -> None:
    assert MOMENTS.validate_python(written) == NOON


@pytest.mark.parametrize(
    "written",
    [
        0,
        1767614400,
        0.5,
        "0.5",
        "1767614400",
        "2026-01-05",
        "2026-01-05T12:00Z",
        "2026-01-05T12:00:00",
        "2026-02-30T12:00:00Z",
        "1899-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "٢٠٢٦-01-05T12:00:00Z",
        datetime(2026, 1, 5),  # noqa: DTZ001
        None,
    ],
)
def test_anything_else_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        MOMENTS.validate_python(written)


@pytest.mark.parametrize("written", ["2026-01-05", date(2026, 1, 5)])
def test_a_day_of_rfc_3339_is_understood(written: object) -> None:
    assert DAYS.validate_python(written) == date(2026, 1, 5)


@pytest.mark.parametrize(
    "written", [0, "0", "1767571200", "20260105", "2026-02-30", "2026-01-05T00:00:00Z", None]
)
def test_what_may_be_another_day_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        DAYS.validate_python(written)
