"""A statement: what there was, every booking, and what there is after each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from portfolio.domain.ledger import CASH


class Line(NamedTuple):
    """A booking moved ``amount`` dollars or shares of an asset; ``balance`` is there afterwards."""

    asset: str
    amount: Decimal
    balance: Decimal


@dataclass(slots=True)
class Balances:
    """What an account has of every asset: dollars of ``CASH``, shares of symbols."""

    of: dict[str, Decimal] = field(default_factory=dict[str, Decimal])

    @classmethod
    def at(cls, sums: Mapping[str, Decimal]) -> "Balances":
        """What had come together by then."""
        return cls({asset: amount for asset, amount in sums.items() if amount})

    @property
    def cash(self) -> Decimal:
        """Dollars."""
        return self.of.get(CASH, Decimal(0))

    @property
    def positions(self) -> Mapping[str, Decimal]:
        """Shares by symbol, in order; those that are owed are negative."""
        return {asset: self.of[asset] for asset in sorted(self.of) if asset != CASH}

    def move(self, moved: Iterable[tuple[str, Decimal]]) -> list[Line]:
        """Let a booking move something: a line for each asset, cash first."""
        found: list[Line] = []
        for asset, amount in sorted(moved, key=lambda one: (one[0] != CASH, one[0])):
            balance = self.of.get(asset, Decimal(0)) + amount
            found.append(Line(asset, amount, balance))
            self.of.pop(asset, None)
            if balance:
                self.of[asset] = balance
        return found
