"""Traders who ask for whatever they like, and a book where whatever may trade does; for tests.

What is asked and what trades is told by two processes, so risk hears either first.
"""

from collections import deque
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from margin_account import ToldMarket
from said_of_orders import ACME, TRADER, Order
from simple_orders import Orders

from events import Event, OrderApproved, OrderCreated, OrderFilled, OrderPartiallyFilled
from risk.domain.account import TradingAccount
from risk.domain.limits import Limits
from risk.domain.rulebook import Rulebook
from risk.handlers import handlers
from vocabulary import Money, OrderClass, OrderId, Quantity, Side, value

CASH, SHARES = Money(Decimal(5_000)), Quantity(Decimal(40))
SIDES = st.sampled_from(Side)
SIZES = st.integers(1, 30)
BOUNDS = st.integers(10, 120)
FEES = st.integers(0, 300).map(lambda cents: Decimal(cents).scaleb(-2))
EXITS = st.lists(st.tuples(BOUNDS, FEES), min_size=2, max_size=2)
EXITS_OF = {
    OrderClass.SIMPLE: 0,
    OrderClass.OCO: 1,
    OrderClass.OTO: 1,
    OrderClass.BRACKET: 2,
}
KINDS = st.sampled_from([*EXITS_OF, None])
"""What there is to place; ``None`` is an order for an amount of money."""


