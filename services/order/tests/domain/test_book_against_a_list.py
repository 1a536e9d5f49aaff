"""The fast book does, fill by fill, what a list that is obviously right does slowly."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from order.domain.book import Book
from order.domain.fill import Fill
from order.domain.market import Market, Quote
from order.domain.order import RESTING, Order
from vocabulary import AccountId, OrderId, OrderType, Price, Quantity, Side, Symbol

IBM = Symbol("IBM")
NO_QUOTE = Quote(-1)
Row = tuple[UUID, UUID, Decimal, Decimal, str, Quote]


@dataclass
class Listed:
    """An order of the list. ``sign`` is 1 for a buy, so that a lower ``sign * price`` is better."""

    id: UUID
    account: UUID
    sign: int
    unpriced: bool
    bound: Decimal
    seen: Decimal | None
    open: Decimal
    fills: int = 0

    def allows(self, price: Decimal) -> bool:
        return self.sign * price <= self.sign * self.bound


@dataclass
class NaiveBook:
    """All open orders in one list, oldest first; everything is searched for from the start."""

    orders: list[Listed] = field(default_factory=list[Listed])
    quote: Quote = NO_QUOTE
    taken: dict[int, Decimal] = field(default_factory=lambda: {1: Decimal(0), -1: Decimal(0)})
    rows: list[Row] = field(default_factory=list[Row])

    def place(self, taker: Listed) -> None:
        while taker.open and (found := self.best_for(taker)):
            price, maker = found
            other = "trader" if maker else "market"
            quantity = min(taker.open, maker.open if maker else self.left(taker.sign))
            for order in [maker, taker] if maker else [taker]:
                self.fill(order, quantity, price, other)
        self.orders = [order for order in [*self.orders, taker] if order.open]

    def show(self, quote: Quote) -> None:
        if quote.sequence <= self.quote.sequence:
            return
        self.quote, self.taken = quote, {1: Decimal(0), -1: Decimal(0)}
        for sign in (1, -1):
            mine = [order for order in self.orders if order.sign == sign]
            mine.sort(key=lambda o: (not o.unpriced, Decimal(0) if o.unpriced else -sign * o.bound))
            for order in mine:
                price = self.touch(sign)
                if price is not None and order.allows(price) and (left := self.left(sign)):
                    self.fill(order, min(left, order.open), price, "market")
        self.orders = [order for order in self.orders if order.open]

    def cancel(self, number: int) -> None:
        self.orders = [order for order in self.orders if order.id != UUID(int=number)]

    def fill(self, order: Listed, quantity: Decimal, price: Decimal, other: str) -> None:
        order.fills += 1
        order.open -= quantity
        if other == "market":
            self.taken[order.sign] += quantity
        name = uuid5(order.id, f"fill/{order.fills}")
        self.rows.append((name, order.id, quantity, price, other, self.quote))

    def touch(self, sign: int) -> Decimal | None:
        quote = self.quote
        if quote.bid is not None and quote.ask is not None and quote.bid > quote.ask:
            return None
        return quote.ask if sign == 1 else quote.bid

    def left(self, sign: int) -> Decimal:
        if self.touch(sign) is None:
            return Decimal(0)
        return (self.quote.ask_size if sign == 1 else self.quote.bid_size) - self.taken[sign]

    def best_for(self, taker: Listed) -> tuple[Decimal, Listed | None] | None:
        sign, touch = taker.sign, self.touch(taker.sign)
        others = [
            order
            for order in self.orders
            if order.open and order.sign != sign
            if order.account != taker.account and order.allows(taker.bound)
        ]
        named = [order.bound for order in others if not order.unpriced]
        named += [] if touch is None else [touch]
        fair = min((sign * price for price in named), default=None)
        fair = (taker.seen or taker.bound) if fair is None else sign * fair
        fair = fair if taker.allows(fair) else taker.bound

        offers: list[tuple[Decimal, int, int, Listed | None]] = []
        for age, order in enumerate(others):
            price = fair if order.unpriced and order.allows(fair) else order.bound
            offers.append((sign * price, 0 if order.unpriced else 1, age, order))
        if touch is not None and taker.allows(touch) and self.left(sign):
            offers.append((sign * touch, 2, 0, None))
        best = min(offers, key=lambda offer: offer[:3], default=None)
        return best and (sign * best[0], best[3])


@dataclass(frozen=True)
class Wish:
    side: Side
    quantity: Decimal
    bound: Decimal
    account: int
    unpriced: bool
    seen: Price | None


class Pair:
    """The real book and the list, given the same things."""

    def __init__(self) -> None:
        self.book: Book = Book(IBM)
        self.naive = NaiveBook()
        self.orders: dict[int, Order] = {}
        self.fills: list[Fill] = []

    def place(self, wish: Wish) -> None:
        number = len(self.orders) + 1
        order_id, account = UUID(int=number), UUID(int=wish.account)
        order = Order(
            order_id=OrderId(order_id),
            account_id=AccountId(account),
            symbol=IBM,
            side=wish.side,
            order_type=OrderType.MARKET if wish.unpriced else OrderType.LIMIT,
            quantity=Quantity(wish.quantity),
            bound_price=Price(wish.bound),
            reference_price=wish.seen,
        )
        self.orders[number] = order
        self.fills += self.book.place(order)
        sign = 1 if wish.side is Side.BUY else -1
        self.naive.place(
            Listed(order_id, account, sign, wish.unpriced, wish.bound, wish.seen, wish.quantity)
        )

    def cancel(self, number: int) -> None:
        if number in self.orders:
            self.book.cancel(OrderId(UUID(int=number)))
            self.naive.cancel(number)

    def show(self, quote: Quote) -> None:
        """Here ``sequence`` says how much newer the quote is than the one before."""
        newer = replace(quote, sequence=quote.sequence + self.book.market.sequence)
        self.fills += self.book.show(newer)
        self.naive.show(newer)

    def restart(self) -> None:
        """What is stored comes back; then the newest quote is shown again."""
        market = self.book.market
        self.orders = {number: replace(order) for number, order in self.orders.items()}
        self.book = Book(
            IBM,
            [order for order in reversed(self.orders.values()) if order.status in RESTING],
            market=Market(market.sequence, market.bid.taken, market.ask.taken),
            last_position=self.book.last_position,
        )
        self.fills += self.book.show(market.quote)

    def check(self) -> None:
        rows = [
            (one.fill_id, one.order.order_id, one.quantity, one.price, one.counterparty, one.quote)
            for one in self.fills
        ]
        assert rows == self.naive.rows
        resting = [order for order in self.orders.values() if order.status in RESTING]
        assert {o.order_id: o.open_quantity for o in resting} == {
            o.id: o.open for o in self.naive.orders
        }
        for one, other in combinations(resting, 2):
            if one.side is not other.side and one.account_id != other.account_id:
                assert not one.allows(other.bound_price), "two traders could trade"


prices = st.sampled_from([Price(Decimal(number) / 2) for number in range(18, 23)])
sizes = st.integers(0, 6).map(lambda number: Quantity(Decimal(number)))
wishes = st.builds(
    Wish,
    side=st.sampled_from(Side),
    quantity=st.integers(1, 9).map(Decimal),
    bound=prices,
    account=st.integers(1, 3),
    unpriced=st.booleans(),
    seen=st.none() | prices,
)
quotes = st.builds(
    Quote,
    sequence=st.sampled_from([1, 1, 1, 2, 0, -1]),
    bid=prices | prices | st.none(),
    bid_size=sizes,
    ask=prices | prices | st.none(),
    ask_size=sizes,
)
Step = Wish | Quote | int | str
steps = st.lists(wishes | wishes | quotes | st.integers(1, 30) | st.just("restart"), max_size=80)


@settings(max_examples=500, deadline=None)
@given(steps)
def test_the_book_and_the_list_make_the_same_fills(steps: list[Step]) -> None:
    pair = Pair()
    for step in steps:
        match step:
            case Wish():
                pair.place(step)
            case Quote():
                pair.show(step)
            case int():
                pair.cancel(step)
            case str():
                pair.restart()
        pair.check()
    _check_shares(pair.fills)


def _check_shares(fills: list[Fill]) -> None:
    """Nothing is sold twice or beyond a bound, and the market trades at what it shows."""
    taken: defaultdict[tuple[int, Side], Decimal] = defaultdict(Decimal)
    traded: defaultdict[Side, Decimal] = defaultdict(Decimal)
    for fill in fills:
        side, quote = fill.order.side, fill.quote
        assert fill.order.allows(fill.price)
        assert 0 <= fill.open_quantity == fill.order.quantity - fill.filled_quantity
        if fill.counterparty == "trader":
            traded[side] += fill.quantity
            continue
        buys = side is Side.BUY
        assert fill.price == (quote.ask if buys else quote.bid)
        taken[quote.sequence, side] += fill.quantity
        assert taken[quote.sequence, side] <= (quote.ask_size if buys else quote.bid_size)
    assert traded[Side.BUY] == traded[Side.SELL]
