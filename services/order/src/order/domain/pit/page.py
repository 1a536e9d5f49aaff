"""What is recorded of a book."""

from collections.abc import Sequence
from typing import NamedTuple

from order.domain.exchange.inputs import Item

Cause = Sequence[str | None]
"""The event that an order, or the wish to cancel it, came with, as it is to be found again.

It is kept under a name that ends with the id of the order.
"""


class Page(NamedTuple):
    """What a book was told between two times of storing, and what its orders came with."""

    items: Sequence[Item]
    causes: dict[str, Cause]
    time: int
    """Market time to which the book has come, in microseconds."""
