"""Orders that wait for a price: which of them the market has reached."""

from order.domain.core.triggers import Reached, Stops, Trails
from order.domain.exchange.order import Order
from vocabulary import OrderType


class Watch:
    """Stops and trailing stops of both sides.

    A trade triggers at its price. A quote triggers where it proves that the market is there: a
    sell when the ask has come down to its stop, a buy when the bid has risen to it. A trailing
    sell follows trades and bids, a trailing buy trades and asks.
    """

    def __init__(self) -> None:
        self._stops = {True: Stops(-1), False: Stops(1)}
        self._trails = {
            is_buy: tuple(Trails(-1 if is_buy else 1, is_percent=kind) for kind in (False, True))
            for is_buy in (True, False)
        }

    def arm(self, order: Order, price: int) -> None:
        """Let an order wait. A trailing stop has seen ``price`` as its best so far."""
        terms = order.terms
        if terms.order_type is OrderType.TRAILING_STOP:
            trail = terms.trail_percent or terms.trail
            self._trail(order).arm(order.number, trail, price)
        else:
            self._stops[terms.is_buy].arm(order.number, terms.stop)

    def disarm(self, order: Order) -> None:
        """Forget an order."""
        self._stops[order.terms.is_buy].disarm(order.number)
        for trails in self._trails[order.terms.is_buy]:
            trails.disarm(order.number)

    def is_armed(self, order: Order) -> bool:
        """Whether an order waits here."""
        if order.terms.order_type is OrderType.TRAILING_STOP:
            return order.number in self._trail(order).armed
        return order.number in self._stops[order.terms.is_buy].armed

    def mark(self, order: Order) -> int:
        """The best price that a trailing stop has seen; zero if it does not wait here."""
        trails = self._trail(order)
        return trails.mark(order.number) if order.number in trails.armed else 0

    def last_mark(self, order: Order) -> int:
        """The best price that a trailing stop had seen that was just triggered; zero of others."""
        return self._trail(order).last.get(order.number, 0)

    def stop(self, order: Order) -> int:
        """The price at which an order is triggered as things stand; zero if it does not wait."""
        if order.terms.order_type is not OrderType.TRAILING_STOP:
            return self._stops[order.terms.is_buy].armed.get(order.number, 0)
        trails = self._trail(order)
        return trails.stop(order.number) if order.number in trails.armed else 0

    def see(self, low: int, high: int) -> list[Reached]:
        """Who is triggered at a bid of ``low`` and an ask of ``high``: sells first, then buys.

        After a trade both are its price. Zero is no price.
        """
        found: list[Reached] = []
        for is_buy, best, worst in ((False, low, high), (True, high, low)):
            if worst:
                found += self._stops[is_buy].reached(worst)
            for trails in self._trails[is_buy]:
                found += trails.reached(worst) if worst else []
                if best:
                    trails.follow(best)
        return found

    def _trail(self, order: Order) -> Trails:
        return self._trails[order.terms.is_buy][1 if order.terms.trail_percent else 0]
