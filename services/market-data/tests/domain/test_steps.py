"""Longer bars are made a little at a time."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from market_data.domain.bars import EVERYWHERE, SOURCES
from market_data.domain.steps import SYMBOLS_PER_STEP, Step, steps
from market_data.domain.trading_days import NEW_YORK
from vocabulary import BarInterval, Symbol

FIRST = datetime(2013, 1, 7, 15, tzinfo=UTC)
IBM, COIN = Symbol("IBM"), Symbol("BTCUSD")


def of(made: list[Step], interval: BarInterval) -> list[Step]:
    return [step for step in made if step.interval is interval]


def test_all_of_the_time_is_covered_for_every_longer_interval() -> None:
    until = FIRST + timedelta(days=800)
    made = list(steps({IBM: NEW_YORK}, BarInterval.MINUTE_1, FIRST, until))

    assert {step.interval for step in made} == set(SOURCES)
    for interval in SOURCES:
        several = of(made, interval)
        assert (several[0].first, several[-1].until) == (FIRST, until)
        assert all(one.until == other.first for one, other in pairwise(several))
    counts = [len(of(made, BarInterval(one))) for one in ("5Min", "1Day", "1Week", "1Year")]
    assert counts == [27, 3, 1, 1]


def test_bars_are_made_when_those_that_they_are_made_of_are_there() -> None:
    until = FIRST + timedelta(days=100)
    made = list(steps({IBM: NEW_YORK}, BarInterval.MINUTE_1, FIRST, until))

    there = [BarInterval.MINUTE_1]
    for step in made:
        if step.interval is not there[-1]:
            there.append(step.interval)
            assert SOURCES[step.interval] in there
    assert len(there) == len(set(there)) == len(BarInterval)


def test_days_make_only_what_is_longer() -> None:
    made = list(steps({IBM: NEW_YORK}, BarInterval.DAY_1, FIRST, FIRST + timedelta(days=7000)))

    assert [step.interval for step in made] == ["1Week", "1Week", "1Month", "1Month", "1Year"]


def test_symbols_are_taken_in_order_some_at_once_and_each_by_its_own_clock() -> None:
    many = [Symbol(f"S{number:03}") for number in range(SYMBOLS_PER_STEP + 1)]
    zones = dict.fromkeys(reversed(many), NEW_YORK) | {COIN: EVERYWHERE}
    made = list(steps(zones, BarInterval.MONTH_1, FIRST, FIRST + timedelta(days=1)))

    assert [(step.zone, step.symbols) for step in made] == [
        (NEW_YORK, many[:-1]),
        (NEW_YORK, many[-1:]),
        (EVERYWHERE, [COIN]),
    ]


def test_of_no_time_nothing_is_made() -> None:
    assert not list(steps({IBM: NEW_YORK}, BarInterval.MINUTE_1, FIRST, FIRST))
