"""The ratios are those that an independent library computes, and have no value where none is."""

from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.domain import statistics

empyrical: Any = import_module("empyrical")
pandas: Any = import_module("pandas")

RETURNS = st.integers(-9_000, 20_000).map(lambda n: Decimal(n).scaleb(-5))
SERIES = st.lists(RETURNS, min_size=3, max_size=60)
PAIRS = st.lists(st.tuples(RETURNS, RETURNS), min_size=3, max_size=60)
LIMIT = float(statistics.YEARLY_MAX)
A_FEW = [Decimal(one) for one in ("0.01", "-0.02", "0.03", "0.005", "-0.01")]


def floats(returns: list[Decimal]) -> Any:  # noqa: ANN401  # of a library without types
    return pandas.Series([float(one) for one in returns])


def same(ours: Decimal | None, theirs: float, limit: float = float("inf")) -> bool:
    if theirs > limit:
        return ours is None
    return ours is not None and float(ours) == pytest.approx(theirs, rel=1e-6, abs=1e-9)


def beta_explains(returns: list[Decimal], market: list[Decimal]) -> bool:
    """Whether what is left over on average can be carried on: not if it is less than everything."""
    slope = statistics.beta(returns, market) or Decimal(0)
    left = [one - slope * other for one, other in zip(returns, market, strict=True)]
    return sum(left) / len(left) > -1


@given(SERIES)
def test_returns_and_drawdowns_are_those_of_empyrical(returns: list[Decimal]) -> None:
    theirs = floats(returns)

    assert same(statistics.total_return(returns), empyrical.cum_returns_final(theirs))
    assert same(statistics.annual_return(returns), empyrical.annual_return(theirs), LIMIT)
    deepest = min(statistics.drawdowns(statistics.growth(returns)))
    assert same(deepest, empyrical.max_drawdown(theirs))


@given(SERIES.filter(lambda returns: len(set(returns)) > 1))
def test_the_ratios_of_a_series_are_those_of_empyrical(returns: list[Decimal]) -> None:
    theirs = floats(returns)

    assert same(statistics.volatility(returns), empyrical.annual_volatility(theirs))
    assert same(statistics.sharpe(returns), empyrical.sharpe_ratio(theirs))
    if min(returns) < 0:
        assert same(statistics.sortino(returns), empyrical.sortino_ratio(theirs))
        if empyrical.annual_return(theirs) <= LIMIT:
            assert same(statistics.calmar(returns), empyrical.calmar_ratio(theirs))


@given(PAIRS.filter(lambda pairs: len({market for _, market in pairs}) > 1))
def test_alpha_and_beta_are_those_of_empyrical(pairs: list[tuple[Decimal, Decimal]]) -> None:
    returns, market = ([*one] for one in zip(*pairs, strict=True))
    alpha, beta = empyrical.alpha_beta(floats(returns), floats(market))

    assert same(statistics.beta(returns, market), beta)
    if beta_explains(returns, market):
        assert same(statistics.alpha(returns, market), alpha, LIMIT)


def test_known_figures() -> None:
    shown = [
        statistics.shown(one)
        for one in (
            statistics.sharpe(A_FEW),
            statistics.sortino(A_FEW),
            statistics.volatility(A_FEW),
            statistics.calmar(A_FEW),
        )
        if one is not None
    ]

    assert shown == [Decimal(one) for one in ("2.475829", "4.762352", "0.305352", "52.504021")]


def test_a_drawdown_is_measured_from_the_highest_level_so_far() -> None:
    levels = [Decimal(one) for one in (100, 120, 90, 120, 150, 75)]

    assert statistics.drawdowns(levels) == [0, 0, Decimal("-0.25"), 0, 0, Decimal("-0.5")]


@pytest.mark.parametrize("returns", [[], [Decimal("0.01")], [Decimal(0)] * 3])
def test_there_is_no_ratio_without_a_spread(returns: list[Decimal]) -> None:
    assert statistics.sharpe(returns) is None
    assert statistics.sortino(returns) is None
    assert statistics.calmar(returns) is None
    assert statistics.beta(returns, returns) is None
    assert statistics.alpha(returns, returns) is None


def test_of_nothing_there_is_neither_mean_nor_spread_nor_return() -> None:
    found = (
        statistics.mean([]),
        statistics.deviation([]),
        statistics.downside_deviation([]),
        statistics.volatility([Decimal(1)]),
        statistics.annual_return([]),
        statistics.quotient(Decimal(1), Decimal(0)),
    )

    assert found == (None,) * 6
    assert statistics.growth([]) == [1]


def test_nothing_grows_from_less_than_nothing() -> None:
    ruined = [Decimal("0.5"), Decimal("-1.5")]

    assert statistics.annual_return(ruined) is None
    assert statistics.total_return(ruined) == Decimal("-1.75")
    assert statistics.alpha([Decimal(-3), Decimal(-2)], [Decimal("0.01"), Decimal("0.02")]) is None


def test_what_is_shown_is_rounded_half_even() -> None:
    halves = [Decimal("0.0000005"), Decimal("0.0000015"), Decimal("-0.0000025")]

    assert [str(statistics.shown(one)) for one in halves] == ["0.000000", "0.000002", "-0.000002"]


def test_a_day_that_doubled_everything_is_not_carried_on_to_a_year() -> None:
    doubled = [Decimal(1)]

    assert (statistics.annual_return(doubled), statistics.calmar(doubled)) == (None, None)
    assert statistics.alpha([Decimal(1), Decimal(2)], [Decimal(0), Decimal("1e-9")]) is None


def test_what_is_very_large_can_be_shown() -> None:
    assert statistics.shown(Decimal(10) ** 300) == Decimal(10) ** 300
