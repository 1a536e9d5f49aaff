"""When orders may work: delays, sessions, halts, auctions, time in force, and groups."""

from order.domain.core.shown import Offer
from order.domain.exchange import auction, words
from order.domain.exchange.agenda import Agenda, Due, Plan
from order.domain.exchange.floor import Floor
from order.domain.exchange.journal import Journal, Outcome
from order.domain.exchange.order import Order
from order.domain.exchange.register import Register
from order.domain.exchange.replacing import replace
from order.domain.exchange.terms import IN_AUCTIONS
from order.domain.lifecycle import Happening
from order.domain.units import MILLISECOND
from vocabulary import (
    Auction,
    InstrumentStatus,
    OrderStatus,
    SessionPhase,
)

_AUCTIONS = {
    InstrumentStatus.OPENING_AUCTION: Auction.OPENING,
    InstrumentStatus.CLOSING_AUCTION: Auction.CLOSING,
}


class Desk:
    """Orders on their way to the floor and in the waiting ``room`` beside it."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.floor = Floor(self.journal)
        self.agenda = Agenda()
        self.register = Register()
        self.status = InstrumentStatus.TRADING
        self.phase = SessionPhase.REGULAR
        self.room: dict[int, Order] = {}
        self._is_crossed = False

    def advance(self, now: int) -> None:
        """Do all that was due by ``now``, each at its time."""
        journal = self.journal
        while (plan := self.agenda.next(now)) is not None:
            journal.now = max(journal.now, plan.time)
            self._do(plan)
        journal.now = max(journal.now, now)

    def told(self) -> list[Outcome]:
        """What happened; those who ended are forgotten."""
        self._release()
        outcomes = self.journal.told()
        for outcome in outcomes:
            if not outcome.order.life.is_live:
                self.register.forget(outcome.order)
                self.room.pop(outcome.order.number, None)
        return outcomes

    def receive(self, order: Order, due: int) -> None:
        """Let a new order in at ``due``."""
        if self.register.was_canceled(order):
            self.end(order, Happening.CANCEL, "it was canceled before it came")
            return
        if order.terms.expires:
            self.agenda.plan(order.terms.expires, Due.EXPIRE, order)
        if due > self.journal.now:
            wait = f"is on its way for {-(-(due - self.journal.now) // MILLISECOND)} ms"
            self.journal.write(order, Happening.ACCEPT, wait)
            self.agenda.plan(due, Due.ARRIVE, order)
        else:
            self.enter(order)

    def ask(self, order: Order, what: Due, due: int, other: Order | None = None) -> None:
        """Cancel or replace an order at ``due``."""
        if due > self.journal.now:
            wish = Happening.ASK_CANCEL if what is Due.CANCEL else Happening.ASK_REPLACE
            self.journal.write(order, wish, "its owner asked for it")
            self.agenda.plan(due, what, order, other)
        else:
            self._do(Plan(due, 0, what, order, other))

    def enter(self, order: Order) -> None:
        """Let an order work, or wait until it may."""
        if self._may_work(order):
            self.room.pop(order.number, None)
            self.floor.open(order)
            return
        self.room[order.number] = order
        if order.life.status is OrderStatus.PENDING_NEW:
            reason = words.NOT_OPEN.get(order.terms.time_in_force, self._why_not())
            self.journal.write(order, Happening.ACCEPT, reason)

    def end(self, order: Order, happening: Happening, reason: str) -> None:
        """Take an order off, wherever it is."""
        self.room.pop(order.number, None)
        self.floor.end(order, happening, reason)

    def show_best(self, bid: Offer | None, ask: Offer | None) -> None:
        """A quote: one that is crossed shows nothing, because nobody could trade on it."""
        if bid and ask and bid[0] > ask[0]:
            self.show([], [])
            self.floor.missing = "the quote is crossed"
            return
        for market in (self.floor.shown, self.floor.endless):
            for is_bid, offer in ((True, bid), (False, ask)):
                if offer is None:
                    market.show([], self.journal.now, is_bid=is_bid)
                else:
                    market.show_best(*offer, self.journal.now, is_bid=is_bid)
        self._meet(bid, ask)

    def show(self, bids: list[Offer], asks: list[Offer]) -> None:
        """All that the market shows."""
        for market in (self.floor.shown, self.floor.endless):
            market.show(bids, self.journal.now, is_bid=True)
            market.show(asks, self.journal.now, is_bid=False)
        self._meet(bids[0] if bids else None, asks[0] if asks else None)

    def hear(self, price: int, size: int) -> None:
        """The market traded."""
        self.floor.last_price = price
        if self.status is not InstrumentStatus.TRADING:
            return
        self.floor.shown.hear(price, size)
        self.floor.endless.hear(price, size)
        self.floor.settle()
        self._trigger(price, price)

    def cross(self, kind: Auction, price: int, size: int) -> None:
        """The market held its auction (at no price: it held none), and so do we."""
        auction.hold(self.floor, [*self.room.values()], kind, price, size)
        self.floor.last_price = price or self.floor.last_price
        self._is_crossed = True
        for order in [*self.room.values()]:
            if order.life.is_live and order.terms.time_in_force is auction.ONLY_IN[kind]:
                self.end(order, Happening.EXPIRE, "the auction is over")
        self.floor.settle()

    def change(self, status: InstrumentStatus, phase: SessionPhase) -> None:
        """Another status or phase: who may not work any more leaves the floor, who may comes."""
        before, self.status, self.phase = self.status, status, phase
        if before in _AUCTIONS and status is not before:
            if not self._is_crossed:
                self.cross(_AUCTIONS[before], 0, 0)
            self._is_crossed = False
        if phase is not SessionPhase.REGULAR:
            self._pause()
        self._meet(None, None)
        for order in sorted(self.room.values(), key=lambda order: order.number):
            if order.life.is_live and self._may_work(order):
                self.enter(order)
        self._release()

    def limit(self, low: int, high: int) -> None:
        """Price bands."""
        for market in (self.floor.shown, self.floor.endless):
            market.low, market.high = low, high
        if self.status is InstrumentStatus.TRADING:
            self.floor.move()
        self._meet(None, None)

    def _do(self, plan: Plan) -> None:
        order = plan.order
        match plan.what:
            case Due.REPLACE if plan.other is not None:
                self._replace(order, plan.other)
            case _ if not order.life.is_live:
                pass
            case Due.ARRIVE:
                self.enter(order)
            case Due.CANCEL:
                self.end(order, Happening.CANCEL, "its owner took it back")
            case _:
                self.end(order, Happening.EXPIRE, "its time is over")
        self._release()

    def _replace(self, old: Order, new: Order) -> None:
        is_waiting = self.room.pop(old.number, None) is not None
        if replace(self.floor, old, new):
            self.enter(new)
        elif is_waiting and old.life.is_live:
            self.room[old.number] = old
        if new.life.is_live and new.terms.expires:
            self.agenda.plan(new.terms.expires, Due.EXPIRE, new)

    def _release(self) -> None:
        """Let the exits of filled entries work."""
        while self.floor.full:
            group = self.floor.full.pop(0)
            for one in group.exits:
                one.size = group.filled
            for one in group.exits:
                if one.life.is_live:
                    self.journal.write(one, Happening.RELEASE, "its entry is filled")
                    self.enter(one)

    def _meet(self, bid: Offer | None, ask: Offer | None) -> None:
        if bid or ask:
            self.floor.missing = ""
        if self.status is not InstrumentStatus.TRADING:
            return
        for market in (self.floor.shown, self.floor.endless):
            market.meet_market()
        self.floor.settle()
        self._trigger(bid[0] if bid else 0, ask[0] if ask else 0)

    def _trigger(self, low: int, high: int) -> None:
        if self.phase is SessionPhase.REGULAR:
            self.floor.trigger(self.floor.watch.see(low, high))
        self._release()

    def _pause(self) -> None:
        """Outside of the session only those work that asked for it."""
        for order in [*self.floor.orders.values()]:
            if self.phase is SessionPhase.CLOSED or not order.terms.is_extended:
                order.mark = self.floor.watch.mark(order)
                self.floor.withdraw(order)
                del self.floor.orders[order.number]
                self.room[order.number] = order
                self.journal.write(order, Happening.PAUSE, self._why_not())

    def _may_work(self, order: Order) -> bool:
        if self.status is not InstrumentStatus.TRADING or order.terms.time_in_force in IN_AUCTIONS:
            return False
        is_open = self.phase is not SessionPhase.CLOSED
        return self.phase is SessionPhase.REGULAR or (is_open and order.terms.is_extended)

    def _why_not(self) -> str:
        if self.status is InstrumentStatus.TRADING:
            return "waits until the market is open for it"
        return f"waits until the market trades: it is {self.status}".replace("_", " ")
