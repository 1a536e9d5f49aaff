"""When the market is open."""

from datetime import date, datetime, time

import pytest

from market_data.domain.sessions import (
    AlwaysOpen,
    ExchangeHours,
    Session,
    Sessions,
    TradedHours,
    WeekdayHours,
)
from market_data.domain.trading_days import Holiday, Hours, TradingDays
from vocabulary import AssetClass, SessionPhase

DAYS = TradingDays(
    {date(2013, 11, 28): Holiday("Thanksgiving"), date(2013, 11, 29): Hours(time(9, 30), time(13))}
)
REGULAR, EXTENDED = ExchangeHours(DAYS), ExchangeHours(DAYS, extended=True)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+00:00" if len(text) == 16 else f"{text}+00:00")


def check(session: Session, moment: str, opens: str, closes: str) -> None:
    assert session.next_open(at(moment)) == at(opens)
    assert session.next_close(at(moment)) == at(closes)
    assert session.is_open(at(moment)) == (moment == opens)


@pytest.mark.parametrize(
    ("moment", "opens", "closes"),
    [
        ("2013-10-07T13:30", "2013-10-07T13:30", "2013-10-07T20:00"),  # summer time
        ("2013-10-07T13:29:59", "2013-10-07T13:30", "2013-10-07T20:00"),
        ("2013-10-07T19:59:59", "2013-10-07T19:59:59", "2013-10-07T20:00"),
        ("2013-10-07T20:00", "2013-10-08T13:30", "2013-10-08T20:00"),
        ("2013-10-11T20:00", "2013-10-14T13:30", "2013-10-14T20:00"),  # Friday evening
        ("2013-10-12T15:00", "2013-10-14T13:30", "2013-10-14T20:00"),  # Saturday
        ("2013-12-02T14:29", "2013-12-02T14:30", "2013-12-02T21:00"),  # winter time
        ("2013-11-01T21:00", "2013-11-04T14:30", "2013-11-04T21:00"),  # the clocks change between
        ("2013-11-27T22:00", "2013-11-29T14:30", "2013-11-29T18:00"),  # a holiday, then a half day
        ("2013-11-29T18:00", "2013-12-02T14:30", "2013-12-02T21:00"),
    ],
)
def test_regular_hours_are_those_of_new_york(moment: str, opens: str, closes: str) -> None:
    check(REGULAR, moment, opens, closes)


@pytest.mark.parametrize(
    ("moment", "opens", "closes"),
    [
        ("2013-10-07T07:59", "2013-10-07T08:00", "2013-10-08T00:00"),
        ("2013-10-07T23:59", "2013-10-07T23:59", "2013-10-08T00:00"),
        ("2013-10-08T00:00", "2013-10-08T08:00", "2013-10-09T00:00"),
        ("2013-11-29T21:59", "2013-11-29T21:59", "2013-11-29T22:00"),
        ("2013-11-29T22:00", "2013-12-02T09:00", "2013-12-03T01:00"),
    ],
)
def test_extended_hours_begin_before_and_end_after(moment: str, opens: str, closes: str) -> None:
    check(EXTENDED, moment, opens, closes)


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        ("2013-10-07T07:59", SessionPhase.CLOSED),
        ("2013-10-07T08:00", SessionPhase.PRE),
        ("2013-10-07T13:30", SessionPhase.REGULAR),
        ("2013-10-07T20:00", SessionPhase.AFTER),
        ("2013-10-08T00:00", SessionPhase.CLOSED),
        ("2013-11-28T15:00", SessionPhase.CLOSED),
        ("2013-11-29T18:00", SessionPhase.AFTER),
        ("2013-11-29T22:00", SessionPhase.CLOSED),
        ("2013-10-12T15:00", SessionPhase.CLOSED),
    ],
)
def test_a_trading_day_has_phases_whichever_of_them_are_traded(
    moment: str, phase: SessionPhase
) -> None:
    assert (REGULAR.phase(at(moment)), EXTENDED.phase(at(moment))) == (phase, phase)


@pytest.mark.parametrize(
    ("moment", "opens", "closes"),
    [
        ("2013-10-06T20:59", "2013-10-06T21:00", "2013-10-11T21:00"),  # Sunday, summer time
        ("2013-10-06T21:00", "2013-10-06T21:00", "2013-10-11T21:00"),
        ("2013-10-09T03:00", "2013-10-09T03:00", "2013-10-11T21:00"),
        ("2013-10-11T21:00", "2013-10-13T21:00", "2013-10-18T21:00"),  # Friday evening
        ("2013-10-12T15:00", "2013-10-13T21:00", "2013-10-18T21:00"),  # Saturday
        ("2013-11-01T22:00", "2013-11-03T22:00", "2013-11-08T22:00"),  # winter time begins
    ],
)
def test_currencies_trade_from_sunday_to_friday(moment: str, opens: str, closes: str) -> None:
    week = WeekdayHours()

    check(week, moment, opens, closes)
    traded = SessionPhase.REGULAR if moment == opens else SessionPhase.CLOSED
    assert week.phase(at(moment)) == traded


