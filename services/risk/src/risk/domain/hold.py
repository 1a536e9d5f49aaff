"""What an open order, or the exits of a group, keep from being spent twice."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, Decimal

from vocabulary import NO_MONEY, NO_SHARES, Money, OrderId, Price, Quantity, Side, Symbol, value

_CENT = Decimal("0.01")


class HoldExceeded(ValueError):
    """More shares were traded than there were left to trade."""


@dataclass(frozen=True, slots=True)
class Hold:
    """What one order may still trade, and at what price.

    ``quantity`` is what it has open; ``bound_price`` the worst price at which it may trade, in
    dollars per share, so that what is held is never less than what is paid. ``fee`` is kept for
    fees, in dollars. A buy for an amount of money keeps that, whatever it comes to in shares:
    ``money`` is what it has not spent. ``filled`` is what it has traded, together with those that
    it replaced.
    """

    order_id: OrderId
    symbol: Symbol
    side: Side
    quantity: Quantity
    bound_price: Price
    fee: Money = NO_MONEY
    money: Money | None = None
    filled: Quantity = NO_SHARES

    @property
    def worth(self) -> Money:
        """The most that it may trade for, in dollars, without fees."""
        return value(self.quantity, self.bound_price) if self.money is None else self.money

    def traded(self, quantity: Quantity, price: Price, fee: Money) -> "Hold":
        """The hold once ``quantity`` shares have traded at ``price`` for a ``fee``.

        Raises:
            HoldExceeded: that is more than the order had open.
        """
        if self.money is None:
            if quantity > self.quantity:
                held, asked = self.quantity, quantity
                raise HoldExceeded(f"order {self.order_id} has {held} open, not {asked}")
            return self.without(quantity, fee)
        beyond = _less(fee, self.fee)  # fees of more shares than the money buys at the bound
        left = Money(_less(self.money, value(quantity, price) + beyond))
        return replace(self.without(quantity, fee), money=left)

    def without(self, quantity: Quantity, fee: Money) -> "Hold":
        """The hold once so many shares and dollars for fees are none of its business any more."""
        return replace(
            self,
            quantity=Quantity(_less(self.quantity, quantity)),
            filled=Quantity(self.filled + quantity),
            fee=Money(_less(self.fee, fee)),
        )


@dataclass(frozen=True, slots=True)
class Exits:
    """What the exits of a group may trade together: shares to sell, or to buy back.

    ``quantity`` is what their entry has traded, less what they have; of an OCO, what it has open.
    ``bounds`` are the exits that have not ended, with the worst price of each, in dollars per
    share. ``fees`` is what each of them keeps for its own, in dollars: each may trade a part.
    """

    group_id: OrderId
    symbol: Symbol
    side: Side
    quantity: Quantity
    bounds: Mapping[OrderId, Price]
    fees: Mapping[OrderId, Money] = field(default_factory=dict[OrderId, Money])

    @property
    def fee(self) -> Money:
        """Dollars held for fees; those of a sale come out of what it brings."""
        if self.side is Side.SELL:
            return NO_MONEY
        return Money(sum(self.fees.values(), NO_MONEY))

    @property
    def bound_price(self) -> Price:
        """The worst price at which any of them may trade, in dollars per share."""
        return (max if self.side is Side.BUY else min)(self.bounds.values())

    @property
    def cash(self) -> Money:
        """Dollars held: what buying back may cost; nothing for those that sell."""
        if self.side is Side.SELL:
            return NO_MONEY
        return Money(value(self.quantity, self.bound_price) + self.fee)

    @property
    def shares(self) -> Quantity:
        """Shares held: what is left to sell; nothing for those that buy."""
        return self.quantity if self.side is Side.SELL else NO_SHARES

    def gained(self, quantity: Quantity) -> "Exits":
        """The same once their entry has traded so many shares more."""
        return replace(self, quantity=Quantity(self.quantity + quantity))

    def for_more(self, quantity: Quantity, than: Quantity) -> "Exits":
        """The same for an entry of so many shares, which was to trade fewer: fees grow with it."""
        if quantity <= than:
            return self
        grown = {each: _times(fee, quantity, than) for each, fee in self.fees.items()}
        return replace(self, fees=grown)

    def traded(self, order_id: OrderId, quantity: Quantity, fee: Money) -> "Exits":
        """The same once one of them has traded ``quantity`` shares for a ``fee``.

        Raises:
            HoldExceeded: that is more than there were left.
        """
        if quantity > self.quantity:
            held = f"the exits of {self.group_id} have {self.quantity} open"
            raise HoldExceeded(f"{held}, not {quantity}")
        left = Quantity(self.quantity - quantity)
        own = Money(_less(self.fees.get(order_id, NO_MONEY), fee))
        return replace(self, quantity=left, fees={**self.fees, order_id: own})

    def adjusted(self, order_id: OrderId, waits: Quantity, bound: Price, fee: Money) -> "Exits":
        """The same once the shares were split: so many may be traded, by one of them at a bound."""
        bounds, fees = {**self.bounds, order_id: bound}, {**self.fees, order_id: fee}
        return replace(self, quantity=waits, bounds=bounds, fees=fees)

    def joined(self, order_id: OrderId, bound: Price, fee: Money) -> "Exits":
        """The same with one exit more: it may take the place of another."""
        bounds, fees = {**self.bounds, order_id: bound}, {**self.fees, order_id: fee}
        return replace(self, bounds=bounds, fees=fees)

    def left(self, order_id: OrderId) -> "Exits":
        """The same once one of them has ended."""
        bounds = {each: bound for each, bound in self.bounds.items() if each != order_id}
        fees = {each: fee for each, fee in self.fees.items() if each != order_id}
        return replace(self, bounds=bounds, fees=fees)


def _times(fee: Money, quantity: Quantity, than: Quantity) -> Money:
    """A fee of more shares, rounded up to a cent."""
    return Money((fee * quantity / than).quantize(_CENT, ROUND_CEILING))


def _less(amount: Decimal, part: Decimal) -> Decimal:
    return max(amount - part, Decimal(0))
