"""How far an import is, and whether it goes on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from market_data.domain.bars import Bar
from market_data.domain.progress import Progress
from vocabulary import BarInterval, Price, Quantity, Symbol

NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)
FRESH = Progress("/prices/IBM.csv", BarInterval.MINUTE_1, size=100, modified=1)


def a_bar(symbol: str, minutes: int) -> Bar:
    price, start = Price(Decimal(10)), NOON + timedelta(minutes=minutes)
    return Bar(Symbol(symbol), start, price, price, price, price, Quantity(Decimal(1)), 0, None)


def test_parts_add_up() -> None:
    first = FRESH.after([a_bar("IBM", 5), a_bar("BAC", 3)], 10, 1)
    second = first.after([a_bar("IBM", 1)], 20, 2)
    nothing = second.after([], 30, 0)

    assert (first.first, first.last) == (NOON + timedelta(minutes=3), NOON + timedelta(minutes=5))
    assert (second.first, second.last) == (NOON + timedelta(minutes=1), first.last)
    assert (second.line, second.bars, second.broken) == (20, 3, 3)
    assert second.symbols == {"IBM", "BAC"}
    assert nothing == replace(second, line=30)
    assert FRESH.after([], 1, 0).first is None


@pytest.mark.parametrize(
    ("change", "goes_on"),
    [
        ({}, True),
        ({"size": 101}, False),
        ({"modified": 2}, False),
        ({"only": Symbol("IBM")}, False),
    ],
)
def test_it_goes_on_if_the_file_and_what_is_wanted_of_it_are_the_same(
    change: dict[str, object], *, goes_on: bool
) -> None:
    earlier = FRESH.after([a_bar("IBM", 1)], 10, 0)
    now = replace(FRESH, **change)

    assert (now.goes_on_from(earlier) is earlier) == goes_on
    assert now.goes_on_from(None) is now


def test_steps_that_have_become_others_begin_again() -> None:
    done = replace(FRESH.with_steps(7), steps_done=3)

    assert done.with_steps(7) is done
    assert (done.with_steps(8).steps, done.with_steps(8).steps_done) == (8, 0)
