"""The exchange of one symbol: wishes and market data in, steps in the lives of orders out.

Every method takes the market time, does first all that was due before, and tells what happened to
whom. The same calls always tell the same: there is no clock and no dice in here.
"""

from collections.abc import Sequence

from order.domain.core.shown import Offer
from order.domain.exchange.agenda import Due
from order.domain.exchange.desk import Desk
from order.domain.exchange.journal import Outcome
from order.domain.exchange.order import Group, Order
from order.domain.lifecycle import Happening
from order.domain.models.fills import cancel_delay, order_delay
from vocabulary import AccountId, Auction, InstrumentStatus, OrderClass, OrderId, SessionPhase


class MixedModels(Exception):
    """Orders that belong together are to be filled by different models."""


class Book:
    """Orders of one symbol and its market. Times are in microseconds of market time."""

    def __init__(self) -> None:
        self._desk = Desk()

    @property
    def now(self) -> int:
        """Market time as far as the book has come."""
        return self._desk.journal.now

    def place(
        self,
        order: Order,
        now: int,
        *,
        exits: Sequence[Order] = (),
        kind: OrderClass = OrderClass.SIMPLE,
        draw: int = 0,
        reducible: int | None = None,
    ) -> list[Outcome]:
        """Take an order in, and the ``exits`` of its group; it takes effect after its delay.

        Of an OCO the ``order`` is the first exit. ``draw`` is a random number for the delay;
        ``reducible`` the size of the position that a reduce-only order may trade away.

        Raises:
            MixedModels: the orders of a group differ in their fill models.
        """
        desk = self._desk
        desk.advance(now)
        self._group(order, exits, kind)
        for one in (order, *exits):
            desk.register.add(one)
        if order.terms.is_reduce_only and reducible is not None:
            order.size = min(order.size, reducible)
            if not order.size:
                desk.end(order, Happening.REJECT, "there is nothing that it could reduce")
                return desk.told()
        for one in exits:
            if kind is not OrderClass.OCO:
                desk.journal.write(one, Happening.HOLD, "waits until its entry is filled")
        for one in (order, *exits) if kind is OrderClass.OCO else (order,):
            if one.life.is_live:
                desk.receive(one, now + order_delay(one.model, draw))
        return desk.told()

    def cancel(self, order_id: OrderId, now: int, *, draw: int = 0) -> list[Outcome]:
        """Take an order back, after its delay; one that has not come yet ends when it comes."""
        desk = self._desk
        desk.advance(now)
        order = desk.register.find(order_id)
        if order is None:
            desk.register.remember(order_id)
        else:
            desk.ask(order, Due.CANCEL, now + cancel_delay(order.model, draw))
        return desk.told()

    def cancel_all(
        self, now: int, *, account_id: AccountId | None = None, draw: int = 0
    ) -> list[Outcome]:
        """Take back all orders, or those of one account."""
        desk = self._desk
        desk.advance(now)
        for order in desk.register.live(account_id):
            if order.life.is_live:
                desk.ask(order, Due.CANCEL, now + cancel_delay(order.model, draw))
        return desk.told()

    def replace(self, order_id: OrderId, new: Order, now: int, *, draw: int = 0) -> list[Outcome]:
        """Put another order in the place of one, after its delay.

        The new size counts what was filled already. The place in line is kept only when nothing
        but the size has changed, and it has shrunk.
        """
        desk = self._desk
        desk.advance(now)
        desk.register.add(new)
        old = desk.register.find(order_id)
        if old is None:
            desk.end(new, Happening.REJECT, "the order that it replaces has ended")
        else:
            new.replaces = order_id
            desk.ask(old, Due.REPLACE, now + cancel_delay(old.model, draw), new)
        return desk.told()

    def quote(self, now: int, bid: Offer | None, ask: Offer | None) -> list[Outcome]:
        """The market shows a new best bid and ask: a price and a size each, or nothing."""
        self._desk.advance(now)
        self._desk.show_best(bid, ask)
        return self._desk.told()

    def depth(self, now: int, bids: list[Offer], asks: list[Offer]) -> list[Outcome]:
        """The market shows all its best bids and asks anew, best first."""
        self._desk.advance(now)
        self._desk.show(bids, asks)
        return self._desk.told()

    def stale(self, now: int, reason: str) -> list[Outcome]:
        """Nobody knows what the market shows: nothing trades with it, and orders say ``reason``."""
        self._desk.advance(now)
        self._desk.show([], [])
        self._desk.floor.missing = reason
        return self._desk.told()

    def trade(
        self, now: int, price: int, size: int, auction: Auction | None = None
    ) -> list[Outcome]:
        """The market traded ``size`` at ``price``."""
        self._desk.advance(now)
        if auction is None:
            self._desk.hear(price, size)
        else:
            self._desk.cross(auction, price, size)
        return self._desk.told()

    def status(self, now: int, status: InstrumentStatus) -> list[Outcome]:
        """From now on the symbol trades like this."""
        self._desk.advance(now)
        self._desk.change(status, self._desk.phase)
        return self._desk.told()

    def phase(self, now: int, phase: SessionPhase) -> list[Outcome]:
        """Another part of the trading day begins."""
        self._desk.advance(now)
        self._desk.change(self._desk.status, phase)
        return self._desk.told()

    def band(self, now: int, low: int, high: int) -> list[Outcome]:
        """Nothing trades below ``low`` or above ``high``."""
        self._desk.advance(now)
        self._desk.limit(low, high)
        return self._desk.told()

    def clock(self, now: int) -> list[Outcome]:
        """Time has passed."""
        self._desk.advance(now)
        return self._desk.told()

    def shown(self, *, is_buy: bool) -> list[Offer]:
        """What our users' orders show on one side: prices and sizes, best first."""
        market = self._desk.floor.shown
        ladder = market.buys if is_buy else market.sells
        return [(level.price, level.size) for level in ladder.in_order()]

    def find(self, order_id: OrderId) -> Order | None:
        """An order that is live."""
        return self._desk.register.find(order_id)

    def stop_of(self, order: Order) -> int:
        """Where an order is triggered as things stand; zero if it does not wait for a price."""
        return self._desk.floor.watch.stop(order)

    def mark_of(self, order: Order) -> int:
        """The best price that a trailing stop has seen; zero if it does not follow any more."""
        return self._desk.floor.watch.mark(order)

    @staticmethod
    def _group(order: Order, exits: Sequence[Order], kind: OrderClass) -> None:
        if not exits:
            return
        if {order.terms.model} != {one.terms.model for one in exits}:
            raise MixedModels("orders of one group are filled by one model")
        is_oco = kind is OrderClass.OCO
        members = [order, *exits] if is_oco else [*exits]
        group = Group(kind, None if is_oco else order, members)
        for one in (order, *exits):
            one.group = group
