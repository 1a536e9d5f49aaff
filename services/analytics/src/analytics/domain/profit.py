"""Profit and loss at the prices of one moment, in dollars."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from analytics.domain.holding import Holding
from analytics.domain.record import TrackRecord
from vocabulary import NO_MONEY, Money, Price, Quantity, Symbol, value


@dataclass(frozen=True, slots=True)
class SymbolProfit:
    """What one symbol has earned, and its mark in dollars per share, if it has a price at all."""

    holding: Holding
    mark: Price | None

    @property
    def unrealised(self) -> Money | None:
        """What closing the position would earn; unknown without a price."""
        if not self.holding.quantity:
            return NO_MONEY
        if self.mark is None:
            return None
        return Money(value(self.holding.quantity, self.mark) - self.holding.cost)

    @property
    def total(self) -> Money:
        """What is known to be earned, realised or not."""
        return Money(self.holding.realised + (self.unrealised or Decimal(0)))


@dataclass(frozen=True, slots=True)
class Profit:
    """What an account has earned, in all and by symbol. Without a price, shares count at cost.

    ``paid_in`` is what came in since it began, less what was withdrawn, and ``interest`` what owing
    dollars has cost.
    """

    opening_cash: Money
    paid_in: Money
    interest: Money
    symbols: Sequence[SymbolProfit]

    @classmethod
    def of(
        cls,
        record: TrackRecord,
        mark: Callable[[Symbol, Quantity], Price | None],
        epoch: int | None = None,
    ) -> Self:
        """Add up one epoch, the last one if none is named.

        ``mark`` knows what so many shares of a symbol are worth each.

        Raises:
            NotOpened: what the account started with is not known yet.
        """
        book = record.book(epoch or record.epoch).holdings
        holdings = (book[symbol] for symbol in sorted(book))
        return cls(
            record.started_with(epoch),
            record.paid_in(epoch),
            record.interest(epoch),
            [SymbolProfit(one, mark(one.symbol, one.quantity)) for one in holdings],
        )

    @property
    def realised(self) -> Money:
        """Earned on shares that are gone, less all fees."""
        return _sum(one.holding.realised for one in self.symbols)

    @property
    def unrealised(self) -> Money:
        """What closing every position that has a price would earn."""
        return _sum(one.unrealised or NO_MONEY for one in self.symbols)

    @property
    def total(self) -> Money:
        """Realised and unrealised together."""
        return Money(self.realised + self.unrealised)

    @property
    def equity(self) -> Money:
        """What the account is worth; the portfolio service must come to the same."""
        earned = self.total + self.dividends - self.interest
        return Money(self.opening_cash + self.paid_in + earned)

    @property
    def dividends(self) -> Money:
        """Dollars that holding shares has brought, less what owing them has cost."""
        return _sum(one.holding.dividends for one in self.symbols)

    @property
    def turnover(self) -> Money:
        """Dollars traded, both ways together."""
        return _sum(one.holding.turnover for one in self.symbols)

    @property
    def fees(self) -> Money:
        """Dollars that trading has cost."""
        return _sum(one.holding.fees for one in self.symbols)

    @property
    def trades(self) -> int:
        """How many fills there were."""
        return sum(one.holding.trades for one in self.symbols)


def _sum(amounts: Iterable[Money]) -> Money:
    return Money(sum(amounts, Decimal(0)))
