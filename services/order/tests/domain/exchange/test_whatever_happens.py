"""Whatever is wished and whatever the market does: what must always hold, holds."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from order.domain.core.matching import CROSSED, HEARD
from order.domain.core.shown import Offer
from order.domain.exchange.book import Book
from order.domain.exchange.journal import Outcome
from order.domain.exchange.order import Fill, Order
from order.domain.exchange.terms import TRIGGERED, Terms
from order.domain.lifecycle import Happening, Step
from order.domain.units import DOLLAR, MILLISECOND, SHARE
from vocabulary import (
    AccountId,
    Auction,
    InstrumentStatus,
    OrderClass,
    OrderId,
    OrderStatus,
    OrderType,
    SessionPhase,
    TimeInForce,
)

CENT = DOLLAR // 100
ENDS = {Happening.COMPLETE, Happening.CANCEL, Happening.REPLACE, Happening.EXPIRE, Happening.REJECT}
prices = st.integers(995, 1005).map(lambda cents: cents * CENT)
sizes = st.integers(1, 9).map(lambda shares: shares * SHARE)
models = st.sampled_from(["touch/1", "realistic/1", "instant/1", "adverse/1"])
depths = st.dictionaries(prices, sizes, max_size=3)


@st.composite
def wishes(draw: st.DrawFn, *, is_buy: bool | None = None, is_entry: bool = True) -> Terms:
    """Terms that order entry would let pass."""
    order_type = draw(st.sampled_from(OrderType))
    is_market = order_type is OrderType.MARKET
    has_trail = order_type is OrderType.TRAILING_STOP
    is_percent = draw(st.booleans())
    lives = [TimeInForce.DAY] if order_type in TRIGGERED or not is_entry else [*TimeInForce]
    has_bound = order_type in {OrderType.LIMIT, OrderType.STOP_LIMIT} or draw(st.booleans())
    return Terms(
        is_buy=draw(st.booleans()) if is_buy is None else is_buy,
        order_type=order_type,
        size=0 if is_market and is_entry and draw(st.booleans()) else draw(sizes),
        bound=draw(prices) if has_bound else 0,
        time_in_force=draw(st.sampled_from(lives)),
        money=draw(st.integers(1, 10)) * 10 * DOLLAR * SHARE,
        stop=draw(prices),
        trail=draw(st.integers(1, 4)) * CENT if has_trail and not is_percent else 0,
        trail_percent=draw(st.integers(500, 3000)) if has_trail and is_percent else 0,
        display=draw(st.sampled_from([0, 0, SHARE, 2 * SHARE])),
        is_post_only=order_type is OrderType.LIMIT and draw(st.booleans()) and is_entry,
        is_extended=draw(st.booleans()),
        expires=draw(st.sampled_from([0, 0, 50 * MILLISECOND, 500 * MILLISECOND])),
        model=draw(models),
    )


class Whatever(RuleBasedStateMachine):
    """Two books are told the same; what they say must be the same, and make sense."""

    def __init__(self) -> None:
        super().__init__()
        self.books = (Book(), Book())
        self.now = 0
        self.orders: list[tuple[Order, Order]] = []
        self.steps: defaultdict[OrderId, list[Step]] = defaultdict(list)
        self.fills: list[Fill] = []
        self.shown: dict[bool, dict[int, int]] = {True: {}, False: {}}
        self.taken: defaultdict[tuple[bool, int], int] = defaultdict(int)
        self.is_trading = True

    def made(self, wish: Terms, account: int) -> tuple[Order, Order]:
        order_id = OrderId(UUID(int=len(self.orders) + 1))
        account_id = AccountId(UUID(int=account))
        one, other = (Order(order_id, account_id, wish, self.now) for _ in self.books)
        self.orders.append((one, other))
        return self.orders[-1]

    def tell(self, wish: Callable[[Book, int], list[Outcome]]) -> None:
        """Tell both; of a pair of orders each gets its own."""
        said = [wish(book, index) for index, book in enumerate(self.books)]
        facts = [[(o.order.order_id, o.step, o.fill and o.fill[1:]) for o in one] for one in said]
        assert facts[0] == facts[1]
        for order, step, fill in said[0]:
            self.steps[order.order_id].append(step)
            if fill is not None:
                self.count(fill)

    def count(self, fill: Fill) -> None:
        """Within the bound, within what is shown, and no more than was asked for."""
        order = fill.order
        self.fills.append(fill)
        terms = order.terms
        assert fill.size > 0
        assert not terms.bound or (
            fill.price <= terms.bound if terms.is_buy else fill.price >= terms.bound
        )
        assert 0 < order.filled <= order.size
        if terms.size and order.replaces is None and order.group is None:
            assert order.size == terms.size
        if fill.how in {HEARD, CROSSED} or fill.with_trader or order.model.is_endless:
            return
        shown = self.shown[not terms.is_buy]
        assert fill.price in shown or order.model.slippage or order.model.improvement
        self.taken[terms.is_buy, 0] += fill.size
        assert self.taken[terms.is_buy, 0] <= sum(shown.values())

    @rule(wish=wishes(), account=st.integers(1, 4), draw=st.integers(0, 10**6))
    def place(self, *, wish: Terms, account: int, draw: int) -> None:
        pair = self.made(wish, account)
        self.tell(lambda book, own: book.place(pair[own], draw=draw))

    @rule(
        entry=wishes(is_buy=True),
        exits=st.lists(wishes(is_buy=False, is_entry=False), min_size=2, max_size=2),
        kind=st.sampled_from([OrderClass.BRACKET, OrderClass.OCO, OrderClass.OTO]),
        account=st.integers(1, 4),
        model=models,
    )
    def place_group(
        self, *, entry: Terms, exits: list[Terms], kind: OrderClass, account: int, model: str
    ) -> None:
        entry, *exits = [replace(one, model=model) for one in (entry, *exits)]
        if kind is OrderClass.OCO:
            exits = [self.sized(one, 5 * SHARE) for one in exits]
            first, *rest = [self.made(one, account) for one in exits]
        else:
            first = self.made(self.sized(entry, 5 * SHARE), account)
            count = 1 if kind is OrderClass.OTO else 2
            rest = [self.made(self.sized(one, 5 * SHARE), account) for one in exits[:count]]
        self.tell(
            lambda book, own: book.place(first[own], exits=[one[own] for one in rest], kind=kind)
        )

    @staticmethod
    def sized(wish: Terms, size: int) -> Terms:
        return replace(wish, size=size, money=0)

    @precondition(lambda self: self.orders)
    @rule(which=st.integers(0, 10**6))
    def cancel(self, *, which: int) -> None:
        order_id = self.orders[which % len(self.orders)][0].order_id
        self.tell(lambda book, _: book.cancel(order_id, self.now))

    @precondition(lambda self: self.orders)
    @rule(which=st.integers(0, 10**6), size=sizes, bound=prices, keeps=st.booleans())
    def replace(self, *, which: int, size: int, bound: int, keeps: bool) -> None:
        old = self.orders[which % len(self.orders)][0]
        wish = self.sized(old.terms, size)
        if not keeps and wish.bound:
            wish = replace(wish, bound=bound)
        new = self.made(wish, old.account_id.int)
        self.tell(lambda book, own: book.replace(old.order_id, new[own]))

    @rule(bids=depths, asks=depths)
    def depth(self, *, bids: dict[int, int], asks: dict[int, int]) -> None:
        best = min(asks, default=10**12)
        bids = {price: size for price, size in bids.items() if price < best}
        self.shown = {True: bids, False: asks}
        self.taken.clear()
        self.tell(
            lambda book, _: book.depth(
                self.now, sorted(bids.items(), reverse=True), sorted(asks.items())
            )
        )

    @rule(price=prices, size=sizes)
    def trade(self, *, price: int, size: int) -> None:
        self.tell(lambda book, _: book.trade(self.now, price, size))

    @rule(price=prices, size=sizes, auction=st.sampled_from(Auction))
    def auction(self, *, price: int, size: int, auction: Auction) -> None:
        if not self.is_trading:
            self.tell(lambda book, _: book.trade(self.now, price, size, auction))

    @rule(status=st.sampled_from([InstrumentStatus.TRADING, *InstrumentStatus]))
    def status(self, *, status: InstrumentStatus) -> None:
        self.is_trading = status is InstrumentStatus.TRADING
        self.tell(lambda book, _: book.status(self.now, status))

    @rule(phase=st.sampled_from([SessionPhase.REGULAR, SessionPhase.REGULAR, *SessionPhase]))
    def phase(self, *, phase: SessionPhase) -> None:
        self.tell(lambda book, _: book.phase(self.now, phase))

    @rule(low=st.integers(990, 999), high=st.integers(1001, 1010))
    def band(self, *, low: int, high: int) -> None:
        self.tell(lambda book, _: book.band(self.now, low * CENT, high * CENT))

    @rule()
    def stale(self) -> None:
        self.shown = {True: {}, False: {}}
        self.tell(lambda book, _: book.stale(self.now, "the quote is stale"))

    @rule(milliseconds=st.sampled_from([1, 15, 30, 1000]))
    def wait(self, *, milliseconds: int) -> None:
        self.now += milliseconds * MILLISECOND
        self.tell(lambda book, _: book.clock(self.now))
        if milliseconds == 1000:
            pending = {OrderStatus.PENDING_NEW, OrderStatus.PENDING_CANCEL}
            for order, _ in self.orders:
                assert order.life.shown not in pending | {OrderStatus.PENDING_REPLACE}

    @invariant()
    def every_order_ends_once_and_last(self) -> None:
        for order, _ in self.orders:
            steps = self.steps[order.order_id]
            assert [step.number for step in steps] == [*range(1, len(steps) + 1)]
            assert all(step.reason for step in steps)
            ends = [step for step in steps if step.happening in ENDS]
            assert len(ends) == (not order.life.is_live)
            assert ends == [steps[-1]][: len(ends)] if steps else not ends
            found = self.books[0].find(order.order_id)
            assert found is (order if order.life.is_live else None)

    @invariant()
    def what_is_bought_is_sold(self) -> None:
        sums = {True: 0, False: 0}
        for fill in self.fills:
            if fill.with_trader:
                sums[fill.order.terms.is_buy] += fill.size
        assert sums[True] == sums[False]
        for order, _ in self.orders:
            mine = [fill for fill in self.fills if fill.order is order]
            assert order.filled == sum(fill.size for fill in mine)
            assert order.value == sum(fill.size * fill.price for fill in mine)
            assert order.fee == sum(fill.fee for fill in mine)

    @invariant()
    def groups_end_together_and_sell_what_was_bought(self) -> None:
        for order, _ in self.orders:
            group = order.group
            if group is None:
                continue
            sold = sum(
                o.filled for o, _ in self.orders if o.group is group and o not in {group.entry}
            )
            sold -= sum(
                o.filled
                for o, _ in self.orders
                if o.group is group and o.terms.is_buy and o is not group.entry
            )
            assert sold <= (group.filled if group.entry is not None else 5 * SHARE)
            alive = {one.life.is_live for one in group.exits}
            if group.entry is None or group.entry.life.status is OrderStatus.FILLED:
                assert len(alive) == 1
            elif not group.entry.life.is_live:
                assert alive == {False}

    @invariant()
    def nothing_is_crossed(self) -> None:
        buys: list[Offer] = self.books[0].shown(is_buy=True)
        sells: list[Offer] = self.books[0].shown(is_buy=False)
        if self.is_trading and buys and sells:
            assert buys[0][0] < sells[0][0]
        assert all(size > 0 for _, size in buys + sells)


TestWhatever = Whatever.TestCase
TestWhatever.settings = settings(
    max_examples=300, stateful_step_count=40, deadline=None, report_multiple_bugs=False
)
