"""What an account was worth when bars ended, from what was booked and what prices there were.

Nothing is remembered for it: so it comes to the same whenever it is asked for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from portfolio.domain.ledger import CASH
from vocabulary import NO_MONEY, Money, Price, Quantity, Symbol, value


class Moved(NamedTuple):
    """Within the bar that starts ``at``, ``amount`` dollars or shares came, or went if negative.

    Without a time it was before all that is asked for.
    """

    at: datetime | None
    asset: str
    amount: Decimal


class Priced(NamedTuple):
    """The last price of a symbol within the bar that starts ``at``: dollars per share.

    Without a time it was before all that is asked for.
    """

    at: datetime | None
    symbol: Symbol
    price: Price


@dataclass(frozen=True, slots=True)
class Point:
    """An account at the end of the bar that starts at ``start``, in dollars.

    ``market_value`` is what shares are worth, less those that are owed.
    """

    start: datetime
    cash: Money
    market_value: Money

    @property
    def equity(self) -> Money:
        """What the account is worth."""
        return Money(self.cash + self.market_value)


def equity_curve(moved: Iterable[Moved], priced: Iterable[Priced]) -> Iterator[Point]:
    """A point for each bar in which the account moved, or something that it holds had a price.

    Of several prices of a symbol in one bar, the one that stands last counts.
    """
    steps: defaultdict[datetime, list[Moved | Priced]] = defaultdict(list)
    standing = _Standing()
    for one in (*moved, *priced):
        if one.at is None:
            standing.take(one)
        else:
            steps[one.at].append(one)
    for start in sorted(steps):
        counts = [standing.take(one) for one in steps[start]]
        if any(counts):
            yield Point(start, standing.cash, standing.market_value)


class _Standing:
    """What there is, and the newest prices."""

    def __init__(self) -> None:
        self.cash = NO_MONEY
        self._held: defaultdict[str, Decimal] = defaultdict(Decimal)
        self._prices: dict[str, Price] = {}

    @property
    def market_value(self) -> Money:
        worth = (
            value(Quantity(shares), self._prices[symbol])
            for symbol, shares in self._held.items()
            if shares and symbol in self._prices
        )
        return Money(sum(worth, NO_MONEY))

    def take(self, one: Moved | Priced) -> bool:
        """Whether it changes what the account is worth."""
        if isinstance(one, Priced):
            self._prices[one.symbol] = one.price
            return bool(self._held.get(one.symbol))
        if one.asset == CASH:
            self.cash = Money(self.cash + one.amount)
        else:
            self._held[one.asset] += one.amount
        return True
