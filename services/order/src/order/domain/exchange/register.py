"""Which orders there are, by the names of their owners and by numbers of arrival."""

from collections.abc import Sequence

from order.domain.exchange.order import Order
from vocabulary import AccountId, OrderId

FORMER_MAX = 16
"""An order is found by the names of so many in whose place it stands.

Only wishes that were on their way when an order was replaced name one that has been.
"""


class Register:
    """Numbers for orders and accounts, and the orders that are live.

    ``count`` is how many orders there ever were. An account has the number of the order with which
    it came, as long as any of its orders is live.
    """

    __slots__ = ("_accounts", "_former", "_heirs", "_live", "count")

    def __init__(self) -> None:
        self._live: dict[OrderId, Order] = {}
        self._accounts: dict[AccountId, tuple[int, int]] = {}
        self._heirs: dict[OrderId, Order] = {}
        self._former: dict[OrderId, Sequence[OrderId]] = {}
        self.count = 0

    def add(self, order: Order) -> None:
        """Give an order its number."""
        self.count += 1
        order.number = self.count
        order.account_number = self._accounts.get(order.account_id, (self.count, 0))[0]
        self.keep(order)

    def keep(self, order: Order) -> None:
        """Let an order in that has its numbers."""
        self._live[order.order_id] = order
        _, orders = self._accounts.get(order.account_id, (0, 0))
        self._accounts[order.account_id] = (order.account_number, orders + 1)

    def find(self, order_id: OrderId) -> Order | None:
        """An order that is live."""
        order = self._live.get(order_id)
        return order if order is not None and order.life.is_live else None

    def heir(self, order_id: OrderId) -> Order | None:
        """The newest of those that took the place of an order, one after the other."""
        return self._heirs.get(order_id)

    def inherit(self, order: Order) -> None:
        """An order has taken the place of the one that it replaces, and of those before that."""
        if (old := order.replaces) is not None:
            self.stand_for(order, [*self._former.pop(old, ()), old])

    def stand_for(self, order: Order, former: Sequence[OrderId]) -> None:
        """Let an order be found by the names of others, the oldest first."""
        for order_id in former[:-FORMER_MAX]:
            self._heirs.pop(order_id, None)
        self._former[order.order_id] = kept = former[-FORMER_MAX:]
        self._heirs.update(dict.fromkeys(kept, order))

    def former(self, order: Order) -> Sequence[OrderId]:
        """Those in whose place an order stands, the oldest first."""
        return self._former.get(order.order_id, ())

    def live(self) -> list[Order]:
        """All orders that are live, in the order in which they came."""
        return [order for order in self._live.values() if order.life.is_live]

    def __len__(self) -> int:
        return len(self._live)

    def forget(self, order: Order) -> None:
        """An order has ended."""
        if self._live.pop(order.order_id, None) is None:
            return
        for order_id in self._former.pop(order.order_id, ()):
            del self._heirs[order_id]
        number, orders = self._accounts[order.account_id]
        if orders == 1:
            del self._accounts[order.account_id]
        else:
            self._accounts[order.account_id] = (number, orders - 1)