def test_an_answer_does_not_depend_on_what_was_asked_before() -> None:
    moments = ["2013-10-09T15:00", "2013-10-07T10:00", "2013-11-28T10:00", "2013-10-07T15:00"]
    fresh = [ExchangeHours(DAYS).next_open(at(moment)) for moment in moments]
    session = ExchangeHours(DAYS)

    assert [session.next_open(at(moment)) for moment in moments] == fresh


def test_a_market_that_is_always_open_opens_at_once_and_never_closes() -> None:
    session, sunday = AlwaysOpen(), at("2013-10-06T03:00")

    assert session.is_open(sunday)
    assert session.next_open(sunday) == sunday
    assert session.next_close(sunday) is None
    assert session.phase(sunday) is SessionPhase.REGULAR


@pytest.mark.parametrize(
    ("moment", "hours", "opened"),
    [
        ("2013-10-06T03:00", "always", set(AssetClass)),
        ("2013-10-06T03:00", "regular", {AssetClass.CRYPTO}),  # Sunday
        ("2013-10-07T03:00", "extended", {AssetClass.CRYPTO, AssetClass.FX, AssetClass.COMMODITY}),
        ("2013-10-07T09:00", "regular", {AssetClass.CRYPTO, AssetClass.FX, AssetClass.COMMODITY}),
        ("2013-10-07T09:00", "extended", set(AssetClass)),
        ("2013-10-07T15:00", "regular", set(AssetClass)),
    ],
)
def test_every_class_of_instruments_has_its_own_hours(
    moment: str, hours: str, opened: set[AssetClass]
) -> None:
    sessions = Sessions(DAYS, hours)  # pyright: ignore[reportArgumentType]  # one of the three

    assert {each for each in AssetClass if sessions.of(each).is_open(at(moment))} == opened
    assert sessions.market.is_open(at(moment)) == (AssetClass.STOCK in opened)
    assert not sessions.exchange.is_open(at("2013-10-07T09:00"))


SEEN = [
    # moment, phase of a market that is always open, with regular hours, with extended ones
    ("2013-10-06T15:00", "regular", "closed", "closed", "closed"),  # Sunday
    ("2013-10-07T07:59", "regular", "closed", "closed", "closed"),
    ("2013-10-07T08:00", "regular", "closed", "pre", "pre"),
    ("2013-10-07T13:29:59", "regular", "closed", "pre", "pre"),
    ("2013-10-07T13:30", "regular", "regular", "regular", "regular"),
    ("2013-10-07T19:59:59", "regular", "regular", "regular", "regular"),
    ("2013-10-07T20:00", "regular", "closed", "after", "after"),
    ("2013-10-08T00:00", "regular", "closed", "closed", "closed"),
    ("2013-11-28T15:00", "regular", "closed", "closed", "closed"),  # Thanksgiving
    ("2013-11-29T17:59:59", "regular", "regular", "regular", "regular"),  # a half day
    ("2013-11-29T18:00", "regular", "closed", "after", "after"),
]


@pytest.mark.parametrize(("moment", "always", "regular", "extended", "exchange"), SEEN)
def test_the_phase_is_closed_when_no_session_is_open_whatever_hours_the_market_keeps(
    moment: str, always: str, regular: str, extended: str, exchange: str
) -> None:
    hours: dict[TradedHours, str] = {"always": always, "regular": regular, "extended": extended}
    for kept, phase in hours.items():
        seen = Sessions(DAYS, kept).outlook(at(moment))

        assert (seen.phase, seen.exchange_phase) == (SessionPhase(phase), SessionPhase(exchange))
        assert seen.is_open == (seen.phase is not SessionPhase.CLOSED), kept


@pytest.mark.parametrize(
    ("moment", "opens", "closes"),
    [
        ("2013-10-07T09:00", "2013-10-07T13:30", "2013-10-07T20:00"),
        ("2013-10-07T15:00", "2013-10-08T13:30", "2013-10-07T20:00"),
        ("2013-11-28T15:00", "2013-11-29T14:30", "2013-11-29T18:00"),
    ],
)
def test_an_outlook_is_on_the_exchange_whatever_the_market_goes_by(
    moment: str, opens: str, closes: str
) -> None:
    seen = Sessions(DAYS, "always").outlook(at(moment))

    assert (seen.time, seen.next_open, seen.next_close) == (at(moment), at(opens), at(closes))
