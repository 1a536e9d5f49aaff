"""What an open order keeps from being spent twice."""

from dataclasses import dataclass

from vocabulary import NO_MONEY, NO_SHARES, Money, OrderId, Price, Quantity, Side, Symbol, value


class HoldExceeded(ValueError):
    """More shares ended than the order had open."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Cash held for a buy order, or shares held for a sell order, until they trade.

    ``quantity`` is what the order still has open; ``bound_price`` the worst price it may trade at,
    in dollars per share, so that what is held is never less than what is paid.
    """

    order_id: OrderId
    symbol: Symbol
    side: Side
    quantity: Quantity
    bound_price: Price

    @property
    def cash(self) -> Money:
        """Dollars held: a buy order's open quantity at its bound; nothing for a sell."""
        return value(self.quantity, self.bound_price) if self.side is Side.BUY else NO_MONEY

    @property
    def shares(self) -> Quantity:
        """Shares held: a sell order's open quantity; nothing for a buy."""
        return self.quantity if self.side is Side.SELL else NO_SHARES

    def less(self, quantity: Quantity) -> "Hold":
        """The hold once ``quantity`` of its shares have traded or been withdrawn.

        Raises:
            HoldExceeded: that is more than the order had open.
        """
        if quantity > self.quantity:
            raise HoldExceeded(f"order {self.order_id} holds {self.quantity}, not {quantity}")
        left = Quantity(self.quantity - quantity)
        return Hold(self.order_id, self.symbol, self.side, left, self.bound_price)
