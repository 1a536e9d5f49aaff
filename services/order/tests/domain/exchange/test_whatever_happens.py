"""Whatever is wished and whatever the market does: what must always hold, holds."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from telling import Side, Telling
from wishing import CENT, depths, models, offsets, prices, sizes, wishes

from order.domain.exchange.book import Book
from order.domain.exchange.inputs import act, cancel_item, replace_item
from order.domain.exchange.session import AUCTIONS
from order.domain.exchange.terms import Terms
from order.domain.lifecycle import Happening
from order.domain.units import MILLISECOND, SHARE
from vocabulary import Auction, InstrumentStatus, OrderClass, OrderStatus, SessionPhase

ENDS = {Happening.COMPLETE, Happening.CANCEL, Happening.REPLACE, Happening.EXPIRE, Happening.REJECT}
PENDING = {OrderStatus.PENDING_NEW, OrderStatus.PENDING_CANCEL, OrderStatus.PENDING_REPLACE}


class Whatever(Telling):
    """All that owners and the market may do."""

    @rule(wish=wishes(), account=st.integers(1, 4), offset=offsets)
    def place(self, *, wish: Terms, account: int, offset: int) -> None:
        self.place_all(self.make(wish, account, offset), [], OrderClass.SIMPLE)

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
        sized = [replace(one, model=model, size=5 * SHARE, money=0) for one in (entry, *exits)]
        some = {OrderClass.OCO: sized[1:], OrderClass.OTO: sized[:2]}.get(kind, sized)
        first, *rest = [self.make(one, account) for one in some]
        self.place_all(first, rest, kind)

    @precondition(lambda self: self.made)
    @rule(which=st.integers(0, 10**6), offset=offsets)
    def cancel(self, *, which: int, offset: int) -> None:
        order_id = self.made[which % len(self.made)].order_id
        self.say(cancel_item(order_id, max(self.now + offset, 0)))

    @precondition(lambda self: self.made)
    @rule(which=st.integers(0, 10**6), size=sizes, bound=prices, keeps=st.booleans())
    def replace(self, *, which: int, size: int, bound: int, keeps: bool) -> None:
        old = self.made[which % len(self.made)]
        wish = replace(old.terms, size=size, money=0)
        if not keeps and wish.bound:
            wish = replace(wish, bound=bound)
        new = self.make(wish, old.account_id.int)
        self.say(replace_item(old.order_id, new))
        if (found := self.books[0].find(new.order_id)) is not None:
            self.orders[new.order_id] = found

    @rule(bids=depths, asks=depths)
    def depth(self, *, bids: Side, asks: Side) -> None:
        best = min(asks, default=10**12)
        bids = {price: size for price, size in bids.items() if price < best}
        self.show(bids, asks, bids, asks)
        self.tell("d", "X", self.now, sorted(bids.items(), reverse=True), sorted(asks.items()))

    @rule(bid=st.just(0) | prices, ask=st.just(0) | prices, size=sizes)
    def quote(self, *, bid: int, ask: int, size: int) -> None:
        if bid and ask and bid > ask:
            self.show({}, {}, {}, {})
        else:
            bids = {price: n for price, n in self.deep[True].items() if price < bid}
            asks = {price: n for price, n in self.deep[False].items() if price > ask > 0}
            some_bids, some_asks = {bid: size} if bid else {}, {ask: size} if ask else {}
            self.show(some_bids | bids, some_asks | asks, bids, asks)
        self.tell("q", "X", self.now, bid, size, ask, size)

    @rule(price=prices, size=sizes)
    def trade(self, *, price: int, size: int) -> None:
        self.tell("t", "X", self.now, price, size, "")

    @precondition(lambda self: self.state is not InstrumentStatus.TRADING)
    @rule(price=prices, size=sizes, auction=st.sampled_from(Auction))
    def auction(self, *, price: int, size: int, auction: Auction) -> None:
        self.tell("t", "X", self.now, price, size, auction)

    @rule(status=st.sampled_from([InstrumentStatus.TRADING, *InstrumentStatus]))
    def status(self, *, status: InstrumentStatus) -> None:
        self.state = status
        self.tell("s", "X", self.now, status)

    @rule(phase=st.sampled_from([SessionPhase.REGULAR, SessionPhase.REGULAR, *SessionPhase]))
    def phase(self, *, phase: SessionPhase) -> None:
        self.tell("p", "X", self.now, phase)

    @rule(low=st.integers(990, 999), high=st.integers(1001, 1010), is_free=st.booleans())
    def band(self, *, low: int, high: int, is_free: bool) -> None:
        self.tell("n", "X", self.now, *([0, 0] if is_free else [low * CENT, high * CENT]))

    @rule()
    def stale(self) -> None:
        self.show({}, {}, {}, {})
        self.tell("x", "X", self.now)

    @rule()
    def doubt(self) -> None:
        self.is_known = False
        self.show({}, {}, {}, {})
        self.tell("u", "X", self.now)

    @rule()
    def know(self) -> None:
        self.is_known = True
        self.tell("k", "X", self.now)

    @rule()
    def end_day(self) -> None:
        self.tell("e", "X", self.now)

    @rule(seconds=st.sampled_from([0, 1, 100]))
    def restart(self, *, seconds: int) -> None:
        self.now = seconds * 1000 * MILLISECOND
        self.show({}, {}, {}, {})
        self.state = InstrumentStatus.HALTED if self.state in AUCTIONS else self.state
        self.before = {order_id: len(steps) for order_id, steps in self.steps.items()}
        self.tell("b", self.now)

    @rule(milliseconds=st.sampled_from([1, 15, 30, 1000, 60_000]))
    def wait(self, *, milliseconds: int) -> None:
        self.now += milliseconds * MILLISECOND
        self.tell("c", "X", self.now)
        if milliseconds >= 1000:
            assert not [one for one in self.orders.values() if one.life.shown in PENDING]

    @precondition(lambda self: self.books[0].is_idle and self.is_known)
    @rule()
    def forget(self) -> None:
        self.books[1] = Book()
        for item in self.view.items():
            act(self.books[1], item)
        assert self.books[1].now == self.books[0].now

    @invariant()
    def every_order_ends_once_and_last(self) -> None:
        for order in self.orders.values():
            steps = self.steps[order.order_id]
            assert [step.number for step in steps] == [*range(1, len(steps) + 1)]
            assert all(step.reason for step in steps)
            ends = [step for step in steps if step.happening in ENDS]
            assert len(ends) == (not order.life.is_live)
            assert ends == [steps[-1]][: len(ends)] if steps else not ends
            found = self.books[0].find(order.order_id)
            assert found is (order if order.life.is_live else None)

    @invariant()
    def time_goes_back_only_where_the_market_begins_anew(self) -> None:
        for order_id, steps in self.steps.items():
            times = [step.time for step in steps[self.before.get(order_id, 0) :]]
            assert times == sorted(times)

    @invariant()
    def what_is_bought_is_sold(self) -> None:
        sums = {True: 0, False: 0}
        for fill in self.fills:
            if fill.with_trader:
                sums[fill.order.terms.is_buy] += fill.size
        assert sums[True] == sums[False]
        for order in self.orders.values():
            mine = [fill for fill in self.fills if fill.order is order]
            assert order.filled == sum(fill.size for fill in mine)
            assert order.value == sum(fill.size * fill.price for fill in mine)
            assert order.fee == sum(fill.fee for fill in mine)

    @invariant()
    def groups_end_together_and_sell_what_was_bought(self) -> None:
        for group in {order.group for order in self.orders.values() if order.group is not None}:
            members = [order for order in self.orders.values() if order.group is group]
            sold = sum(one.filled for one in members if not one.terms.is_buy)
            assert sold <= (group.filled if group.entry is not None else 5 * SHARE)
            alive = {one.life.is_live for one in group.exits}
            if group.entry is None or group.entry.life.status is OrderStatus.FILLED:
                assert len(alive) == 1
            elif not group.entry.life.is_live:
                assert alive == {False}

    @invariant()
    def nothing_is_crossed(self) -> None:
        buys = self.books[0].shown(is_buy=True)
        sells = self.books[0].shown(is_buy=False)
        if self.state is InstrumentStatus.TRADING and self.is_known and buys and sells:
            assert buys[0][0] < sells[0][0]
        assert all(size > 0 for _, size in buys + sells)


TestWhatever = Whatever.TestCase
TestWhatever.settings = settings(
    max_examples=200, stateful_step_count=40, deadline=None, report_multiple_bugs=False
)
