"""Which orders there are, by the names of their owners and by numbers of arrival."""

from order.domain.exchange.order import Order
from vocabulary import AccountId, OrderId


class Register:
    """Numbers for orders and accounts, and the orders that are live.

    ``count`` is how many orders there ever were. An account has the number of the order with which
    it came, as long as any of its orders is live.
    """

    __slots__ = ("_accounts", "_heirs", "_live", "count")

    def __init__(self) -> None:
        self._live: dict[OrderId, Order] = {}
        self._accounts: dict[AccountId, tuple[int, int]] = {}
        self._heirs: dict[OrderId, Order] = {}
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
        """The order that took the place of one."""
        return self._heirs.get(order_id)

    def inherit(self, order: Order) -> None:
        """An order has taken the place of the one that it replaces."""
        if order.replaces is not None:
            self._heirs[order.replaces] = order

    def live(self) -> list[Order]:
        """All orders that are live, in the order in which they came."""
        return [order for order in self._live.values() if order.life.is_live]

    def __len__(self) -> int:
        return len(self._live)

    def forget(self, order: Order) -> None:
        """An order has ended."""
        if self._live.pop(order.order_id, None) is None:
            return
        # a replacement that came too late wished for the place that another one has taken
        if order.replaces is not None and self._heirs.get(order.replaces) is order:
            del self._heirs[order.replaces]
        number, orders = self._accounts[order.account_id]
        if orders == 1:
            del self._accounts[order.account_id]
        else:
            self._accounts[order.account_id] = (number, orders - 1)
