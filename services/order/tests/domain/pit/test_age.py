"""What is of a time that was taken back is known by its id, or by who had not heard of it yet."""

import pytest

from order.domain.pit.age import HEARD_MILLISECONDS, Age
from vocabulary import uuid7

BEGAN, LEFT = 1_000_000, 500
LATE = HEARD_MILLISECONDS


@pytest.mark.parametrize(
    ("made", "time", "is_of_before"),
    [
        (-1, LEFT - 1, True),
        (-1, None, True),
        (0, LEFT - 1, False),
        (0, None, False),
        (LATE - 1, LEFT, True),
        (LATE - 1, LEFT - 1, False),
        (LATE, LEFT, False),
    ],
)
def test_what_was_asked_for_before_is_of_before(
    made: int, time: int | None, *, is_of_before: bool
) -> None:
    assert Age(BEGAN, LEFT).is_of_before(uuid7(BEGAN + made, bytes(10)), time) is is_of_before


@pytest.mark.parametrize("made", [-1, 0])
def test_where_time_was_not_taken_back_ids_say_it(made: int) -> None:
    assert Age(BEGAN).is_of_before(uuid7(BEGAN + made, bytes(10)), LEFT) is (made < 0)
