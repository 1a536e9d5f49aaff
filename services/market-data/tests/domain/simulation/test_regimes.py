"""Calm, normal and wild times follow each other."""

from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from market_data.domain.simulation.regimes import CALM, NORMAL, WILD, Regimes

MINUTES = 200_000


@pytest.fixture(scope="module")
def levels() -> list[int]:
    regimes = Regimes(Random(1))  # noqa: S311
    seen: list[int] = []
    for _ in range(MINUTES):
        seen.append(regimes.level)
        regimes.pass_minute()
    return seen


def test_each_mood_has_its_share_of_the_time(levels: list[int]) -> None:
    shares = {level: count / MINUTES for level, count in Counter(levels).items()}

    assert shares == {
        CALM: pytest.approx(0.36, abs=0.03),
        NORMAL: pytest.approx(0.55, abs=0.03),
        WILD: pytest.approx(0.09, abs=0.02),
    }


def test_in_the_long_run_prices_move_as_far_as_normal(levels: list[int]) -> None:
    assert sum(level**2 for level in levels) / MINUTES == pytest.approx(NORMAL**2, rel=0.05)


def test_a_mood_lasts_and_wild_times_do_not_follow_calm_ones_at_once(levels: list[int]) -> None:
    changes = Counter(pairwise(levels))

    assert changes[CALM, WILD] == changes[WILD, CALM] == 0
    lasts = MINUTES / sum(count for (before, after), count in changes.items() if before != after)
    assert 20 < lasts < 90
