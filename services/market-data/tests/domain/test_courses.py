"""When trading days end, and what phases they have, on the calendar of the real exchanges."""

from datetime import UTC, datetime

import pytest

from market_data.domain.courses import Course, Turn, course_of
from market_data.domain.sessions import TradedHours
from market_data.feeds.calendars import open_sessions
from vocabulary import AssetClass, SessionPhase

CLOSED, PRE, REGULAR, AFTER = (
    SessionPhase.CLOSED,
    SessionPhase.PRE,
    SessionPhase.REGULAR,
    SessionPhase.AFTER,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def course(kind: AssetClass, hours: TradedHours) -> Course:
    return course_of(kind, open_sessions(hours))


def turns(of: Course, begins: str, number: int) -> list[Turn]:
    """The first ones after a moment."""
    found = [of.next_turn(at(begins))]
    while len(found) < number:
        found.append(of.next_turn(found[-1].time))
    return found


def test_a_stock_opens_and_closes_and_its_day_ends_when_it_closes() -> None:
    # 2025-01-09 was a day of mourning, without trading
    assert turns(course(AssetClass.STOCK, "regular"), "2025-01-08T15:00", 3) == [
        Turn(at("2025-01-08T21:00"), CLOSED, ends_day=True),
        Turn(at("2025-01-10T14:30"), REGULAR),
        Turn(at("2025-01-10T21:00"), CLOSED, ends_day=True),
    ]


def test_with_extended_hours_a_day_has_four_turns_and_ends_with_the_regular_session() -> None:
    # a half day, and then a weekend
    assert turns(course(AssetClass.ETF, "extended"), "2024-11-29T02:00", 6) == [
        Turn(at("2024-11-29T09:00"), PRE),
        Turn(at("2024-11-29T14:30"), REGULAR),
        Turn(at("2024-11-29T18:00"), AFTER, ends_day=True),
        Turn(at("2024-11-29T22:00"), CLOSED),
        Turn(at("2024-12-02T09:00"), PRE),
        Turn(at("2024-12-02T14:30"), REGULAR),
    ]


@pytest.mark.parametrize("kind", [AssetClass.STOCK, AssetClass.ETF])
def test_around_the_clock_a_day_ends_where_it_would_and_nothing_else_happens(
    kind: AssetClass,
) -> None:
    always = course(kind, "always")

    assert turns(always, "2025-01-10T22:00", 2) == [
        Turn(at("2025-01-13T21:00"), REGULAR, ends_day=True),
        Turn(at("2025-01-14T21:00"), REGULAR, ends_day=True),
    ]
    assert always.phase(at("2025-01-12T03:00")) is REGULAR


@pytest.mark.parametrize("hours", ["always", "regular", "extended"])
def test_days_of_coins_end_at_midnight(hours: TradedHours) -> None:
    coins = course(AssetClass.CRYPTO, hours)

    assert turns(coins, "2025-01-10T22:00", 2) == [
        Turn(at("2025-01-11T00:00"), REGULAR, ends_day=True),
        Turn(at("2025-01-12T00:00"), REGULAR, ends_day=True),
    ]
    assert coins.phase(at("2025-01-12T03:00")) is REGULAR


@pytest.mark.parametrize("kind", [AssetClass.FX, AssetClass.COMMODITY])
def test_weeks_of_currencies_end_on_friday(kind: AssetClass) -> None:
    week = course(kind, "regular")

    # summer time begins on Sunday the 9th
    assert turns(week, "2025-03-06T23:00", 3) == [
        Turn(at("2025-03-07T22:00"), CLOSED, ends_day=True),
        Turn(at("2025-03-09T21:00"), REGULAR),
        Turn(at("2025-03-10T21:00"), REGULAR, ends_day=True),
    ]
    assert week.phase(at("2025-03-08T12:00")) is CLOSED
    assert week.phase(at("2025-03-10T12:00")) is REGULAR


def test_currencies_around_the_clock_have_days_but_no_weekend() -> None:
    week = course(AssetClass.FX, "always")

    assert turns(week, "2025-03-06T23:00", 3) == [
        Turn(at("2025-03-07T22:00"), REGULAR, ends_day=True),
        Turn(at("2025-03-09T21:00"), REGULAR),
        Turn(at("2025-03-10T21:00"), REGULAR, ends_day=True),
    ]


@pytest.mark.parametrize("hours", ["always", "regular", "extended"])
@pytest.mark.parametrize("kind", list(AssetClass))
def test_a_turn_leads_to_the_phase_that_it_names(kind: AssetClass, hours: TradedHours) -> None:
    of = course(kind, hours)
    before = of.phase(at("2025-03-05T03:00"))

    for turn in turns(of, "2025-03-05T03:00", 40):
        assert of.phase(turn.time) is turn.phase
        assert turn.phase is not before or turn.ends_day or hours == "always"
        before = turn.phase


def test_before_and_after_hours_are_closed_for_who_trades_only_between() -> None:
    moments = [at(f"2025-01-10T{hour}") for hour in ("03:00", "10:00", "15:00", "22:00")]

    seen = {
        hours: [course(AssetClass.STOCK, hours).phase(one) for one in moments]
        for hours in ("regular", "extended")
    }

    assert seen["regular"] == [CLOSED, CLOSED, REGULAR, CLOSED]
    assert seen["extended"] == [CLOSED, PRE, REGULAR, AFTER]
