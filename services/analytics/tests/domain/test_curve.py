"""The worth of an account day by day, and what the days returned without what was paid in."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.domain import statistics
from analytics.domain.benchmark import holding_returns
from analytics.domain.curve import (
    Close,
    Day,
    DayReturn,
    Moved,
    Transfer,
    curve,
    day_returns,
)
from vocabulary import Money, Price, Quantity, Symbol

empyrical: Any = import_module("empyrical")
pandas: Any = import_module("pandas")

IBM, BAC = Symbol("IBM"), Symbol("BAC")
FIRST = date(2013, 10, 7)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def dollars(amount: object) -> Money:
    return Money(Decimal(str(amount)))


def bought(number: int, shares: int, price: int, symbol: Symbol = IBM) -> Moved:
    return Moved(
        day(number),
        symbol,
        Quantity(Decimal(shares)),
        dollars(-shares * price),
        Price(Decimal(price)),
    )


def closed(number: int, price: int, symbol: Symbol = IBM) -> Close:
    return Close(day(number), symbol, Price(Decimal(price)))


def equities(days: list[Day]) -> list[tuple[int, Money]]:
    return [((one.day - FIRST).days, one.equity) for one in days]


def test_shares_are_worth_the_newest_price_up_to_then() -> None:
    days = list(
        curve(
            dollars(1000),
            [bought(0, 10, 50), bought(2, -4, 70)],
            [Transfer(day(3), dollars(100))],
            [closed(-1, 1), closed(1, 60), closed(2, 65), closed(1, 9, BAC)],
        )
    )

    assert equities(days) == [(0, 1000), (1, 1100), (2, 1170), (3, 1270)]
    assert [one.cash for one in days] == [500, 500, 780, 880]


def test_shares_that_are_owed_are_exposure_too() -> None:
    (one,) = curve(dollars(1000), [bought(0, 10, 50), bought(0, -5, 20, BAC)], [], [])

    assert (one.gross, one.net, one.equity, one.exposure) == (600, 400, 1000, Decimal("0.6"))


def test_there_is_no_exposure_without_equity() -> None:
    (one,) = curve(dollars(0), [], [Transfer(FIRST, dollars(-5))], [])

    assert (one.equity, one.exposure) == (-5, None)


def test_an_account_that_never_moved_has_no_days() -> None:
    assert list(curve(dollars(1000), [], [], [closed(0, 5)])) == []


def rates(opening: int, days: list[Day]) -> list[DayReturn]:
    return list(day_returns(dollars(opening), days))


def test_what_is_paid_in_returns_nothing_and_counts_from_that_day_on() -> None:
    days = list(
        curve(
            dollars(1000),
            [bought(0, 10, 100), bought(1, 10, 100)],
            [Transfer(day(1), dollars(1000))],
            [closed(0, 100), closed(1, 110), closed(2, 121)],
        )
    )

    assert equities(days) == [(0, 1000), (1, 2200), (2, 2420)]
    assert [one.rate for one in rates(1000, days)] == [0, Decimal("0.1"), Decimal("0.1")]


def test_what_is_withdrawn_counts_until_it_goes() -> None:
    days = list(
        curve(
            dollars(1000),
            [bought(0, 5, 100)],
            [Transfer(day(1), dollars(-500), prices=(closed(1, 120),))],
            [closed(0, 100), closed(1, 120)],
        )
    )

    assert equities(days) == [(0, 1000), (1, 600)]
    assert [one.rate for one in rates(1000, days)] == [0, Decimal("0.1")]


def test_a_deposit_takes_nothing_from_what_was_lost_before_it() -> None:
    lost = bought(1, -1, 50)
    days = list(
        curve(
            dollars(100),
            [bought(0, 1, 100), lost],
            [Transfer(day(1), dollars(10_000), (lost,))],
            [closed(0, 100), closed(1, 80)],
        )
    )

    assert equities(days) == [(0, 100), (1, 10_050)]
    assert [one.rate for one in rates(100, days)] == [0, Decimal("-0.5")]


MOVES = st.tuples(st.integers(-5, 8), st.integers(50, 200), st.integers(-40, 300))
"""Shares that are traded, their price then, and what is paid in after it."""


@given(st.lists(st.lists(MOVES, max_size=4), min_size=1, max_size=8))
def test_returns_are_those_of_a_unit_of_a_fund(days_of: list[list[tuple[int, int, int]]]) -> None:
    """Who pays in buys units at what one is worth: another way to leave payments out of returns."""
    cash, held, units, price = Decimal(100_000), 0, Decimal(1), 100
    worth: list[Decimal] = []
    moved, transfers, closes = list[Moved](), list[Transfer](), list[Close]()
    for number, trades in enumerate(days_of):
        today = [bought(number, shares, price) for shares, price, _ in trades]
        for place, (shares, price, amount) in enumerate(trades, start=1):
            cash, held = cash - shares * price, held + shares
            units *= 1 + amount / (cash + held * price)
            cash += amount
            now = (closed(number, price),)
            transfers.append(Transfer(day(number), dollars(amount), tuple(today[:place]), now))
        moved += today
        closes.append(closed(number, price))
        worth.append((cash + held * price) / units)

    days = list(curve(dollars(100_000), moved, transfers, closes))

    assert days == [] or days[-1].equity == cash + held * price
    first = len(worth) - len(days)
    series = pandas.Series([100_000.0, *map(float, worth[first:])])
    found = [float(one.rate) for one in rates(100_000, days)]
    assert found == pytest.approx(list(empyrical.simple_returns(series)), abs=1e-12)


def test_a_day_that_begins_with_nothing_has_no_return() -> None:
    days = list(
        curve(dollars(0), [], [Transfer(day(0), dollars(-1)), Transfer(day(1), dollars(11))], [])
    )

    assert rates(0, days) == [DayReturn(day(1), Decimal(0))]


@given(st.lists(st.tuples(st.integers(50, 200), st.integers(0, 500)), min_size=1, max_size=20))
def test_money_that_comes_in_changes_no_return_of_who_is_all_invested(
    story: list[tuple[int, int]],
) -> None:
    """Units of a fund are the same thing by another way: what one of them is worth is the price."""
    moved = [bought(0, 10, 100)]
    transfers: list[Transfer] = []
    for number, (price, shares) in enumerate(story, start=1):
        moved.append(bought(number, shares, price))
        transfers.append(Transfer(day(number), dollars(shares * price)))
    closes = [closed(number, price) for number, (price, _) in enumerate(story, start=1)]
    days = list(curve(dollars(1000), moved, transfers, closes))

    grown = statistics.total_return([one.rate for one in rates(1000, days)])

    # the units come at the day's close, and the money at its beginning: in between it is cash
    units = Decimal(1)
    worth = Decimal(1000)
    held = 10
    before = Decimal(100)
    for price, shares in story:
        units *= (worth + shares * price + held * (price - before)) / (worth + shares * price)
        held, before = held + shares, Decimal(price)
        worth = held * before
    assert grown + 1 == pytest.approx(units, rel=Decimal("1e-20"))


@given(st.lists(st.integers(50, 200), min_size=2, max_size=30))
def test_without_transfers_the_returns_are_those_of_the_prices(prices: list[int]) -> None:
    closes = [closed(number, price) for number, price in enumerate(prices)]
    opening = 10 * prices[0]
    days = list(curve(dollars(opening), [bought(0, 10, prices[0])], [], closes))

    ours = [one.rate for one in rates(opening, days)]

    theirs = empyrical.simple_returns(pandas.Series([float(one) for one in prices]))
    assert [float(one) for one in ours[1:]] == pytest.approx(list(theirs))
    assert list(holding_returns([one.day for one in days], {}, _prices(closes)).values()) == []
    opens = {FIRST: Price(Decimal(prices[0]))}
    assert list(holding_returns([one.day for one in days], opens, _prices(closes)).values()) == ours


def test_the_benchmark_is_bought_at_the_open_of_its_first_day() -> None:
    days = [day(number) for number in range(5)]
    opens = {day(1): Price(Decimal(100)), day(2): Price(Decimal(1))}
    closes = _prices([closed(0, 1), closed(1, 110), closed(2, 99), closed(4, 198)])

    found = holding_returns(days, opens, closes)

    assert found == {day(1): Decimal("0.1"), day(2): Decimal("-0.1"), day(3): 0, day(4): 1}


def test_shares_of_the_benchmark_that_are_split_are_worth_the_same() -> None:
    days = [day(number) for number in (0, 1, 3, 4)]
    closes = _prices([closed(0, 100), closed(3, 55), closed(4, 110)])
    scales = {day(-1): Decimal(3), day(2): Decimal("0.5"), day(4): Decimal(2)}

    found = holding_returns(days, {FIRST: Price(Decimal(100))}, closes, scales)

    assert found == {day(0): 0, day(1): 0, day(3): Decimal("0.1"), day(4): 0}


def _prices(closes: list[Close]) -> dict[date, Price]:
    return {one.day: one.price for one in closes}
