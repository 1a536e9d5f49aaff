"""Alerts about prices: when they go off. They go by the middle between bid and ask."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from uuid import UUID

from risk.domain.companies import repriced
from vocabulary import PRICE_PLACES, AccountId, AlertKind, Price, Quantity, Symbol

QUIET = timedelta(seconds=60)
"""A repeating alert keeps quiet for so long, on the wall, however often the price crosses."""
_HUNDRED = 100
_UNIT = Decimal(1).scaleb(-PRICE_PLACES)
AlertKey = tuple[AccountId, UUID]
"""Which alert of which account."""


def middle(bid: Price | None, ask: Price | None) -> Price | None:
    """The price that alerts go by, in dollars: half-way between bid and ask, if there are both."""
    if bid is None or ask is None:
        return None
    return Price(((bid + ask) / 2).quantize(_UNIT, ROUND_HALF_EVEN))


@dataclass(frozen=True, slots=True)
class Alert:
    """What a trader waits for.

    ``level`` is the price to cross, in dollars, or by how many per cent to move. ``reference`` is
    what the price was when the alert was set, or went off last. ``version`` counts changes.
    """

    account_id: AccountId
    alert_id: UUID
    symbol: Symbol
    kind: AlertKind
    level: Decimal
    reference: Price
    repeats: bool
    set_at: datetime
    fired_at: datetime | None = None
    fired_price: Price | None = None
    version: int = 1

    @property
    def key(self) -> AlertKey:
        """Which alert of which account."""
        return self.account_id, self.alert_id

    @property
    def is_waiting(self) -> bool:
        """Whether it can go off yet: one that does so once is over when it has."""
        return self.repeats or self.fired_at is None

    def heard(self, price: Price, now: datetime) -> "Alert":
        """The alert after a price: as it was, or as it went off, which is another version.

        One that stands at its level looks from where the price goes first, so that it can cross.
        """
        if not self.is_waiting or self._is_quiet(now):
            return self
        if self._is_hit(price):
            return replace(
                self,
                reference=price,
                fired_at=now,
                fired_price=price,
                version=self.version + 1,
            )
        if self._stands_at_its_level and price != self.level:
            return replace(self, reference=price)
        return self

    def split(self, new_shares: Quantity, old_shares: Quantity) -> "Alert":
        """The same in new shares: a price that nobody has moved is not crossed."""
        level = self.level
        if self.kind is AlertKind.CROSSES:
            level = repriced(Price(level), old_shares, new_shares)
        return replace(
            self,
            level=level,
            reference=repriced(self.reference, old_shares, new_shares),
            version=self.version + 1,
        )

    @property
    def _stands_at_its_level(self) -> bool:
        return self.kind is AlertKind.CROSSES and self.reference == self.level

    def _is_quiet(self, now: datetime) -> bool:
        return self.fired_at is not None and now - self.fired_at < QUIET

    def _is_hit(self, price: Price) -> bool:
        if self.kind is AlertKind.MOVES:
            return abs(price - self.reference) * _HUNDRED >= self.level * self.reference
        below, above = sorted((self.reference, price))  # to come to the level is to cross it
        return below <= self.level <= above and not self._stands_at_its_level
