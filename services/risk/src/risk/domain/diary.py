"""What an account has done lately: how its day began, what it placed, and its day trades."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from vocabulary import NO_MONEY, Money, OrderId, Quantity, Symbol, portion

MINUTE = timedelta(minutes=1)
DAY_TRADE_DAYS = 5
_SATURDAY = 5


@dataclass(slots=True)
class Diary:
    """The figures of a market day, in dollars, and what rules count.

    ``day_start`` is the equity with which ``day`` began, ``peak`` the highest one. ``placed`` is
    how many orders were placed in each of the last seconds, and when the last of those; ``opened``
    what was opened today: 1 for a symbol that was bought, -1 for one that was sold. ``day_trades``
    is how many there were on which day, and ``closers`` are the open orders that made one today:
    each makes one only, however many fills it takes. ``warned`` are the limits that were found
    broken today.
    """

    day: date | None = None
    day_start: Money = NO_MONEY
    peak: Money = NO_MONEY
    placed: tuple[tuple[datetime, int], ...] = ()
    opened: dict[Symbol, int] = field(default_factory=dict[Symbol, int])
    day_trades: dict[date, int] = field(default_factory=dict[date, int])
    closers: tuple[OrderId, ...] = ()
    warned: tuple[str, ...] = ()

    def begin(self, day: date, equity: Money) -> None:
        """Turn to a new day, which begins with so much equity; nothing if it has begun."""
        self.peak = max(self.peak, equity)
        if day == self.day:
            return
        self.day, self.day_start = day, equity
        self.opened, self.closers, self.warned = {}, (), ()
        self.day_trades = {one: made for one, made in self.day_trades.items() if _counts(one, day)}

    def moved(self, cash: Decimal, equity: Money | None) -> None:
        """Dollars came in, or went out, of an account of ``equity``: neither won nor lost.

        Since falls from the peak count in percent of it, it moves in proportion; where nobody knows
        the equity, by as many dollars.
        """
        self.day_start = Money(self.day_start + cash)
        if equity is None:
            self.peak = Money(self.peak + cash)
            return
        peak, after = max(self.peak, equity), Money(equity + cash)
        is_share = equity > 0 and after >= 0
        self.peak = (
            portion(peak, Quantity(after), Quantity(equity)) if is_share else Money(peak + cash)
        )

    def placed_until(self, at: datetime) -> int:
        """How many orders were placed in the minute that ends ``at``."""
        return sum(made for _, made in self._recent(at))

    def day_trades_until(self, day: date) -> int:
        """How many day trades there were in the five trading days that end with ``day``."""
        return sum(made for one, made in self.day_trades.items() if _counts(one, day))

    def note_order(self, at: datetime) -> None:
        """Remember an order: of a second only how many there were, or each would carry all along.

        They count as placed with the last of them.
        """
        recent, made = self._recent(at), 1
        if recent and recent[-1][0].replace(microsecond=0) == at.replace(microsecond=0):
            made += recent.pop()[1]
        self.placed = (*recent, (at, made))

    def note_fill(
        self,
        order_id: OrderId,
        symbol: Symbol,
        held: Quantity,
        moved: Quantity,
        *,
        is_last: bool = False,
    ) -> None:
        """Count a day trade where shares leave the way they came on the same day.

        ``held`` is the position before ``moved`` shares were bought, or sold where negative.
        """
        way = 1 if moved > 0 else -1
        is_new = order_id not in self.closers
        if self.day and held * moved < 0 and self.opened.get(symbol) == -way and is_new:
            self.day_trades[self.day] = self.day_trades.get(self.day, 0) + 1
            self.closers = (*self.closers, order_id)
        if held * moved >= 0 or abs(moved) > abs(held):
            self.opened[symbol] = way
        if is_last:
            self.forget(order_id)

    def forget(self, order_id: OrderId) -> None:
        """An order has ended."""
        if order_id in self.closers:
            self.closers = tuple(one for one in self.closers if one != order_id)

    def _recent(self, at: datetime) -> list[tuple[datetime, int]]:
        return [(one, made) for one, made in self.placed if timedelta(0) <= at - one < MINUTE]

    def warn(self, limits: Iterable[str]) -> list[str]:
        """Those of ``limits`` that were not found broken before on this day."""
        new = [one for one in limits if one not in self.warned]
        self.warned = (*self.warned, *new)
        return new


def _counts(made: date, day: date) -> bool:
    """Whether a day trade counts on a day."""
    return 0 <= days_between(made, day) < DAY_TRADE_DAYS


def days_between(first: date, last: date) -> int:
    """How many trading days later ``last`` is; of holidays nothing is known. Negative if sooner."""
    if last < first:
        return -days_between(last, first)
    days = (first + timedelta(days=one + 1) for one in range((last - first).days))
    return sum(1 for day in days if day.weekday() < _SATURDAY)
