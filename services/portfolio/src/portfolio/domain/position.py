"""What an account holds of one symbol, at average cost."""

from dataclasses import dataclass

from vocabulary import NO_MONEY, NO_SHARES, Money, Price, Quantity, Symbol, average_price, portion


@dataclass(slots=True)
class Position:
    """Shares and what they cost in all; both negative when the shares are owed (short).

    Average cost: a sale takes a proportional part of the cost with it, rounded half-even to
    ``MONEY_PLACES``, and the last share takes what is left. ``fees`` are no part of the cost; they
    make less of what is ``realised``. So at every moment ``cost - realised - dividends`` is exactly
    the cash that went into the symbol.
    """

    symbol: Symbol
    quantity: Quantity = NO_SHARES
    cost: Money = NO_MONEY
    realised: Money = NO_MONEY
    fees: Money = NO_MONEY
    dividends: Money = NO_MONEY

    @property
    def average_price(self) -> Price | None:
        """Dollars per share held; none without shares, or when they cost less than a price says."""
        if not self.quantity:
            return None
        return average_price(self.cost, self.quantity) or None

    def emptied(self) -> "Position":
        """What it earned, and nothing that is held."""
        return Position(
            self.symbol, realised=self.realised, fees=self.fees, dividends=self.dividends
        )

    def trade(self, moved: Quantity, paid: Money, fee: Money = NO_MONEY) -> Money:
        """Take in ``moved`` shares for ``paid`` dollars; negative numbers give shares for cash.

        Returns:
            the profit in dollars that this realised, less the ``fee``; negative for a loss. Shares
            added to a position realise nothing; those beyond the end of one open the opposite
            position.
        """
        profit = Money(self._move(moved, paid) - fee)
        self.realised = Money(self.realised + profit)
        self.fees = Money(self.fees + fee)
        return profit

    def _move(self, moved: Quantity, paid: Money) -> Money:
        if not moved:  # what a reverse split has left nothing of
            return Money(-paid)
        held = self.quantity
        self.quantity = Quantity(held + moved)
        if held * moved >= 0:
            self.cost = Money(self.cost + paid)
            return NO_MONEY
        closed = Quantity(min(abs(held), abs(moved)))
        settled = portion(paid, closed, Quantity(abs(moved)))
        removed = portion(self.cost, closed, Quantity(abs(held)))
        self.cost = Money(self.cost - removed + paid - settled)
        return Money(-settled - removed)
