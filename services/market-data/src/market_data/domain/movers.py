"""What moved most on a day of the market."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from market_data.domain.adjustment import Adjustment, adjusted
from market_data.domain.bars import EVERYWHERE, Bar, bar_end
from vocabulary import Price, Symbol, percent

DAY_AND_BEFORE = 2
"""So many daily bars tell what a symbol did."""


class Since(StrEnum):
    """What a change is counted from."""

    PREVIOUS_CLOSE = "previous_close"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Move:
    """What a symbol did on its newest ``day``; prices are dollars.

    It is counted from the close of the day before, in shares of the newest, or, where none is
    known, from the open.
    """

    day: Bar
    before: Bar | None = None

    @property
    def since(self) -> Since:
        """What it is counted from."""
        return Since.OPEN if self.before is None else Since.PREVIOUS_CLOSE

    @property
    def reference(self) -> Price:
        """The price that it is counted from."""
        return self.day.open if self.before is None else self.before.close

    @property
    def change(self) -> Price:
        """How far the price went up; negative if it went down."""
        return Price(self.day.close - self.reference)

    @property
    def change_percent(self) -> Decimal:
        """The same in per cent of the reference, rounded."""
        return percent(self.change, self.reference)

    @property
    def growth(self) -> Fraction:
        """The same as a part of the reference, exactly."""
        return Fraction(self.change) / Fraction(self.reference)

    @property
    def turnover(self) -> Decimal:
        """Dollars that changed hands; where nobody told, as if all had at the last price."""
        if self.day.turnover is None:
            return self.day.volume * self.day.close
        return self.day.turnover


@dataclass(frozen=True, slots=True)
class Movers:
    """The largest first; of equals the first in the alphabet."""

    gainers: Sequence[Move]
    losers: Sequence[Move]
    most_active: Sequence[Move]


def move_of(
    newest: Sequence[Bar], splits: Iterable[Adjustment] = (), zone: ZoneInfo = EVERYWHERE
) -> Move | None:
    """What a symbol did, by its daily bars as traded, the newest first.

    Days begin at midnight in ``zone``; a split within the newest day changed what that closed at.
    """
    if len(newest) < DAY_AND_BEFORE:
        return Move(*newest) if newest else None
    day, before = newest[:DAY_AND_BEFORE]
    since, until = (bar_end(one.start, one.interval, zone) for one in (before, day))
    between = [one for one in splits if since <= one.at < until]
    return Move(day, *adjusted([before], between))


def movers(moves: Iterable[Move], zones: Mapping[Symbol, ZoneInfo], limit: int) -> Movers:
    """Who leads on the newest day; one that was not traded on that day is left out.

    Each zone has its own newest day: on a Saturday coins are traded, and stocks are shown as they
    stood on Friday.
    """
    by_symbol = sorted(moves, key=lambda move: move.day.symbol)
    newest: dict[ZoneInfo, datetime] = {}
    for move in by_symbol:
        zone = zones[move.day.symbol]
        newest[zone] = max(newest.get(zone, move.day.start), move.day.start)
    today = [move for move in by_symbol if move.day.start == newest[zones[move.day.symbol]]]
    return Movers(
        gainers=_first(today, lambda move: move.growth, limit),
        losers=_first(today, lambda move: -move.growth, limit),
        most_active=_first(today, lambda move: move.turnover, limit),
    )


def _first(
    moves: Iterable[Move], size: Callable[[Move], Fraction | Decimal], limit: int
) -> Sequence[Move]:
    large = [move for move in moves if size(move) > 0]
    return sorted(large, key=size, reverse=True)[:limit]
