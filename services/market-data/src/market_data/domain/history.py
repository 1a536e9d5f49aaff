"""Which bars somebody wants to see."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from market_data.domain.bars import rounded_down
from vocabulary import Symbol

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The newest ``limit`` bars of those that start at ``first`` or later, and before ``until``.

    No bar is cut: ``first`` goes back to where its bar starts, ``until`` on to where its bar ends.
    """

    symbol: Symbol
    width: timedelta
    first: datetime | None
    until: datetime | None
    limit: int

    @classmethod
    def of_whole_bars(
        cls,
        symbol: Symbol,
        width: timedelta,
        first: datetime | None,
        until: datetime | None,
        limit: int,
    ) -> "Stretch":
        """The stretch from and to any moment."""
        first = first and rounded_down(first, width)
        until = until and rounded_down(until - _MOMENT, width) + width
        return cls(symbol, width, first, until, limit)
