"""Much is done a part at a time."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def in_parts(several: Sequence[T], at_most: int) -> Iterator[Sequence[T]]:
    """All of them in their order, in parts of ``at_most``, of which the last may be smaller."""
    for begin in range(0, len(several), at_most):
        yield several[begin : begin + at_most]
