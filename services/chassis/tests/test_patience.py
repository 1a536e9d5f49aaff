"""How long a batch lets events gather: not at all for one, and never longer than it may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.consumer import MANY, patience

SECONDS = st.floats(0, 10)


def test_whoever_is_alone_hardly_waits() -> None:
    assert patience(0.06, 1) == pytest.approx(0.003)
    assert patience(0.06, 0) == 0


@given(SECONDS, st.integers(0, 10_000))
def test_more_events_wait_longer_up_to_the_whole_time(full: float, handled: int) -> None:
    assert patience(full, handled) <= patience(full, handled + 1) <= full
    assert patience(full, MANY) == full
