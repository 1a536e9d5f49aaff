"""What the market does: quotes, trades, halts, auctions and the phases of the day."""

from order.domain.core.shown import ENDLESS, Offer
from order.domain.exchange import auction, lookout, words
from order.domain.exchange.agenda import Due
from order.domain.exchange.counter import Counter
from order.domain.exchange.floor import Floor
from order.domain.exchange.journal import Journal
from order.domain.exchange.session import AUCTIONS, Session
from order.domain.lifecycle import Happening
from vocabulary import Auction, InstrumentStatus, SessionPhase

NOTHING_SHOWN = "the market shows no prices"
BEGUN = "the market begins anew"


class Desk:
    """Tells the floor what the market does, and the counter who may work."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.floor = Floor(self.journal)
        self.session = Session()
        self.counter = Counter(self.journal, self.floor, self.session)

    def show_best(self, bid: Offer | None, ask: Offer | None) -> None:
        """A quote: one that is crossed shows nothing, because nobody could trade on it."""
        if bid and ask and bid[0] > ask[0]:
            self.show([], [])
            self.floor.missing = "the quote is crossed"
            return
        for market in self.floor.markets:
            for is_bid, offer in ((True, bid), (False, ask)):
                if offer is None:
                    market.show([], self.journal.now, is_bid=is_bid)
                else:
                    market.show_best(*offer, self.journal.now, is_bid=is_bid)
        self.floor.missing = "" if bid or ask else NOTHING_SHOWN
        self._meet()

    def show(self, bids: list[Offer], asks: list[Offer]) -> None:
        """All that the market shows."""
        self._turn_boards(bids, asks)
        self._meet()

    def doubt(self, reason: str) -> None:
        """Nobody knows what the market shows, nor what it would trade at."""
        self.floor.fresh_price = 0
        self.show([], [])
        self.floor.missing = reason

    def hear(self, price: int, size: int) -> None:
        """The market traded; with no ``size``, that is over, and only said again."""
        self.floor.last_price = self.floor.fresh_price = price
        if not self.session.is_trading or not size:
            return
        self.floor.shown.hear(price, size)
        self.floor.endless.hear(price, size)
        self.floor.settle()
        if self.session.is_regular:
            lookout.see(self.floor, price, price)
        self.counter.release()

    def cross(self, kind: Auction, price: int, size: int) -> None:
        """The market held its auction (at no price: it held none), and so do we.

        Of one that may have been another one nobody has anything.
        """
        waiting = [*self.counter.room.values()]
        if self.session.is_known:
            auction.hold(self.floor, waiting, kind, price, size)
        self.floor.last_price = price or self.floor.last_price
        self.floor.fresh_price = price or self.floor.fresh_price
        self.session.is_crossed = self.session.status in AUCTIONS
        for order in waiting:
            if order.life.is_live and order.terms.time_in_force is auction.ONLY_IN[kind]:
                self.counter.end(order, Happening.EXPIRE, "the auction is over")
        self.floor.settle()

    def change(self, status: InstrumentStatus, phase: SessionPhase) -> None:
        """Another status or phase: who may not work any more leaves the floor, who may comes."""
        session = self.session
        before, session.status = session.status, status
        phase_before, session.phase = session.phase, phase
        if before in AUCTIONS and status is not before:
            if not session.is_crossed:
                self.cross(AUCTIONS[before], 0, 0)
            session.is_crossed = False
        if phase is not phase_before:
            self._turn(phase_before, phase)
        if not session.is_regular:
            self._pause()
        if session.is_trading and before is not status:
            self.floor.move()  # to the bands that were told meanwhile
        self._go_on()

    def know(self) -> None:
        """Everything was told of how the symbol trades; if it does, who may work comes."""
        if self.session.is_known:
            return
        self.session.is_known = True
        if self.session.is_trading:
            self.floor.move()
        self._go_on()

    def limit(self, low: int, high: int) -> None:
        """Price bands."""
        for market in self.floor.markets:
            market.low, market.high = low, high
        if self.session.is_trading:
            self.floor.move()
        self._meet()

    def end_day(self) -> None:
        """The trading day is over. Outside of the regular session phases say for whom it is."""
        if not self.session.is_regular:
            return
        self._expire(extended=False)
        for order in self.counter.register.live():
            if order.terms.is_of_the_day and order.placed < self.journal.now:
                self.counter.agenda.plan(self.journal.now + 1, Due.END_DAY, order)

    def restart(self, now: int) -> None:
        """The market begins anew at ``now``: what it showed is void, what was under way is done.

        What was wished for later stays under way, if time was not taken back: nobody trades at what
        the market showed before they came. An auction that was going on is not held.
        """
        is_back, self.journal.now = now < self.journal.now, now
        self.session.is_crossed = False
        if self.session.status in AUCTIONS:
            self.session.status = InstrumentStatus.HALTED
        self.floor.last_price = self.floor.fresh_price = 0
        self.show([], [])
        self.limit(0, ENDLESS)
        self.floor.missing = BEGUN
        for order in self.counter.register.live() if is_back else ():
            order.placed = min(order.placed, now)
            order.life.time = min(order.life.time, now)
        for plan in self.counter.agenda.under_way(None if is_back else now):
            self.counter.do(plan)

    def _go_on(self) -> None:
        """Trade, if the symbol does; who may work and does not comes to the floor."""
        self._meet()
        for order in sorted(self.counter.room.values(), key=lambda order: order.number):
            if order.life.is_live and self.session.may_work(order):
                self.counter.enter(order)
        self.counter.release()

    def _turn_boards(self, bids: list[Offer], asks: list[Offer]) -> None:
        for market in self.floor.markets:
            market.show(bids, self.journal.now, is_bid=True)
            market.show(asks, self.journal.now, is_bid=False)
        self.floor.missing = "" if bids or asks else NOTHING_SHOWN

    def _turn(self, before: SessionPhase, phase: SessionPhase) -> None:
        """Another phase, and the end of the day for some.

        What a market showed when it closed is not what it will open with.
        """
        if phase is SessionPhase.CLOSED and self.floor.missing != BEGUN:
            self._turn_boards([], [])
        if before is SessionPhase.REGULAR:
            self._expire(extended=False)
        if phase is SessionPhase.CLOSED and before is not SessionPhase.PRE:
            self._expire(extended=True)

    def _expire(self, *, extended: bool) -> None:
        """End the orders of the day, those for extended hours or the others."""
        for order in self.counter.register.live():
            terms = order.terms
            if not order.life.is_live or order.placed >= self.journal.now:
                continue
            if terms.is_of_the_day and terms.is_extended is extended:
                self.counter.end(order, Happening.EXPIRE, words.DAY_OVER)

    def _meet(self) -> None:
        if not self.session.is_trading:
            return
        for market in self.floor.markets:
            market.meet_market()
        self.floor.settle()
        if self.session.is_regular:
            lookout.see_shown(self.floor)
        self.counter.release()

    def _pause(self) -> None:
        """Outside of the session only those work that asked for it."""
        for order in [*self.floor.orders.values()]:
            if not self.session.is_awake(order):
                self.counter.pause(order)
