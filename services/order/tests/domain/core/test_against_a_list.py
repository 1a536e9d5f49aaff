"""The core does, trade by trade, what a list that is obviously right does slowly."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from slow_book import Listed, Row, Slow

from order.domain.core.line import Entry
from order.domain.core.matching import Matching

prices = st.integers(8, 12)
sizes = st.integers(1, 9)
accounts = st.integers(1, 4)
offers = st.dictionaries(st.integers(8, 12), st.integers(1, 12), max_size=3)


class Both(RuleBasedStateMachine):
    """The same is done to both."""

    def __init__(self) -> None:
        super().__init__()
        self.core: Matching = Matching()
        self.slow = Slow()
        self.entries: dict[int, Entry] = {}
        self.asked: dict[int, int] = {}
        self.rows: list[Row] = []
        self.gone: list[int] = []

    @rule(
        is_buy=st.booleans(),
        price=prices,
        size=sizes,
        account=accounts,
        display=st.integers(0, 3),
        ahead=st.integers(0, 9),
    )
    def place_with_price(
        self, *, is_buy: bool, price: int, size: int, account: int, display: int, ahead: int
    ) -> None:
        entry, listed = self.made(account, price, size, display, is_buy=is_buy)
        self.core.take(entry)
        if entry.left:
            self.core.rest(entry, ahead)
        self.slow.take(listed)
        if listed.left and listed.key not in self.slow.gone:
            if display:
                listed.reserve = max(listed.left - display, 0)
                listed.left -= listed.reserve
            self.slow.join(listed, ahead)
            self.slow.feed()

    @rule(is_buy=st.booleans(), price=prices, size=sizes, account=accounts, waits=st.booleans())
    def place_without(
        self, *, is_buy: bool, price: int, size: int, account: int, waits: bool
    ) -> None:
        entry, listed = self.made(account, price, size, 0, is_buy=is_buy)
        self.core.take(entry)
        if entry.left and waits:
            self.core.wait(entry)
        self.slow.take(listed)
        if listed.left and waits and listed.key not in self.slow.gone:
            listed.is_hungry = True
            self.slow.orders.append(listed)

    @precondition(lambda self: self.slow.orders)
    @rule(which=st.integers(0, 99))
    def cancel(self, which: int) -> None:
        listed = self.slow.orders[which % len(self.slow.orders)]
        self.core.remove(self.entries[listed.key])
        self.slow.drop(listed)

    @precondition(lambda self: self.slow.orders)
    @rule(which=st.integers(0, 99), size=sizes)
    def shrink(self, which: int, size: int) -> None:
        listed = self.slow.orders[which % len(self.slow.orders)]
        self.asked[listed.key] -= min(size, self.entries[listed.key].open)
        self.core.shrink(self.entries[listed.key], size)
        hidden = min(size, listed.reserve)
        listed.reserve -= hidden
        listed.left = max(listed.left - (size - hidden), 0)
        if not listed.left:
            self.slow.drop(listed)

    @rule(bids=offers, asks=offers)
    def show(self, bids: dict[int, int], asks: dict[int, int]) -> None:
        best = min(asks, default=99)
        bids = {price: size for price, size in bids.items() if price < best}
        self.core.show(sorted(bids.items(), reverse=True), 0, is_bid=True)
        self.core.show(sorted(asks.items()), 0, is_bid=False)
        self.core.meet_market()
        self.slow.show(bids, asks)

    @rule(price=prices, size=st.integers(1, 20))
    def hear(self, price: int, size: int) -> None:
        self.core.hear(price, size)
        self.slow.hear(price, size)

    @invariant()
    def same(self) -> None:
        self.rows += [
            (taker.key, maker.key if maker else 0, price, size, how)
            for taker, maker, price, size, how in self.core.trades
        ]
        self.gone += [entry.key for entry in self.core.withdrawn]
        self.core.trades.clear()
        self.core.withdrawn.clear()
        assert self.rows == self.slow.rows
        assert self.gone == self.slow.gone
        for is_buy, ladder in ((True, self.core.buys), (False, self.core.sells)):
            assert [(e.key, e.left, e.reserve) for e in ladder.entries()] == [
                (o.key, o.left, o.reserve) for o in self.slow.line(is_buy=is_buy)
            ]
            for level in ladder.in_order():
                line = [o for o in self.slow.line(is_buy=is_buy) if o.price == level.price]
                assert level.size == sum(one.left for one in line)
                assert level.first is not None
                assert level.ahead(level.first) == line[0].ahead
        hungry = [one.key for one in self.slow.orders if one.is_hungry]
        assert [*self.core.hungry] == hungry

    @invariant()
    def nothing_is_crossed_or_traded_twice(self) -> None:
        buy, sell = self.core.buys.best(), self.core.sells.best()
        assert buy is None or sell is None or buy.price < sell.price
        traded = dict.fromkeys(self.asked, 0)
        for taker, maker, _, size, _ in self.rows:
            traded[taker] += size
            if maker:
                traded[maker] += size
        for key, size in traded.items():
            assert size + self.entries[key].open <= self.asked[key]

    def made(
        self, account: int, price: int, size: int, display: int, *, is_buy: bool
    ) -> tuple[Entry, Listed]:
        key = len(self.entries) + 1
        self.entries[key] = Entry(key, account, is_buy, price, size, display)
        self.asked[key] = size
        return self.entries[key], Listed(key, account, is_buy, price, size, display)


TestBoth = Both.TestCase
TestBoth.settings = settings(max_examples=300, stateful_step_count=40, deadline=None)
