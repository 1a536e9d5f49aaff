"""What the orders of one account may still cost, added up from the rows of the order service."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from vocabulary import Price, Quantity, Side, value

LIVE = {"pending_new", "accepted", "held", "new", "partially_filled"}
ZERO = Decimal(0)
Row = Any
Line = tuple[str, bool, Decimal]
"""The order, whether its exits are meant, and how many shares are open."""


@dataclass
class OpenOrders:
    """Orders and fills of one account, of which nobody waits for an answer."""

    rows: dict[UUID, Row]
    fills: Sequence[Row]

    def lines(self) -> list[Line]:
        """What is open, in shares; of an order for money only that it is."""
        return sorted(
            [(str(one.order_id), False, self._open(one)) for one in self._entries()]
            + [(str(group), True, left) for group in self._groups() if (left := self._left(group))]
        )

    def cash(self) -> Decimal:
        """Dollars that orders which buy may still cost at their bounds, without fees."""
        exits = {group: self._dearest(group) for group in self._groups()}
        cash = sum((_worth(self._left(group), bound) for group, bound in exits.items()), ZERO)
        for one in self._entries():
            if one.notional is not None and one.side == Side.BUY:
                cash += one.notional - sum((_paid(fill) for fill in self._fills(one)), ZERO)
            elif one.side == Side.BUY:
                cash += _worth(self._open(one), one.bound_price)
            elif one.order_id in self._roots_of(exits):
                beyond = max(exits[self._root(one)] - one.bound_price, ZERO)
                cash += _worth(self._open(one), beyond)
        return cash

    def moved(self) -> tuple[Decimal, Decimal]:
        """Dollars and shares that all fills have brought."""
        cash, shares = ZERO, ZERO
        for fill in self.fills:
            sign = 1 if self.rows[fill.order_id].side == Side.BUY else -1
            cash -= sign * _paid(fill) + fill.fee
            shares += sign * fill.quantity
        return cash, shares

    def _entries(self) -> list[Row]:
        """Live orders that are no exits."""
        return [
            one
            for one in self.rows.values()
            if one.status in LIVE and one.parent_id is None and one.order_class != "oco"
        ]

    def _groups(self) -> set[UUID]:
        """The first orders of groups of which an exit is live."""
        exits = (one for one in self.rows.values() if self._is_exit(one) and one.status in LIVE)
        return {one.parent_id or self._root(one) for one in exits}

    def _exits(self, group: UUID) -> list[Row]:
        return [
            one
            for one in self.rows.values()
            if self._is_exit(one) and (one.parent_id or self._root(one)) == group
        ]

    def _left(self, group: UUID) -> Decimal:
        """Shares that the exits of a group may still trade."""
        first = self.rows[group]
        sold = sum((one.filled_quantity for one in self._exits(group)), ZERO)
        if first.order_class == "oco":
            return first.quantity - sold
        return self._filled(first) + first.added - sold

    def _dearest(self, group: UUID) -> Decimal:
        """The most that buying back may cost for each share; nothing where exits sell."""
        live = [one for one in self._exits(group) if one.status in LIVE]
        return max(one.bound_price if one.side == Side.BUY else ZERO for one in live)

    def _roots_of(self, groups: dict[UUID, Decimal]) -> set[UUID]:
        return {one.order_id for one in self._entries() if self._root(one) in groups}

    @staticmethod
    def _is_exit(one: Row) -> bool:
        return one.parent_id is not None or one.order_class == "oco"

    def _root(self, one: Row) -> UUID:
        while one.replaces is not None:
            one = self.rows[one.replaces]
        return one.order_id

    def _filled(self, one: Row) -> Decimal:
        """Shares that an order and those before and after it have traded."""
        root = self._root(one)
        same = (each for each in self.rows.values() if self._root(each) == root)
        return sum((each.filled_quantity for each in same), ZERO)

    def _open(self, one: Row) -> Decimal:
        if one.notional is not None and one.side == Side.BUY:
            return ZERO
        return one.quantity - self._filled(one)

    def _fills(self, one: Row) -> list[Row]:
        return [fill for fill in self.fills if fill.order_id == one.order_id]


def _worth(quantity: Decimal, price: Decimal) -> Decimal:
    return value(Quantity(quantity), Price(price))


def _paid(fill: Row) -> Decimal:
    return _worth(fill.quantity, fill.price)
