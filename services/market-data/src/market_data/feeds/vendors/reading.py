"""What vendors write, read one by one: what makes no sense is left out, and counted."""

from collections.abc import Callable, Iterable
from logging import getLogger
from typing import TypeVar

from market_data.feeds.metrics import UNREADABLE

T = TypeVar("T")
M = TypeVar("M")

logger = getLogger(__name__)


def read(messages: Iterable[M], meaning: Callable[[M], Iterable[T]]) -> list[T]:
    """What all of the messages mean."""
    meant: list[T] = []
    for message in messages:
        try:
            meant.extend(meaning(message))
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            UNREADABLE.inc()
            logger.debug("left out %r: %r", message, error)
    return meant
