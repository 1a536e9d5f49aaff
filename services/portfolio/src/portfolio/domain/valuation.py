"""What an account is worth at the prices of one moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from portfolio.domain.account import Account
from portfolio.domain.position import Position
from vocabulary import Money, Price, Quantity, Symbol, value


@dataclass(frozen=True, slots=True)
class ValuedPosition:
    """A position and its mark in dollars per share, if its symbol has a price at all."""

    position: Position
    mark: Price | None

    @property
    def market_value(self) -> Money | None:
        """Dollars that the shares are worth; negative when they are owed."""
        return None if self.mark is None else value(self.position.quantity, self.mark)

    @property
    def unrealised(self) -> Money | None:
        """Dollars that closing the position would earn."""
        worth = self.market_value
        return None if worth is None else Money(worth - self.position.cost)


@dataclass(frozen=True, slots=True)
class Valuation:
    """An account's open positions and what they are worth, in dollars.

    A position without a price counts at cost, so that its unrealised profit is none. Always
    ``equity == paid_in + realised + dividends - interest + unrealised``, to the last unit.
    """

    account: Account
    positions: Sequence[ValuedPosition]

    @classmethod
    def of(cls, account: Account, mark: Callable[[Symbol, Quantity], Price | None]) -> Self:
        """Value the account; ``mark`` knows what so many shares of a symbol are worth each."""
        held = (account.positions[symbol] for symbol in sorted(account.positions))
        open_now = [one for one in held if one.quantity]
        return cls(
            account, [ValuedPosition(one, mark(one.symbol, one.quantity)) for one in open_now]
        )

    @property
    def unrealised(self) -> Money:
        """What closing every position that has a price would earn."""
        return Money(sum((one.unrealised or Decimal(0) for one in self.positions), Decimal(0)))

    @property
    def market_value(self) -> Money:
        """What the positions are worth."""
        return Money(self.account.invested + self.unrealised)

    @property
    def equity(self) -> Money:
        """What the account is worth: cash and shares."""
        return Money(self.account.cash + self.market_value)
