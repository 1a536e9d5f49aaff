"""Orders that belong together, and what they keep of an account: cash for buys, shares for sells.

That is an order, those that are to replace it, and the exits of its group. Whichever of them
trades first, and however much: what is held is enough for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

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

    def of(self, quantity: Quantity) -> "Wish":
        """The same for another number of shares; an OCO is of as many as its exits."""
        exits = self.exits
        if exits is not None and self.hold.order_id in exits.bounds:
            exits = replace(exits, quantity=quantity)
        return replace(self, hold=replace(self.hold, quantity=quantity), exits=exits)


@dataclass(frozen=True, slots=True)
class Kept:
    """What an order holds: dollars and shares; of a replacement, what those before it do not.

    ``fee`` is as much of the dollars as is for fees.
    """

    hold: Hold
    cash: Money
    fee: Money
    shares: Quantity


@dataclass(frozen=True, slots=True)
class Commitment:
    """What belongs together.

    Of the ``orders`` the first works, and each of the others is to take the place of one before it:
    until it does, all are live, and all can be afforded. What one of them trades, those after it do
    not trade again, and the ``exits`` may. Exits whose entry has ended are all that is left.
    """

    orders: tuple[Hold, ...] = ()
    exits: Exits | None = None

    @property
    def ids(self) -> Iterator[OrderId]:
        """All orders that it is for; none is left when it is over."""
        for hold in self.orders:
            yield hold.order_id
        if self.exits is not None:
            yield from self.exits.bounds

    @property
    def symbol(self) -> Symbol | None:
        """What it is about, while it is about anything."""
        one = self.orders[0] if self.orders else self.exits
        return None if one is None else one.symbol

    @property
    def cash(self) -> Money:
        """Dollars held."""
        cash = self._cash(self.orders)
        return Money(cash if self.exits is None else cash + self.exits.cash)

    @property
    def shares(self) -> Quantity:
        """Shares held."""
        shares = _shares(self.orders)
        return Quantity(shares if self.exits is None else shares + self.exits.shares)

    @property
    def kept(self) -> Iterator[Kept]:
        """What each of the orders holds."""
        chains = [self.orders[:count] for count in range(len(self.orders) + 1)]
        for before, chain in pairwise(chains):
            cash = Money(self._cash(chain) - self._cash(before))
            last = chain[-1]
            yield Kept(last, cash, self._fee(last), Quantity(_shares(chain) - _shares(before)))

    def find(self, order_id: OrderId) -> Hold | None:
        """The hold of an order, unless it is an exit."""
        return next((hold for hold in self.orders if hold.order_id == order_id), None)

    def side(self, order_id: OrderId) -> Side | None:
        """Which way one of its orders trades; ``None`` if it is not one of them."""
        hold = self.find(order_id)
        if hold is not None:
            return hold.side
        return self.exits.side if self.exits and order_id in self.exits.bounds else None

    def replaced(self, wish: Wish) -> "Commitment | None":
        """What it would be with a replacement that nobody has accepted yet.

        ``None`` if the two cannot share: then the replacement has to stand for itself, until it is
        refused.
        """
        new, exits = wish.hold, self.exits
        if exits is not None and wish.replaces in exits.bounds:
            if (new.side, new.symbol) != (exits.side, exits.symbol):
                return None
            return replace(self, exits=exits.joined(new.order_id, new.bound_price, new.fee))
        old = None if wish.replaces is None else self.find(wish.replaces)
        if old is None or (new.side, new.symbol) != (old.side, old.symbol):
            return None
        if old.money is not None or new.money is not None:
            return None
        # its quantity counts in what those before it have traded
        heir = new.without(old.filled, NO_MONEY)
        grown = exits and exits.for_more(new.quantity, Quantity(old.quantity + old.filled))
        return Commitment((*self.orders, heir), grown)

    def traded(
        self, order_id: OrderId, quantity: Quantity, price: Price, fee: Money
    ) -> "Commitment":
        """What it is once one of its orders has traded ``quantity`` shares at ``price``.

        Raises:
            HoldExceeded: there were not so many left.
        """
        hold, exits = self.find(order_id), self.exits
        if hold is None:
            return _what_is_left(self.orders, exits and exits.traded(order_id, quantity, fee))
        place = self.orders.index(hold)
        # fees are charged by the order: what one has paid, those after it may have to pay again
        after = (heir.without(quantity, NO_MONEY) for heir in self.orders[place + 1 :])
        orders = (*self.orders[:place], hold.traded(quantity, price, fee), *after)
        return Commitment(orders, exits and exits.gained(quantity))

    def adjusted(
        self, order_id: OrderId, waits: Quantity, bound: Price, fee: Money
    ) -> "Commitment":
        """What it is once the shares of one of its orders were split: so many of it wait."""
        hold, exits = self.find(order_id), self.exits
        if hold is None:
            return replace(self, exits=exits and exits.adjusted(order_id, waits, bound, fee))
        quantity = waits if hold.money is None or waits else hold.quantity
        new = replace(hold, quantity=quantity, bound_price=bound, fee=fee)
        orders = tuple(new if one is hold else one for one in self.orders)
        return replace(self, orders=orders)

    def ended(self, order_id: OrderId) -> "Commitment":
        """What it is once one of its orders has ended: the next one goes on."""
        orders = tuple(hold for hold in self.orders if hold.order_id != order_id)
        return _what_is_left(orders, self.exits and self.exits.left(order_id))

    def _cash(self, orders: Sequence[Hold]) -> Money:
        """Dollars that it takes whichever of the orders trade, and the fees of each."""
        if len(orders) == 1:  # nearly always
            return Money(self._worth(orders[0]) + self._fee(orders[0]))
        if not orders:
            return NO_MONEY
        most = _most([(hold.quantity, self._dollars(hold)) for hold in orders])
        return Money(most + sum(map(self._fee, orders), NO_MONEY))

    def _fee(self, hold: Hold) -> Money:
        """Dollars held for fees: those of a sale only where all that it brings buys back."""
        buys_back = self.exits is not None and self.exits.side is Side.BUY
        return hold.fee if hold.side is Side.BUY or buys_back else NO_MONEY

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


def commitment_of(wish: Wish) -> Commitment:
    """What a wish commits that shares with nobody."""
    exits, hold = wish.exits, wish.hold
    if exits is not None and hold.order_id in exits.bounds:
        return Commitment(exits=exits)
    return Commitment((hold,), exits)


def _shares(orders: Sequence[Hold]) -> Quantity:
    sold = (hold.quantity for hold in orders if hold.side is Side.SELL)
    return Quantity(max(sold, default=NO_SHARES))


def _most(orders: Sequence[tuple[Quantity, Price]]) -> Money:
    """The most that orders can cost of which each counts in what those before it have traded.

    ``costs`` is the most for so many shares, with the orders up to one: it changes its course only
    where one of them has had enough.
    """
    turns = sorted({NO_SHARES, *(quantity for quantity, _ in orders)})
    costs = {NO_SHARES: NO_MONEY}
    for quantity, dollars in orders:
        costs = {
            turn: Money(
                max(
                    cost + value(Quantity(turn - before), dollars) if turn > before else cost
                    for before, cost in costs.items()
                    if before == turn or before < turn <= quantity
                )
            )
            for turn in turns
            if turn in costs or turn <= quantity
        }
    return max(costs.values())


def _what_is_left(orders: tuple[Hold, ...], exits: Exits | None) -> Commitment:
    """Exits without an entry and without shares are over, before each of them has said so."""
    if exits is not None and (not exits.bounds or not (orders or exits.quantity)):
        exits = None
    return Commitment(orders, exits)
