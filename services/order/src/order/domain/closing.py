"""How much of a position can be closed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, Context, Decimal
from typing import NamedTuple

from order.domain.record import OrderRecord
from vocabulary import NO_SHARES, QUANTITY_PLACES, OrderId, Quantity, Side, Symbol

_LEAST_SHARE = Decimal(1).scaleb(-QUANTITY_PLACES)
_EXACT = Context(prec=60)


class Closable(NamedTuple):
    """A position of ``quantity`` shares, negative where they are owed; and what orders hold of it.

    ``held_by`` are those orders.
    """

    symbol: Symbol
    quantity: Quantity
    held: Quantity = NO_SHARES
    held_by: tuple[OrderId, ...] = ()

    @property
    def side(self) -> Side:
        """Which way an order goes that closes it."""
        return Side.SELL if self.quantity > 0 else Side.BUY

    @property
    def free(self) -> Quantity:
        """Shares that no order holds."""
        return Quantity(max(abs(self.quantity) - self.held, NO_SHARES))

    def part(self, percentage: Decimal) -> Quantity:
        """So many per cent of the position, in shares, rounded down."""
        shares = _EXACT.multiply(abs(self.quantity), percentage / 100)
        return Quantity(shares.quantize(_LEAST_SHARE, ROUND_DOWN, _EXACT))


def closable(
    symbol: Symbol,
    position: Quantity,
    live: Iterable[OrderRecord],
    carried: Mapping[OrderId, Quantity],
) -> Closable:
    """What can be closed of a position, beside the ``live`` orders of its account and symbol.

    The exits of one group hold the same shares, and no more than their entry has traded so far.
    ``carried`` is what was traded by those in whose place orders stand.
    """
    orders = {one.order_id: one for one in live}
    side = Closable(symbol, position).side
    groups: defaultdict[OrderId, list[OrderRecord]] = defaultdict(list)
    for one in orders.values():
        if one.ticket.side is side:
            groups[one.parent_id or one.order_id].append(one)
    held = sum((_held(orders.get(key), group, carried) for key, group in groups.items()), Decimal())
    by = tuple(one.order_id for group in groups.values() for one in group)
    return Closable(symbol, position, Quantity(held), by)


def _held(
    first: OrderRecord | None, group: list[OrderRecord], carried: Mapping[OrderId, Quantity]
) -> Decimal:
    whole = max(one.quantity for one in group)
    if first is not None and first not in group:
        whole = first.filled_quantity
    traded = sum((one.filled_quantity + carried.get(one.order_id, 0) for one in group), Decimal())
    return max(whole - traded, Decimal())
