"""What trading one symbol has brought an account, at average cost."""

from dataclasses import dataclass

from analytics.domain.companies import Adjustment
from vocabulary import NO_MONEY, NO_SHARES, Money, Price, Quantity, Side, Symbol, portion, value


@dataclass(slots=True)
class Holding:
    """Shares held of a symbol, what they cost, and all the dollars that went either way.

    The portfolio service adds up the profit of every sale. Here nothing is added up: the profit
    follows from the dollars that moved and the cost of what is left. The two must agree. Neither
    cost nor turnover know of ``fees``; the profit is less them. ``dividends`` are income beside it.
    """

    symbol: Symbol
    quantity: Quantity = NO_SHARES
    cost: Money = NO_MONEY
    bought: Money = NO_MONEY
    sold: Money = NO_MONEY
    shares_traded: Quantity = NO_SHARES
    trades: int = 0
    fees: Money = NO_MONEY
    dividends: Money = NO_MONEY

    @property
    def realised(self) -> Money:
        """Dollars earned on shares that are gone, less all fees."""
        return Money(self.sold - self.bought + self.cost - self.fees)

    @property
    def turnover(self) -> Money:
        """Dollars traded, both ways together."""
        return Money(self.bought + self.sold)

    @property
    def earned_in_cash(self) -> Money:
        """Dollars that came because of it, less those that went."""
        return Money(self.sold - self.bought - self.fees + self.dividends)

    def trade(
        self,
        side: Side,
        quantity: Quantity,
        price: Price,
        fee: Money = NO_MONEY,
        grown: Quantity = NO_SHARES,
    ) -> Money:
        """Count one trade of ``quantity`` shares at ``price``; a split has ``grown`` them since.

        Returns:
            the dollars it earned, less the ``fee``.
        """
        earned_before = self.realised
        worth = value(quantity, price)
        if side is Side.BUY:
            self.bought = Money(self.bought + worth)
            self._move(Quantity(quantity + grown), worth)
        else:
            self.sold = Money(self.sold + worth)
            self._move(Quantity(grown - quantity), Money(-worth))
        self.shares_traded = Quantity(self.shares_traded + quantity)
        self.trades += 1
        self.fees = Money(self.fees + fee)
        return Money(self.realised - earned_before)

    def adjust(self, split: Adjustment) -> None:
        """Have more shares by a split, which cost what they did; fractions were sold for cash.

        Where it turns a position around, as it does to who sold what had not come yet, the shares
        of before are gone.
        """
        becomes = Quantity(self.quantity + split.grown)
        if self.quantity * becomes <= 0:
            self._move(split.grown, NO_MONEY)
        self.quantity = Quantity(becomes - split.sold)
        self.sold = Money(self.sold + split.cash)
        cost = Money(self.cost - (split.cash - split.realised))
        self.cost = cost if self.quantity else NO_MONEY

    def _move(self, moved: Quantity, paid: Money) -> None:
        """Shares leave at average cost; those beyond the last one cost what they are traded at."""
        if not moved:  # what a reverse split has left nothing of
            return
        held = self.quantity
        self.quantity = Quantity(held + moved)
        if held * moved >= 0:
            self.cost = Money(self.cost + paid)
        elif abs(moved) <= abs(held):
            self.cost = Money(self.cost + portion(self.cost, moved, held))
        else:
            self.cost = Money(paid + portion(paid, held, moved))
