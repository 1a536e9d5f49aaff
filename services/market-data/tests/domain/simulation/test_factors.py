"""A walk that is the same for everybody who looks."""

from datetime import UTC, datetime, timedelta
from random import Random
from statistics import fmean, pstdev

import pytest

from market_data.domain.simulation.dice import NOISE_DEVIATION
from market_data.domain.simulation.factors import Factor
from market_data.domain.simulation.regimes import NORMAL

NOON = datetime(2025, 1, 6, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def a_factor(seed: int = 1) -> Factor:
    return Factor(NOON, Random(seed))  # noqa: S311


def test_it_is_where_it_is_however_often_somebody_looked() -> None:
    often, once = a_factor(), a_factor()

    for quarter in range(40_001):
        often.pass_to(NOON + quarter * SECOND / 4)
    once.pass_to(NOON + 10_000 * SECOND)

    assert (often.height, often.level, often.moves_at) == (once.height, once.level, once.moves_at)
    assert once.height != 0


def test_it_stands_still_within_a_second() -> None:
    factor = a_factor()
    factor.pass_to(NOON + SECOND)
    height = factor.height

    factor.pass_to(NOON + 1.99 * SECOND)

    assert (factor.height, factor.moves_at) == (height, NOON + 2 * SECOND)


def test_a_second_moves_it_as_far_as_its_mood_says() -> None:
    factor, moves = a_factor(), dict[int, list[int]]()
    for second in range(1, 100_000):
        level, before = factor.level, factor.height
        factor.pass_to(NOON + second * SECOND)
        moves.setdefault(level, []).append(factor.height - before)

    assert len(moves) == 3
    for level, seen in moves.items():
        assert pstdev(seen) == pytest.approx(level * NOISE_DEVIATION, rel=0.05)


def test_it_goes_nowhere_in_particular() -> None:
    heights: list[int] = []
    for seed in range(200):
        factor = a_factor(seed)
        factor.pass_to(NOON + 900 * SECOND)
        heights.append(factor.height)

    assert pstdev(heights) == pytest.approx(30 * NOISE_DEVIATION * NORMAL, rel=0.2)
    assert abs(fmean(heights)) < pstdev(heights) / 4
