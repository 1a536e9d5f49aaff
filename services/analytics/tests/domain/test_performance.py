"""What round trips come to: tables, and the same counted by pandas."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.domain.performance import (
    Closed,
    Performance,
    Streaks,
    by_hour,
    by_symbol,
    by_weekday,
)
from vocabulary import FillId, Money, Symbol

pandas: Any = import_module("pandas")

MONDAY = datetime(2013, 10, 7, 13, 30, tzinfo=UTC)
"""Half past nine in New York."""


def trip(number: int, profit: str | Decimal, hours: int = 0, symbol: str = "IBM") -> Closed:
    """The ``number``-th to end; it began ``hours`` after the first, and lasted one minute more."""
    began = MONDAY + timedelta(hours=hours)
    ended = began + timedelta(minutes=number + 1)
    dollars = Money(Decimal(profit))
    return Closed(
        FillId(UUID(int=number)), Symbol(symbol), began, ended, dollars, Money(Decimal(1))
    )


def trips(*profits: str) -> list[Closed]:
    return [trip(number, profit) for number, profit in enumerate(profits)]


def test_what_trips_come_to() -> None:
    found = Performance.of(trips("100", "-50", "0", "300", "-150", "-50", "20"))

    assert (found.trips, found.wins, found.losses, found.fees) == (7, 3, 3, 7)
    assert (found.gained, found.lost, found.profit) == (420, 250, 170)
    assert (found.best, found.worst) == (300, -150)
    assert (found.win_rate, found.profit_factor) == (Decimal("0.428571"), Decimal("1.68"))
    assert found.expectancy == Decimal("24.2857")
    assert (found.average_win, found.average_loss) == (140, Decimal("83.3333"))
    assert found.payoff_ratio == Decimal("1.68")
    assert found.average_holding == timedelta(minutes=4)
    assert found.streaks == Streaks(wins=1, losses=2, current=1)


def test_nothing_comes_to_nothing() -> None:
    found = Performance.of([])

    figures = (
        found.win_rate,
        found.profit_factor,
        found.expectancy,
        found.average_win,
        found.average_loss,
        found.payoff_ratio,
        found.average_holding,
        found.best,
        found.worst,
    )
    assert figures == (None,) * 9
    assert (found.profit, found.streaks) == (0, Streaks())


def test_who_never_lost_has_no_profit_factor() -> None:
    found = Performance.of(trips("10", "20"))

    assert (found.profit_factor, found.payoff_ratio, found.win_rate) == (None, None, 1)


@pytest.mark.parametrize(
    ("profits", "streaks"),
    [
        ("1 1 1 -1 1", Streaks(3, 1, 1)),
        ("-1 -1 1 -1 -1 -1", Streaks(1, 3, -3)),
        ("1 0 1", Streaks(1, 0, 1)),
        ("1 1 0", Streaks(2, 0, 0)),
    ],
)
def test_streaks(profits: str, streaks: Streaks) -> None:
    assert Streaks.of(Money(Decimal(one)) for one in profits.split()) == streaks


def test_a_trip_belongs_to_the_hour_and_the_weekday_in_new_york_at_which_it_began() -> None:
    made = [trip(0, "5"), trip(1, "-3"), trip(2, "7", hours=2), trip(3, "9", hours=14)]

    assert {hour: one.profit for hour, one in by_hour(made).items()} == {9: 2, 11: 7, 23: 9}
    later = [*made, trip(4, "1", hours=15), trip(5, "2", hours=24 * 6)]
    assert {day: one.profit for day, one in by_weekday(later).items()} == {1: 18, 2: 1, 7: 2}


def test_trips_are_added_up_by_symbol() -> None:
    made = [trip(0, "5", symbol="SPY"), trip(1, "-3"), trip(2, "7")]

    assert [(name, one.profit) for name, one in by_symbol(made).items()] == [("IBM", 4), ("SPY", 5)]


@given(
    st.lists(st.integers(-(10**6), 10**6).map(lambda n: Decimal(n).scaleb(-4)), min_size=1),
    st.randoms(use_true_random=False),
)
def test_pandas_counts_the_same_in_any_order(profits: list[Decimal], dice: Random) -> None:
    made = [trip(number, profit) for number, profit in enumerate(profits)]
    mixed = list(made)
    dice.shuffle(mixed)

    found = Performance.of(mixed)

    theirs = pandas.Series([float(one) for one in profits])
    assert found == Performance.of(made)
    assert float(found.win_rate or 0) == pytest.approx((theirs > 0).mean(), abs=1e-6)
    assert float(found.expectancy or 0) == pytest.approx(theirs.mean(), abs=1e-4)
    signs = (theirs > 0).astype(int) - (theirs < 0).astype(int)
    runs = signs.groupby((signs != signs.shift()).cumsum()).sum()
    assert found.streaks == Streaks(
        max(0, int(runs.max())), max(0, -int(runs.min())), int(runs.iloc[-1])
    )
    if found.lost:
        factor = theirs[theirs > 0].sum() / -theirs[theirs < 0].sum()
        assert float(found.profit_factor or 0) == pytest.approx(factor, rel=1e-4, abs=1e-6)
