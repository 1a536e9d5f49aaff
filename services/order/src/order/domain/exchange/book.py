"""The exchange of one symbol: wishes and market data in, steps in the lives of orders out.

Every method takes the market time, does first all that was due before, and tells what happened to
whom. The same calls always tell the same: there is no clock and no dice in here.
"""

from collections.abc import Iterable, Sequence

from order.domain.core.shown import Offer
from order.domain.exchange import words
from order.domain.exchange.agenda import Due
from order.domain.exchange.desk import Desk
from order.domain.exchange.grouping import unite
from order.domain.exchange.journal import Outcome
from order.domain.exchange.order import Order
from order.domain.lifecycle import Happening
from order.domain.models.fills import cancel_delay, order_delay
from order.domain.units import size_text
from vocabulary import Auction, InstrumentStatus, OrderClass, OrderId, SessionPhase


class Book:
    """Orders of one symbol and its market. Times are in microseconds of market time.

    What owners wish for does not move the time: it takes effect after its delay, or now, if the
    book is beyond that already.
    """

    def __init__(self, desk: Desk | None = None) -> None:
        self.desk: Desk = desk or Desk()

    @property
    def now(self) -> int:
        """Market time as far as the book has come."""
        return self.desk.journal.now

    @property
    def is_idle(self) -> bool:
        """Whether the book can be forgotten: no order is live, and nothing taken is missed.

        Another one that is shown what a view of the market remembers would go on the same.
        """
        market = self.desk.floor.shown
        is_untouched = market.bids.is_untouched and market.asks.is_untouched
        return not self.desk.counter.register.live() and is_untouched

    def place(
        self,
        order: Order,
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
        counter = self.desk.counter
        unite(order, exits, kind)
        for one in (order, *exits):
            counter.register.add(one)
            counter.age(one)
        if order.terms.is_reduce_only and reducible is not None:
            if not reducible:
                counter.end(order, Happening.REJECT, "there is nothing that it could reduce")
                return counter.told()
            self._reduce((order, *exits), reducible)
        for one in exits:
            if kind is not OrderClass.OCO:
                self.desk.journal.write(one, Happening.HOLD, "waits until its entry is filled")
        for one in (order, *exits) if kind is OrderClass.OCO else (order,):
            if one.life.is_live:
                counter.receive(one, order_delay(one.model, draw))
        return counter.told()

    def adopt(self, order: Order) -> list[Outcome]:
        """Take in an order that works already, and has lost its book; it comes last in line."""
        counter = self.desk.counter
        counter.register.add(order)
        counter.age(order)
        counter.enter(order)
        return counter.told()

    def withdraw(self, order: Order) -> list[Outcome]:
        """An order has come that its owner took back long before: it ends without having worked."""
        counter = self.desk.counter
        counter.register.add(order)
        counter.end(order, Happening.CANCEL, "it was canceled before it came")
        return counter.told()

    def cancel(self, order_id: OrderId, asked: int, *, draw: int = 0) -> list[Outcome]:
        """Take an order back that its owner ``asked`` to be canceled, after the delay of that.

        If another order has taken its place, that one is taken back. Asking twice is asking once,
        and what is not live any more cannot be taken back.
        """
        counter = self.desk.counter
        order = counter.register.find(order_id) or counter.register.heir(order_id)
        if order is not None and not order.is_canceling:
            order.is_canceling = True
            counter.ask(order, Due.CANCEL, asked, cancel_delay(order.model, draw))
        return counter.told()

    def replace(self, order_id: OrderId, new: Order, *, draw: int = 0) -> list[Outcome]:
        """Put another order in the place of one, after the delay from when the new was placed.

        The new size counts what was filled already. The place in line is kept only when nothing
        but the size has changed, and it has shrunk.
        """
        counter = self.desk.counter
        counter.register.add(new)
        old = counter.register.find(order_id)
        if old is None:
            counter.end(new, Happening.REJECT, "the order that it replaces has ended")
        else:
            new.replaces = order_id
            delay = cancel_delay(old.model, draw)
            counter.ask(old, Due.REPLACE, new.placed, delay, new)
        return counter.told()

    def keep(self, order_id: OrderId, new: OrderId, reason: str) -> list[Outcome]:
        """The ``new`` order was refused before it came: the one that it was to replace stays."""
        counter = self.desk.counter
        order = counter.register.find(order_id)
        if order is not None:
            why = f"it could not be replaced: {reason}"
            counter.journal.write(order, Happening.KEEP, why, replacement=str(new))
        return counter.told()

    def restart(self, now: int) -> list[Outcome]:
        """Market time was taken back, or the market begins anew: what it showed is void.

        Orders, cancels and replacements that were under way take effect at once, but for those of
        later, if time was not taken back; expiries keep their time. How the symbol trades is to be
        told next.
        """
        self.desk.restart(now)
        return self.desk.counter.told()

    def end_day(self, now: int) -> list[Outcome]:
        """The symbol's trading day is over: orders of the day expire.

        Where there are phases, those for the regular session have expired when it ended, and
        those for extended hours do when trading is closed; so at the end of the session the phase
        that follows is told at the same time.
        """
        self._advance(now)
        self.desk.end_day()
        return self.desk.counter.told()

    def quote(self, now: int, bid: Offer | None, ask: Offer | None) -> list[Outcome]:
        """The market shows a new best bid and ask: a price and a size each, or nothing."""
        self._advance(now)
        self.desk.show_best(bid, ask)
        return self.desk.counter.told()

    def depth(self, now: int, bids: list[Offer], asks: list[Offer]) -> list[Outcome]:
        """The market shows all its best bids and asks anew, best first."""
        self._advance(now)
        self.desk.show(bids, asks)
        return self.desk.counter.told()

    def stale(self, now: int, reason: str) -> list[Outcome]:
        """Nobody knows what the market shows: nothing trades with it, and orders say ``reason``."""
        self._advance(now)
        self.desk.doubt(reason)
        return self.desk.counter.told()

    def doubt(self, now: int, reason: str) -> list[Outcome]:
        """Nobody knows how the symbol trades either: nothing does until all was told."""
        self._advance(now)
        self.desk.session.is_known = False
        self.desk.doubt(reason)
        return self.desk.counter.told()

    def know(self, now: int) -> list[Outcome]:
        """All was told of how the symbol trades."""
        self._advance(now)
        self.desk.know()
        return self.desk.counter.told()

    def trade(
        self, now: int, price: int, size: int, auction: Auction | None = None
    ) -> list[Outcome]:
        """The market traded ``size`` at ``price``."""
        self._advance(now)
        if auction is None:
            self.desk.hear(price, size)
        else:
            self.desk.cross(auction, price, size)
        return self.desk.counter.told()

    def status(self, now: int, status: InstrumentStatus) -> list[Outcome]:
        """From now on the symbol trades like this."""
        self._advance(now)
        self.desk.change(status, self.desk.session.phase)
        return self.desk.counter.told()

    def phase(self, now: int, phase: SessionPhase) -> list[Outcome]:
        """Another part of the trading day begins; what was traded before is of the one before."""
        self._advance(now)
        self.desk.floor.fresh_price = 0
        self.desk.change(self.desk.session.status, phase)
        return self.desk.counter.told()

    def band(self, now: int, low: int, high: int) -> list[Outcome]:
        """Nothing trades below ``low`` or above ``high``."""
        self._advance(now)
        self.desk.limit(low, high)
        return self.desk.counter.told()

    def clock(self, now: int) -> list[Outcome]:
        """Time has passed."""
        self._advance(now)
        return self.desk.counter.told()

    def shown(self, *, is_buy: bool) -> list[Offer]:
        """What our users' orders show on one side: prices and sizes, best first."""
        market = self.desk.floor.shown
        ladder = market.buys if is_buy else market.sells
        return [(level.price, level.size) for level in ladder.in_order()]

    def find(self, order_id: OrderId) -> Order | None:
        """An order that is live."""
        return self.desk.counter.register.find(order_id)

    def stop_of(self, order: Order) -> int:
        """Where an order is triggered as things stand; zero if it does not wait for a price."""
        return self.desk.floor.watch.stop(order)

    def mark_of(self, order: Order) -> int:
        """The best price that a trailing stop has seen; zero if it does not follow any more."""
        return self.desk.floor.watch.mark(order)

    def _reduce(self, orders: Iterable[Order], reducible: int) -> None:
        """Let none of these trade more than there is."""
        for one in orders:
            if one.size > reducible:
                reason = words.of_reduced(reducible, one.size)
                one.size = reducible
                self.desk.journal.write(one, Happening.SHRINK, reason, size=size_text(reducible))

    def _advance(self, now: int) -> None:
        self.desk.counter.advance(now)
