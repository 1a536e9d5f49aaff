"""What round trips say about a trader: how often they win, how much, and when.

Formulas and sources: ``docs/analytics.md``. Dollars are net of fees, and exact but for means, which
are rounded half-even to the last place of money.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Self, TypeVar

from analytics.domain.days import NEW_YORK, hour_of
from analytics.domain.statistics import quotient, shown
from vocabulary import FillId, Money, Quantity, Symbol, portion

Kind = TypeVar("Kind", int, Symbol)


@dataclass(frozen=True, slots=True)
class Closed:
    """What counts of a round trip that is over."""

    trip_id: FillId
    symbol: Symbol
    opened_at: datetime
    closed_at: datetime
    profit: Money
    fees: Money

    @property
    def held_for(self) -> timedelta:
        """How long it lasted, in market time; nothing where that was taken back meanwhile."""
        return max(self.closed_at - self.opened_at, timedelta(0))


@dataclass(frozen=True, slots=True)
class Streaks:
    """The longest runs of wins and of losses, and the one under way: negative when of losses.

    A trip that earned nothing ends a run and begins none.
    """

    wins: int = 0
    losses: int = 0
    current: int = 0

    @classmethod
    def of(cls, profits: Iterable[Money]) -> Self:
        """Count through results in order."""
        wins = losses = current = 0
        for profit in profits:
            sign = (profit > 0) - (profit < 0)
            current = current + sign if current * sign > 0 else sign
            wins, losses = max(wins, current), max(losses, -current)
        return cls(wins, losses, current)


@dataclass(frozen=True, slots=True)
class Performance:
    """What some round trips come to."""

    trips: int
    wins: int
    losses: int
    gained: Money
    """Dollars, of all that won."""
    lost: Money
    """Dollars, of all that lost; never negative."""
    fees: Money
    best: Money | None
    worst: Money | None
    held_for: timedelta
    """All of them together."""
    streaks: Streaks

    @classmethod
    def of(cls, trips: Iterable[Closed]) -> Self:
        """Add up trips, given in any order; streaks go by when they ended."""
        ordered = sorted(trips, key=lambda one: (one.closed_at, one.opened_at, one.trip_id))
        profits = [one.profit for one in ordered]
        return cls(
            trips=len(profits),
            wins=sum(one > 0 for one in profits),
            losses=sum(one < 0 for one in profits),
            gained=Money(sum((one for one in profits if one > 0), Decimal(0))),
            lost=Money(-sum((one for one in profits if one < 0), Decimal(0))),
            fees=Money(sum((one.fees for one in ordered), Decimal(0))),
            best=max(profits, default=None),
            worst=min(profits, default=None),
            held_for=sum((one.held_for for one in ordered), timedelta(0)),
            streaks=Streaks.of(profits),
        )

    @property
    def profit(self) -> Money:
        """Dollars earned, less fees."""
        return Money(self.gained - self.lost)

    @property
    def win_rate(self) -> Decimal | None:
        """Which part of the trips won; one that earned nothing did not."""
        return _ratio(Decimal(self.wins), Decimal(self.trips))

    @property
    def profit_factor(self) -> Decimal | None:
        """Dollars won for each that was lost; ``None`` where none was lost."""
        return _ratio(self.gained, self.lost)

    @property
    def expectancy(self) -> Money | None:
        """Dollars that a trip earns on average."""
        return _each(self.profit, self.trips)

    @property
    def average_win(self) -> Money | None:
        """Dollars."""
        return _each(self.gained, self.wins)

    @property
    def average_loss(self) -> Money | None:
        """Dollars, never negative."""
        return _each(self.lost, self.losses)

    @property
    def payoff_ratio(self) -> Decimal | None:
        """An average win for each dollar of an average loss."""
        if not self.wins:
            return None
        return _ratio(self.gained * self.losses, self.lost * self.wins)

    @property
    def average_holding(self) -> timedelta | None:
        """How long a trip lasts on average, in market time."""
        return self.held_for / self.trips if self.trips else None


def by_hour(trips: Sequence[Closed]) -> Mapping[int, Performance]:
    """Performance by the hour in New York at which trips began; hours with none are left out."""
    return _by(trips, lambda one: hour_of(one.opened_at))


def by_weekday(trips: Sequence[Closed]) -> Mapping[int, Performance]:
    """The same by weekday in New York: Monday is 1, Sunday 7 (ISO 8601)."""
    return _by(trips, lambda one: one.opened_at.astimezone(NEW_YORK).isoweekday())


def by_symbol(trips: Sequence[Closed]) -> Mapping[Symbol, Performance]:
    """The same by what was traded."""
    return _by(trips, lambda one: one.symbol)


def _by(trips: Sequence[Closed], kind: Callable[[Closed], Kind]) -> dict[Kind, Performance]:
    groups: defaultdict[Kind, list[Closed]] = defaultdict(list)
    for one in trips:
        groups[kind(one)].append(one)
    return {one: Performance.of(groups[one]) for one in sorted(groups)}


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    found = quotient(part, whole)
    return None if found is None else shown(found)


def _each(total: Money, number: int) -> Money | None:
    if not number:
        return None
    return portion(total, Quantity(Decimal(1)), Quantity(Decimal(number)))
