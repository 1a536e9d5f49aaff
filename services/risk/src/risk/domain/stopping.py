"""What a trade loses if its stop loss ends it."""

from dataclasses import dataclass

from vocabulary import Money, Price, Quantity, Side, value


@dataclass(frozen=True, slots=True)
class Stopping:
    """An entry and the stop that is to end it, in dollars per share; ``fees`` of both, at most."""

    side: Side
    entry: Price
    stop: Price
    fees: Money

    def loss(self, quantity: Quantity) -> Money:
        """Dollars that so many shares lose if each order trades at its price, with fees.

        Negative, if the stop is where something is gained.
        """
        away = self.entry - self.stop if self.side is Side.BUY else self.stop - self.entry
        return Money(value(quantity, Price(away)) + self.fees)
