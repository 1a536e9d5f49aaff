"""How long to wait for a vendor."""

import pytest

from market_data.domain.patience import Allowance, Backoff


@pytest.mark.parametrize(
    ("failures", "draw", "seconds"),
    [
        (1, 1.0, 1.0),
        (1, 0.0, 0.5),
        (2, 1.0, 2.0),
        (4, 0.5, 6.0),
        (6, 1.0, 30.0),
        (6, 0.0, 15.0),
        (10_000, 1.0, 30.0),
    ],
)
def test_pauses_double_up_to_a_limit_and_are_spread_over_their_upper_half(
    failures: int, draw: float, seconds: float
) -> None:
    assert Backoff(first=1.0, longest=30.0).pause(failures, draw) == seconds


def test_a_bucket_gives_what_is_in_it_and_then_as_fast_as_it_fills() -> None:
    allowance = Allowance(per_minute=3, now=100)
    for _ in range(3):
        assert allowance.wait(100) == 0
        allowance.take(100)

    assert allowance.wait(100) == 20
    assert allowance.wait(105) == 15
    assert allowance.wait(120) == 0


def test_a_bucket_never_holds_more_than_a_minute() -> None:
    allowance = Allowance(per_minute=2, now=0)
    for _ in range(2):
        allowance.take(10_000)

    assert allowance.wait(10_000) == 30


def test_what_the_vendor_counts_is_believed() -> None:
    allowance = Allowance(per_minute=100, now=0)
    allowance.told(limit=60, left=0, now=0)
    assert allowance.wait(0) == 1

    allowance.told(limit=60, left=1000, now=0)
    for _ in range(60):
        allowance.take(0)
    assert allowance.wait(0) == 1


def test_a_refusal_closes_the_door_for_as_long_as_it_says() -> None:
    allowance = Allowance(per_minute=60, now=0)

    allowance.refused(retry_after=30, now=0)

    assert allowance.wait(0) == 30
    assert allowance.wait(29) == 1
    assert allowance.wait(30) == 0
    for _ in range(30):  # what has filled up meanwhile is spent, not more
        allowance.take(30)
    assert allowance.wait(30) == 0
    allowance.take(30)
    assert allowance.wait(30) == 1
