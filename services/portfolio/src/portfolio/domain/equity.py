"""What an account was worth when bars ended, from what was booked and what prices there were.

Nothing is remembered for it: so it comes to the same whenever it is asked for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from portfolio.domain.ledger import CASH
from vocabulary import NO_MONEY, Money, Price, Quantity, Symbol, converted, value


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
    paid_at: datetime | None = None
    """The bar that it is of, if that was before."""


class Split(NamedTuple):
    """When the bar that starts ``at`` began, ``old_shares`` of a symbol became ``new_shares``."""

    at: datetime
    symbol: Symbol
    new_shares: Quantity
    old_shares: Quantity


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


def equity_curve(
    moved: Iterable[Moved], priced: Iterable[Priced], splits: Sequence[Split] = ()
) -> Iterator[Point]:
    """A point for each bar in which the account moved, or something that it holds had a price.

    Of several prices of a symbol in one bar, the one that stands last counts; a split divides the
    price of the bars before it.
    """
    steps: defaultdict[datetime, list[Moved | Priced]] = defaultdict(list)
    standing = _Standing(splits)
    for one in (*moved, *priced):
        if one.at is None:
            standing.take(one)
        else:
            steps[one.at].append(one)
    for start in sorted(steps):
        counts = [standing.take(one) for one in steps[start]]
        if any(counts):
            yield standing.point(start)


class _Standing:
    """What there is, and the newest prices."""

    def __init__(self, splits: Sequence[Split]) -> None:
        self._cash = NO_MONEY
        self._held: defaultdict[str, Decimal] = defaultdict(Decimal)
        self._prices: dict[str, Priced] = {}
        self._splits = splits

    def point(self, start: datetime) -> Point:
        """What that comes to at the end of a bar."""
        worth = (
            self._worth(Quantity(shares), self._prices[symbol], start)
            for symbol, shares in self._held.items()
            if shares and symbol in self._prices
        )
        return Point(start, self._cash, Money(sum(worth, NO_MONEY)))

    def _worth(self, shares: Quantity, last: Priced, start: datetime) -> Money:
        """As many shares as those were before the splits since the price was paid, at that."""
        paid_at = last.at or last.paid_at
        for split in self._splits:
            if split.symbol == last.symbol and paid_at and paid_at < split.at <= start:
                shares = converted(shares, split.new_shares, split.old_shares)
        return value(shares, last.price)

    def take(self, one: Moved | Priced) -> bool:
        """Whether it changes what the account is worth."""
        if isinstance(one, Priced):
            self._prices[one.symbol] = one
            return bool(self._held.get(one.symbol))
        if one.asset == CASH:
            self._cash = Money(self._cash + one.amount)
        else:
            self._held[one.asset] += one.amount
        return True
