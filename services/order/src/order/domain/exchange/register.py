"""Which orders there are, by the names of their owners and by numbers of arrival."""

from order.domain.exchange.order import Order
from vocabulary import AccountId, OrderId

EARLY_MAX = 10_000
"""So many orders that were canceled before they came are remembered."""


class Register:
    """Numbers for orders and accounts, and the orders that are live."""

    def __init__(self) -> None:
        self._live: dict[OrderId, Order] = {}
        self._accounts: dict[AccountId, int] = {}
        self._early: dict[OrderId, None] = {}
        self._numbers = 0

    def add(self, order: Order) -> None:
        """Give an order its number."""
        self._numbers += 1
        order.number = self._numbers
        numbers = self._accounts
        order.account_number = numbers.setdefault(order.account_id, len(numbers) + 1)
        self._live[order.order_id] = order

    def find(self, order_id: OrderId) -> Order | None:
        """An order that is live."""
        order = self._live.get(order_id)
        return order if order is not None and order.life.is_live else None

    def live(self, account_id: AccountId | None) -> list[Order]:
        """All orders that are live, or those of one account."""
        return [
            order
            for order in self._live.values()
            if order.life.is_live and account_id in {None, order.account_id}
        ]

    def forget(self, order: Order) -> None:
        """An order has ended."""
        self._live.pop(order.order_id, None)

    def remember(self, order_id: OrderId) -> None:
        """An order was canceled that is not here: not yet, or not any more."""
        self._early[order_id] = None
        if len(self._early) > EARLY_MAX:
            del self._early[next(iter(self._early))]

    def was_canceled(self, order: Order) -> bool:
        """Whether an order was canceled before it came; asked once."""
        if order.order_id not in self._early:
            return False
        del self._early[order.order_id]
        return True
