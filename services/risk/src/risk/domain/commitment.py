"""Orders that belong together, and what they keep of an account: cash for buys, shares for sells.

That is an order, the one that is to replace it, and the exits of its group. Whichever of them
trades first, and however much: what is held is enough for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from risk.domain.hold import Exits, Hold
from vocabulary import (
    NO_MONEY,
    NO_SHARES,
    Money,
    OrderId,
    Price,
    Quantity,
    Side,
    Symbol,
    value,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What an order asks an account to commit: for itself and for the exits that it comes with.

    An OCO is one of its ``exits`` itself. ``replaces`` is the order in whose place it is to stand.
    """

    hold: Hold
    exits: Exits | None = None
    replaces: OrderId | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """What belongs together. Of a group that has its entry behind it only the exits are left."""

    order: Hold | None = None
    heir: Hold | None = None
    """What is to replace the order. Until it does, both are live, and both can be afforded."""
    exits: Exits | None = None

    @property
    def ids(self) -> Iterator[OrderId]:
        """All orders that it is for; none is left when it is over."""
        for hold in (self.order, self.heir):
            if hold is not None:
                yield hold.order_id
        if self.exits is not None:
            yield from self.exits.bounds

    @property
    def symbol(self) -> Symbol | None:
        """What it is about, while it is about anything."""
        one = self.order or self.exits
        return None if one is None else one.symbol

    @property
    def order_cash(self) -> Money:
        """Dollars that the order holds by itself."""
        if self.order is None:
            return NO_MONEY
        return Money(self._worth(self.order) + self.order.fee)

    @property
    def heir_cash(self) -> Money:
        """Dollars that the heir holds beyond what the order does.

        The order may trade all that it has open before the heir takes its place, so where the heir
        is for more shares, those come on top.
        """
        order, heir = self.order, self.heir
        if order is None or heir is None:
            return NO_MONEY
        more = Quantity(max(heir.quantity - order.quantity, NO_SHARES))
        one = self._worth(order)
        both = max(self._worth(heir), one + value(more, self._dollars(heir)))
        return Money(both - one + max(heir.fee - order.fee, NO_MONEY))

    @property
    def cash(self) -> Money:
        """Dollars held."""
        cash = self.order_cash + self.heir_cash
        return Money(cash if self.exits is None else cash + self.exits.cash)

    @property
    def order_shares(self) -> Quantity:
        """Shares that the order holds by itself."""
        return NO_SHARES if self.order is None else _shares(self.order)

    @property
    def heir_shares(self) -> Quantity:
        """Shares that the heir holds beyond what the order does."""
        if self.heir is None:
            return NO_SHARES
        return Quantity(max(_shares(self.heir) - self.order_shares, NO_SHARES))

    @property
    def shares(self) -> Quantity:
        """Shares held."""
        shares = self.order_shares + self.heir_shares
        return Quantity(shares if self.exits is None else shares + self.exits.shares)

    def find(self, order_id: OrderId) -> Hold | None:
        """The hold of an order, unless it is an exit."""
        for hold in (self.order, self.heir):
            if hold is not None and hold.order_id == order_id:
                return hold
        return None

    def side(self, order_id: OrderId) -> Side | None:
        """Which way one of its orders trades; ``None`` if it is not one of them."""
        hold = self.find(order_id)
        if hold is not None:
            return hold.side
        return self.exits.side if self.exits and order_id in self.exits.bounds else None

    def replaced(self, wish: Wish) -> "Commitment | None":
        """What it would be with a replacement that nobody has accepted yet.

        ``None`` if the two cannot share: then the replacement has to stand for itself.
        """
        new, exits = wish.hold, self.exits
        if exits is not None and wish.replaces in exits.bounds:
            if (new.side, new.symbol) != (exits.side, exits.symbol):
                return None
            return replace(self, exits=exits.joined(new.order_id, new.bound_price))
        old = self.order
        if old is None or old.order_id != wish.replaces or self.heir is not None:
            return None
        of_money = old.money is not None or new.money is not None
        if of_money or (new.side, new.symbol) != (old.side, old.symbol):
            return None
        return replace(self, heir=_after(new, old.filled))

    def traded(
        self, order_id: OrderId, quantity: Quantity, price: Price, fee: Money
    ) -> "Commitment":
        """What it is once one of its orders has traded ``quantity`` shares at ``price``.

        What an order has traded, its heir does not trade again, and its exits may.

        Raises:
            HoldExceeded: there were not so many left.
        """
        order, heir, exits = self.order, self.heir, self.exits
        if order is not None and order.order_id == order_id:
            order = order.traded(quantity, price, fee)
            heir = heir and heir.without(quantity, fee)
            exits = exits and exits.gained(quantity)
        elif heir is not None and heir.order_id == order_id:
            heir = heir.traded(quantity, price, fee)
        elif exits is not None:
            exits = exits.traded(quantity, fee)
        return _what_is_left(order, heir, exits)

    def ended(self, order_id: OrderId) -> "Commitment":
        """What it is once one of its orders has ended: an heir goes on by itself."""
        order = None if self.order and self.order.order_id == order_id else self.order
        heir = None if self.heir and self.heir.order_id == order_id else self.heir
        return _what_is_left(order, heir, self.exits and self.exits.left(order_id))

    def taken_over(self, hold: Hold) -> "Commitment":
        """What it is once another order, which had stood for itself, is in its order's place."""
        return _what_is_left(hold, self.heir, self.exits)

    def _worth(self, hold: Hold) -> Money:
        return hold.worth if hold.side is Side.BUY else value(hold.quantity, self._dollars(hold))

    def _dollars(self, hold: Hold) -> Price:
        """Dollars held for each share: of a sale, what buying it back may cost beyond its yield."""
        if hold.side is Side.BUY:
            return hold.bound_price
        if self.exits is None or self.exits.side is Side.SELL:
            return Price(Decimal(0))
        return Price(max(self.exits.bound_price - hold.bound_price, Decimal(0)))


NOTHING = Commitment()


def commitment_of(wish: Wish, filled: Quantity) -> Commitment:
    """What a wish commits that shares with nobody. ``filled`` is what those before it traded."""
    exits, hold = wish.exits, wish.hold
    if exits is not None and hold.order_id in exits.bounds:
        return Commitment(exits=exits)
    return Commitment(order=_after(hold, filled), exits=exits)


def _after(hold: Hold, filled: Quantity) -> Hold:
    """The hold of an order whose quantity counts in what those that it replaces have traded."""
    return hold.without(filled, NO_MONEY) if filled else hold


def _shares(hold: Hold) -> Quantity:
    return hold.quantity if hold.side is Side.SELL else NO_SHARES


def _what_is_left(order: Hold | None, heir: Hold | None, exits: Exits | None) -> Commitment:
    """Exits without an entry and without shares are over, before each of them has said so."""
    if order is None:
        order, heir = heir, None
    if exits is not None and (not exits.bounds or (order is None and not exits.quantity)):
        exits = None
    return Commitment(order, heir, exits)
