"""The orders of one side that wait on the book, in the order in which they may trade."""

from collections import OrderedDict
from collections.abc import Iterator
from decimal import Decimal

from sortedcontainers import SortedDict

from order.domain.order import RESTING, Order
from vocabulary import AccountId, OrderId, OrderType, Price, Side

Line = OrderedDict[OrderId, Order]
"""Orders of equal rank, oldest first. (A plain dict is slow at losing its first entry for ever.)"""


class NotResting(Exception):
    """An order that is not open has no place on the book, and an open one has only one."""


class BookSide:
    """Market orders first, then limit orders: best price first, oldest first at one price."""

    def __init__(self, side: Side) -> None:
        self._buys = side is Side.BUY
        self._market_orders: Line = OrderedDict()
        self._levels: SortedDict[Decimal, Line] = SortedDict()

    def __iter__(self) -> Iterator[Order]:
        """All orders, best priority first."""
        yield from self._market_orders.values()
        for level in self._levels.values():
            yield from level.values()

    def add(self, order: Order) -> None:
        """Put ``order`` behind those that are as good.

        Raises:
            NotResting: it is not open, or here already.
        """
        if order.status not in RESTING:
            raise NotResting(f"order {order.order_id} is {order.status}")
        line = self._market_orders
        if order.order_type is not OrderType.MARKET:
            line = self._levels.setdefault(self._rank(order.bound_price), OrderedDict())
        if order.order_id in line:
            raise NotResting(f"order {order.order_id} rests already")
        line[order.order_id] = order

    def remove(self, order: Order) -> None:
        """Take ``order`` out."""
        if order.order_type is OrderType.MARKET:
            del self._market_orders[order.order_id]
            return
        rank = self._rank(order.bound_price)
        level = self._levels[rank]
        del level[order.order_id]
        if not level:
            del self._levels[rank]

    @property
    def has_market_orders(self) -> bool:
        """Whether any order here names no price."""
        return bool(self._market_orders)

    def first_market_order(
        self, price: Price, bound: Price, trader: AccountId | None
    ) -> Order | None:
        """The oldest market order that allows ``price``; if none does, the one that comes closest.

        It must allow ``bound`` and not be the ``trader``'s own.
        """
        closest: Order | None = None
        for order in self._market_orders.values():
            if order.account_id == trader or not order.allows(bound):
                continue
            if order.allows(price):
                return order
            if closest is None or self._is_better(order, closest):
                closest = order
        return closest

    def first_limit_order(self, price: Price, trader: AccountId | None) -> Order | None:
        """The first limit order that allows ``price`` and is not the ``trader``'s own."""
        worst = self._rank(price)
        for rank in self._levels:
            if rank > worst:
                break
            for order in self._levels[rank].values():
                if order.account_id != trader:
                    return order
        return None

    def first(self, price: Price, trader: AccountId | None = None) -> Order | None:
        """The order that trades first at ``price``."""
        return self.first_market_order(price, price, trader) or self.first_limit_order(
            price, trader
        )

    def _rank(self, bound: Price) -> Decimal:
        """A number that is lower for a better price."""
        return bound.copy_negate() if self._buys else bound

    def _is_better(self, order: Order, other: Order) -> bool:
        return self._rank(order.bound_price) < self._rank(other.bound_price)
