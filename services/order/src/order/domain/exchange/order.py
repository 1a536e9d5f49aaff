"""An order as the exchange knows it: the wish, the state, and what has come true."""

from typing import NamedTuple

from order.domain.core.line import Entry
from order.domain.core.shown import ENDLESS
from order.domain.exchange.terms import Terms, collar
from order.domain.lifecycle import Life
from order.domain.models.fees import fee_schedule, total_fee
from order.domain.models.fills import FillModel, fill_model
from order.domain.units import FEE_VALUE
from vocabulary import AccountId, OrderClass, OrderId, OrderType


class Group:
    """Orders that belong together: an entry, or none, and one or two exits.

    ``filled`` is what the entry and those that it replaced have traded, in shares of now;
    ``is_done`` once the group has ended and ends nobody any more. ``first`` is the entry that the
    exits came with: others may have taken its place.
    """

    __slots__ = ("entry", "exits", "filled", "first", "is_done", "kind")

    def __init__(self, kind: OrderClass, entry: "Order | None", exits: "list[Order]") -> None:
        self.kind = kind
        self.entry = entry
        self.exits = exits
        self.first = None if entry is None else entry.order_id
        self.filled = 0
        self.is_done = False

    @property
    def members(self) -> "list[Order]":
        """All of them."""
        return self.exits if self.entry is None else [self.entry, *self.exits]

    def replace(self, old: "Order", new: "Order") -> None:
        """Let one order take the place of another."""
        new.group = self
        if self.entry is old:
            self.entry = new
        else:
            self.exits = [new if one is old else one for one in self.exits]


class Order:
    """One order. ``number`` counts the orders of its book: the older one has the smaller.

    ``size`` is what it is to trade in all, and may shrink; ``carried`` what the orders traded that
    it replaced, which its wish counts in; ``value`` what its own fills are worth.
    ``account_number`` stands for the account in the core. ``mark`` is the best price that a
    trailing stop had seen when it stopped working, ``placed`` the market time at which its owner
    wished for it.
    """

    __slots__ = (
        "account_id",
        "account_number",
        "carried",
        "entry",
        "fee",
        "fill_count",
        "filled",
        "group",
        "is_canceling",
        "is_triggered",
        "life",
        "mark",
        "number",
        "order_id",
        "placed",
        "replaced_by",
        "replaces",
        "size",
        "terms",
        "value",
    )

    def __init__(self, order_id: OrderId, account_id: AccountId, terms: Terms, placed: int) -> None:
        self.order_id = order_id
        self.account_id = account_id
        self.terms = terms
        self.placed = placed
        self.life: Life = Life()
        self.number = 0
        self.account_number = 0
        self.size = terms.size
        self.filled = 0
        self.carried = 0
        self.value = 0
        self.fee = 0
        self.fill_count = 0
        self.is_canceling = False
        self.is_triggered = False
        self.mark = 0
        self.entry: Entry | None = None
        self.group: Group | None = None
        self.replaces: OrderId | None = None
        self.replaced_by: OrderId | None = None

    @property
    def open(self) -> int:
        """What it may still trade."""
        return self.size - self.filled

    @property
    def bound(self) -> int:
        """The worst price at which it trades."""
        terms = self.terms
        if not terms.is_buy:
            return terms.bound or 1
        most = terms.bound or ENDLESS
        return min(most, collar(terms.stop)) if terms.order_type is OrderType.STOP else most

    @property
    def model(self) -> FillModel:
        """How it is filled."""
        return fill_model(self.terms.model)

    @property
    def siblings(self) -> "list[Order]":
        """The other exits of its group that can still happen, if it is an exit itself."""
        group = self.group
        if group is None or self is group.entry:
            return []
        return [one for one in group.exits if one is not self and one.life.is_live]

    def add(self, size: int, price: int) -> int:
        """Count a fill in; returns what it is charged, in fee units.

        That is no more than it brings, if it is a sale: its next fill is charged what is missing.
        """
        self.filled += size
        self.value += size * price
        self.fill_count += 1
        schedule, is_buy = fee_schedule(self.terms.fees), self.terms.is_buy
        charge = total_fee(schedule, is_buy, self.filled, self.value) - self.fee
        if not is_buy:
            charge = min(charge, size * price // FEE_VALUE)
        self.fee += charge
        return charge


class Fill(NamedTuple):
    """What an order traded at once. ``number`` counts its fills from 1.

    ``filled`` and ``open`` are sums after it; ``how`` is one of the words of the matching;
    ``with_trader`` says whether another order was on the other side. ``bid`` and ``ask`` are what
    the market showed, zero where it showed nothing.
    """

    order: Order
    number: int
    time: int
    size: int
    price: int
    filled: int
    open: int
    how: int
    with_trader: bool
    fee: int
    bid: int
    ask: int
