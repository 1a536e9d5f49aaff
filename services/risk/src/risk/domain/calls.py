"""Margin calls: when one is issued, when it is met, and what is liquidated if it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from risk.domain.margin import Holding, MarginTerms, Valuation
from vocabulary import NO_MONEY, MarginCallKind, Money, OrderId, Quantity, Symbol, portion

CUSHION = Decimal("1.25")
"""So many times what is lacking is set free, so that the next tick brings no other call."""
_WHOLE = Quantity(Decimal(100))


@dataclass(frozen=True, slots=True)
class MarginCall:
    """What an account was asked for, in dollars, and by when, in market time.

    Past that it is ``liquidated``: ``orders`` are those that were asked for, with which the house
    closes positions, and ``unheard`` those of them that nobody has placed yet.
    """

    kind: MarginCallKind
    due: datetime
    lacking: Money
    liquidated: bool = False
    orders: frozenset[OrderId] = frozenset()
    unheard: frozenset[OrderId] = frozenset()


@dataclass(frozen=True, slots=True)
class Requirement:
    """The equity that an account has to have, in dollars, and what for."""

    kind: MarginCallKind
    required: Money
    equity: Money

    @property
    def lacking(self) -> Money:
        """Dollars that are not there; none if there are enough."""
        return max(Money(self.required - self.equity), NO_MONEY)

    def is_urgent(self, terms: MarginTerms) -> bool:
        """Whether there is so little left that nobody waits for the owner."""
        return portion(self.required, Quantity(terms.urgent_percent), _WHOLE) > self.equity

    def call(self, terms: MarginTerms, now: datetime) -> MarginCall:
        """Ask for what is lacking."""
        grace = 0 if self.is_urgent(terms) else terms.call_seconds
        return MarginCall(self.kind, now + timedelta(seconds=grace), self.lacking)


def requirement(valuation: Valuation, terms: MarginTerms, *, to_overnight: bool) -> Requirement:
    """What an account has to have; ``to_overnight`` if it still holds what only a session allows.

    Nothing is asked for positions that have been closed: what is then owed stays owed.
    """
    kept, equity = valuation.maintenance(terms), valuation.equity
    if to_overnight:
        overnight = portion(valuation.gross, Quantity(Decimal(1)), Quantity(terms.overnight))
        if overnight > max(kept, equity):
            return Requirement(MarginCallKind.OVERNIGHT, overnight, equity)
    return Requirement(MarginCallKind.MAINTENANCE, kept, equity)


def to_close(
    valuation: Valuation, needed: Requirement, terms: MarginTerms
) -> Iterator[tuple[Symbol, Quantity]]:
    """The shares to close, the largest position first, until what is required is there again.

    As they are held: negative where they are owed.
    """
    left = needed.lacking * CUSHION
    for holding in sorted(valuation.holdings, key=_by_worth, reverse=True):
        if left <= 0:
            return
        freed = _freed(holding, needed.kind, terms)
        if not freed:
            continue
        part = min(Decimal(1), left / freed)
        left -= freed
        yield holding.symbol, _shares(holding.quantity, part)


def _by_worth(holding: Holding) -> tuple[Money, str]:
    return Money(abs(holding.worth)), holding.symbol


def _freed(holding: Holding, kind: MarginCallKind, terms: MarginTerms) -> Decimal:
    """The dollars of what is required that closing a position sets free."""
    if kind is MarginCallKind.MAINTENANCE:
        return holding.maintenance(terms)
    return abs(holding.worth) / terms.overnight


def _shares(held: Quantity, part: Decimal) -> Quantity:
    """A part of a position in whole shares, no less than asked for; all, where it is less."""
    whole = (abs(held) * part).to_integral_value(ROUND_CEILING)
    size = min(whole, abs(held))
    return Quantity(size if held > 0 else -size)