class Whatever(RuleBasedStateMachine):
    """Orders of one account, their book, and risk, which hears of both when it comes to it."""

    def __init__(self) -> None:
        super().__init__()
        self.orders = Orders()
        self.market, self.rulebook = ToldMarket(), Rulebook(Limits(Money(Decimal(1_000_000))))
        self.account = TradingAccount(
            TRADER, self.rulebook, None, {ACME: SHARES}, market=self.market
        )
        self.account.open(CASH)
        self.asked: deque[Event] = deque()
        self.approved: deque[OrderApproved] = deque()
        self.happened: deque[Event] = deque()
        self.replacing: set[OrderId] = set()
        self.cash, self.shares = Decimal(CASH), Decimal(SHARES)

    @rule(
        kind=KINDS, side=SIDES, size=SIZES, bound=BOUNDS, fee=FEES, exits=EXITS, soon=st.booleans()
    )
    def place(
        self,
        *,
        kind: OrderClass | None,
        side: Side,
        size: int,
        bound: int,
        fee: Decimal,
        exits: list[tuple[int, Decimal]],
        soon: bool,
    ) -> None:
        if kind is None:
            asked = self.orders.ask(Side.BUY, size, bound, fee=fee, money=size * bound)
        else:
            own = exits[: EXITS_OF[kind]]
            asked = self.orders.ask(side, size, bound, fee=fee, kind=kind, exits=own)
        self.asked.append(asked)
        if soon:
            self.rest()

    @rule()
    def rest(self) -> None:
        """Let everybody hear everything, and the book act on it."""
        self._settle()
        while self.happened:
            self.hear_what_happened()

    @precondition(lambda self: self.orders.live)
    @rule(data=st.data(), more=st.integers(-5, 9), bound=BOUNDS, fee=FEES)
    def replace(self, data: st.DataObject, more: int, bound: int, fee: Decimal) -> None:
        old = self._any(data)
        if old.money is not None or old.order_id in self.replacing:
            return
        self.replacing.add(old.order_id)
        size = max(old.filled + old.open + more, 1)
        asked = self.orders.ask(old.side, size, bound, fee=fee, replaces=old.order_id)
        self.asked.append(asked)

    @precondition(lambda self: self.asked)
    @rule()
    def hear_what_is_asked(self) -> None:
        order = self.asked.popleft()
        assert isinstance(order, OrderCreated)
        for answer in self._hear(order):
            if isinstance(answer, OrderApproved):
                assert answer.model_dump() == order.model_dump()
                self.approved.append(answer)
            elif order.replaces is not None:
                self.replacing.discard(order.replaces)

    @precondition(lambda self: self.approved)
    @rule()
    def take(self) -> None:
        approved = self.approved.popleft()
        self.happened.extend(self.orders.take(approved))
        if approved.replaces is not None:
            self.replacing.discard(approved.replaces)

    @precondition(lambda self: any(not one.is_held for one in self.orders.live.values()))
    @rule(data=st.data(), part=SIZES, better=st.integers(0, 9), fee=FEES)
    def trade(self, data: st.DataObject, part: int, better: int, fee: Decimal) -> None:
        one = self._any(data, working=True)
        price = max(one.bound - better, 1) if one.side is Side.BUY else one.bound + better
        if one.money is not None:  # it buys as much as it can pay for
            one.open = one.money // price
        size = min(part, one.open)
        most = one.fee if one.side is Side.BUY or self._buys_back(one) else Decimal(1)
        if size:
            self.happened.extend(self.orders.fill(one, size, price, min(fee, most)))

    @precondition(lambda self: self.orders.live)
    @rule(data=st.data(), is_rejected=st.booleans())
    def end(self, data: st.DataObject, *, is_rejected: bool) -> None:
        one = self._any(data)
        untouched = is_rejected and not one.filled
        self.happened.extend(self.orders.end(one, is_rejected=untouched))

    @precondition(lambda self: self.happened)
    @rule()
    def hear_what_happened(self) -> None:
        event = self.happened.popleft()
        if isinstance(event, OrderFilled | OrderPartiallyFilled):
            sign = 1 if event.side is Side.BUY else -1
            self.cash -= sign * value(event.quantity, event.price) + event.fee
            self.shares += sign * event.quantity
        assert self._hear(event) == []

    @invariant()
    def nothing_is_spent_that_is_not_there(self) -> None:
        free, shares = self.account.free_cash, self.account.free_shares[ACME]
        assert free is not None
        assert free >= 0
        assert shares >= 0
        assert free + self.account.held_cash == self.cash
        assert shares + self.account.held_shares(ACME) == self.shares

    @invariant()
    def what_is_held_is_what_open_orders_may_still_cost(self) -> None:
        """Once everybody knows everything. Fees are left out: they are no more than was said."""
        if self.asked or self.approved or self.happened:
            return
        held = (self.account.held_cash - self._fees(), self.account.held_shares(ACME))
        assert held == self.orders.at_stake()

    def teardown(self) -> None:
        """Let everything be heard and end: then nothing is held."""
        self._settle()
        for one in [*self.orders.live.values()]:
            if one.order_id in self.orders.live:
                self.happened.extend(self.orders.end(one))
        while self.happened:
            self.hear_what_happened()
            self.nothing_is_spent_that_is_not_there()
        assert self.account.commitments == []
        assert (self.account.held_cash, self.account.held_shares(ACME)) == (0, 0)

    def _fees(self) -> Decimal:
        fees = Decimal(0)
        for one in self.account.commitments:
            fees += sum((kept.fee for kept in one.kept), Decimal(0))
            fees += one.exits.fee if one.exits else 0
        return fees

    def _buys_back(self, one: Order) -> bool:
        """Whether what an order brings is to be spent by an exit."""
        exits = one.group.exits if one.group and one.group.entry == one.order_id else []
        return any(self.orders.live[each].side is Side.BUY for each in exits)

    def _settle(self) -> None:
        """Let risk decide on all that was asked, and the book act on it."""
        while self.asked:
            self.hear_what_is_asked()
        while self.approved:
            self.take()

    def _hear(self, event: Event) -> list[Event]:
        return list(handlers.handle(self.account, event))

    def _any(self, data: st.DataObject, *, working: bool = False) -> Order:
        live = [one for one in self.orders.live.values() if not (working and one.is_held)]
        return data.draw(st.sampled_from(live))
