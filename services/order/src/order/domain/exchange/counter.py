"""What owners want: orders that come after a delay, wait, are taken back, replaced and expire."""

from order.domain.exchange import lookout, words
from order.domain.exchange.agenda import Agenda, Due, Plan
from order.domain.exchange.floor import Floor
from order.domain.exchange.journal import Journal, Outcome
from order.domain.exchange.order import Order
from order.domain.exchange.register import Register
from order.domain.exchange.replacing import replace
from order.domain.exchange.session import Session
from order.domain.exchange.terms import AT_ONCE, GTC_MAX
from order.domain.lifecycle import Happening
from order.domain.units import MILLISECOND
from vocabulary import OrderStatus, TimeInForce


class Counter:
    """Orders on their way to the floor and in the waiting ``room`` beside it."""

    def __init__(self, journal: Journal, floor: Floor, session: Session) -> None:
        self.journal = journal
        self.floor = floor
        self.session = session
        self.agenda = Agenda()
        self.register = Register()
        self.room: dict[int, Order] = {}

    def advance(self, now: int) -> None:
        """Do all that was due by ``now``, each at its time."""
        journal = self.journal
        while (plan := self.agenda.next(now)) is not None:
            self.floor.pass_time(max(journal.now, plan.time))
            self.do(plan)
        self.floor.pass_time(max(journal.now, now))

    def told(self) -> list[Outcome]:
        """What happened; those who ended are forgotten."""
        self.release()
        outcomes = self.journal.told()
        for outcome in outcomes:
            if not outcome.order.life.is_live:
                self._forget(outcome.order)
        self.agenda.sweep(len(self.register))
        return outcomes

    def receive(self, order: Order, delay: int) -> None:
        """Let a new order in, ``delay`` after its owner placed it."""
        due = order.placed + delay
        if delay:
            milliseconds = str(-(-delay // MILLISECOND))
            why = f"is on its way for {milliseconds} ms"
            self.journal.write_wish(
                order, Happening.ACCEPT, order.placed, why, milliseconds=milliseconds
            )
        if due > self.journal.now:
            self.agenda.plan(due, Due.ARRIVE, order)
        else:
            self.enter(order)

    def age(self, order: Order) -> None:
        """See to it that an order ends when its time is over."""
        terms = order.terms
        if terms.expires:
            self.agenda.plan(terms.expires, Due.EXPIRE, order)
        elif terms.time_in_force is TimeInForce.GTC:
            self.agenda.plan(order.placed + GTC_MAX, Due.EXPIRE, order)

    def ask(
        self, order: Order, what: Due, asked: int, delay: int, other: Order | None = None
    ) -> None:
        """Cancel or replace an order, ``delay`` after its owner ``asked`` for it."""
        is_cancel = what is Due.CANCEL
        if delay and asked > self.journal.now:
            self.agenda.plan(asked, Due.ASK_CANCEL if is_cancel else Due.ASK_REPLACE, order)
        elif delay:
            self._ask(order, asked, is_cancel=is_cancel)
        if asked + delay > self.journal.now:
            self.agenda.plan(asked + delay, what, order, other)
        else:
            self.do(Plan(asked + delay, 0, what, order, other))

    def enter(self, order: Order) -> None:
        """Let an order work, or wait until it may."""
        if self.session.may_work(order):
            self.room.pop(order.number, None)
            self._open(order)
            return
        if order.terms.time_in_force in AT_ONCE:
            why = self.session.why_not(order).removeprefix("waits")
            self.end(order, Happening.CANCEL, f"it was to trade at once, and has to wait{why}")
            return
        self.room[order.number] = order
        is_new = order.life.status is OrderStatus.PENDING_NEW
        happening = Happening.ACCEPT if is_new else Happening.WAIT
        self.journal.write(order, happening, self.session.why_not(order))

    def pause(self, order: Order) -> None:
        """Let an order that works wait until it may again."""
        self.floor.withdraw(order)
        del self.floor.orders[order.number]
        self.room[order.number] = order
        self.journal.write(order, Happening.PAUSE, self.session.why_not(order))

    def end(self, order: Order, happening: Happening, reason: str) -> None:
        """Take an order off, wherever it is."""
        self.room.pop(order.number, None)
        self.floor.end(order, happening, reason)

    def do(self, plan: Plan) -> None:
        """Do what is due."""
        order = plan.order
        match plan.what:
            case Due.REPLACE if plan.other is not None:
                self._replace(order, plan.other)
            case Due.CANCEL:
                self._cancel(order)
            case _ if order.life.is_live:
                self._do_live(plan.what, order)
            case _:
                pass
        self.release()

    def release(self) -> None:
        """Let the exits of filled entries work."""
        while self.floor.full:
            group = self.floor.full.pop(0)
            for one in group.exits:
                one.size = group.filled
            for one in group.exits:
                if one.life.is_live:
                    self.journal.write(one, Happening.RELEASE, "its entry is filled")
                    self.enter(one)

    def _open(self, order: Order) -> None:
        """Let an order work; one that waits for its price does not wait if that is there."""
        if not order.terms.waits_for_price or order.is_triggered:
            self.floor.trade(order)
            return
        lookout.wait(self.floor, order)
        if self.session.is_regular:
            lookout.look(self.floor, order)

    def _forget(self, order: Order) -> None:
        """Let go of an order that has ended; what took its place may have its number."""
        self.register.forget(order)
        if self.room.get(order.number) is order:
            del self.room[order.number]

    def _do_live(self, what: Due, order: Order) -> None:
        match what:
            case Due.ARRIVE:
                self.enter(order)
            case Due.EXPIRE:
                self.end(order, Happening.EXPIRE, words.of_age(order.terms))
            case Due.END_DAY if self.session.is_regular:
                self.end(order, Happening.EXPIRE, words.DAY_OVER)
            case Due.END_DAY:
                pass
            case _:
                self._ask(order, self.journal.now, is_cancel=what is Due.ASK_CANCEL)

    def _ask(self, order: Order, asked: int, *, is_cancel: bool) -> None:
        wish = Happening.ASK_CANCEL if is_cancel else Happening.ASK_REPLACE
        self.journal.write_wish(order, wish, asked, "its owner asked for it")

    def _cancel(self, order: Order) -> None:
        """Take an order back, or the one that has taken its place meanwhile."""
        if order.replaced_by is not None:
            order = self.register.heir(order.order_id) or order
        if order.life.is_live:
            self.end(order, Happening.CANCEL, "its owner took it back")

    def _replace(self, old: Order, new: Order) -> None:
        is_waiting = self.room.pop(old.number, None) is not None
        is_coming = replace(self.floor, old, new)
        if old.replaced_by == new.order_id:
            self.register.inherit(new)
        if is_coming:
            self.enter(new)
        elif is_waiting and old.life.is_live:
            self.room[old.number] = old
        if new.life.is_live:
            self.age(new)
