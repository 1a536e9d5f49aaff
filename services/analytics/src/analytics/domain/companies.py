"""What companies did to the shares of an account, as the portfolio service tells of it."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from analytics.domain.excursion import Step
from analytics.domain.fill import Fill
from vocabulary import NO_SHARES, FillId, Money, Quantity, Symbol, made_at

_SECOND = 1000


class Adjustment(NamedTuple):
    """A split has ``added`` so many shares, and brought ``cash`` dollars for fractions.

    Those have earned ``realised`` dollars, and the rest costs what all did before. Less, if
    negative. It took effect at ``market_time``, among the fills of its symbol. That was said at
    ``effective_said_at``, by the clock on the wall; where it was only announced so far, the account
    was told at ``said_at``. ``added`` is without the fractions, ``sold``. It was done right after
    the fill that it names; if that traded old shares, they were booked as what they have become.
    """

    booking_id: UUID
    symbol: Symbol
    new_shares: Quantity
    old_shares: Quantity
    added: Quantity
    cash: Money
    realised: Money
    said_at: datetime
    market_time: datetime
    effective_said_at: datetime | None = None
    sold: Quantity = NO_SHARES
    fill_id: FillId | None = None

    @property
    def grown(self) -> Quantity:
        """Shares that came before fractions were sold."""
        return Quantity(self.added + self.sold)

    @property
    def fractions(self) -> "Adjustment":
        """The fractions alone, where the other shares came with the fill."""
        return self._replace(added=Quantity(-self.sold))

    def converts(self, fill: Fill) -> bool:
        """Whether the portfolio service has booked a fill as the new shares that it made of it."""
        return self.fill_id == fill.fill_id and self.comes_after(fill)

    def comes_before(self, fill: Fill) -> bool:
        """Whether a fill traded shares that it has made."""
        return self.symbol == fill.symbol and not self.comes_after(fill)

    def comes_after(self, fill: Fill) -> bool:
        """Whether a fill traded shares of which it has made others.

        An order that was made since it was said is of new shares, whatever market time says: that
        was taken back. The portfolio service goes by the same.
        """
        if self.symbol != fill.symbol or fill.market_time >= self.market_time:
            return False
        if fill.order_id is None:
            return True
        said_at = self.effective_said_at or self.said_at
        return made_at(fill.order_id) <= said_at.timestamp() * _SECOND

    @property
    def scale(self) -> Decimal:
        """What a price of old shares is multiplied with to be one of new shares."""
        return self.old_shares / self.new_shares


class Dividend(NamedTuple):
    """``amount`` dollars were paid for shares, or by who owed them, if negative."""

    booking_id: UUID
    symbol: Symbol
    amount: Money
    said_at: datetime
    market_time: datetime


class Adjusted(NamedTuple):
    """An adjustment after so many fills of the account, and where it left a trip."""

    number: int
    epoch: int
    adjustment: Adjustment
    trip_id: FillId
    step: Step
