"""Checks every fill against the market as it was recorded, knowing only what was shown.

It is told the same as a book, and keeps the newest quote and the newest trade. It does not know how
a book finds its fills; only what is allowed.
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from order.domain.core.trade import CROSSED, HEARD, TOOK, WAITED
from order.domain.exchange.inputs import Item
from order.domain.exchange.journal import Outcome
from order.domain.exchange.order import Fill
from order.domain.lifecycle import Happening
from order.domain.units import price_units
from recorded.market_side import MarketSide
from recorded.ticks import DOLLAR
from vocabulary import Price

ROUNDING = DOLLAR // 10_000
EXACT = frozenset({"touch/1", "instant/1"})
"""Models that pay what is shown."""


class Inspector:
    """Of one symbol. ``seen`` counts the fills of each kind."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self._bid, self._ask = MarketSide(), MarketSide()
        self._traded: tuple[int, int, str] | None = None
        self._last = 0
        self._heard: Counter[bool] = Counter()

    def check(self, item: Item, outcomes: Sequence[Outcome]) -> None:
        """All that came of one thing that was told.

        Raises:
            AssertionError: something that the market did not offer.
        """
        self._see(item)
        meetings: Counter[tuple[int, bool]] = Counter()
        for order, step, fill in outcomes:
            if step.happening is Happening.TRIGGER:
                self._check_trigger(order.terms.is_buy, step.reason)
            if fill is not None:
                self._check_fill(fill)
                if fill.with_trader:
                    meetings[fill.price, order.terms.is_buy] += fill.size
        for price, is_buy in meetings:
            assert meetings[price, is_buy] == meetings[price, not is_buy]

    def _see(self, item: Item) -> None:
        self._traded = None
        if item[0] == "t":
            self._traded = item[3], item[4], item[5]
            self._last = item[3]
            self._heard.clear()
        elif item[0] == "p":
            self._last = 0
        elif item[0] == "q":
            _, _, now, bid, bid_size, ask, ask_size = item
            if bid and ask and bid > ask:  # nobody could trade on it
                bid = bid_size = ask = ask_size = 0
            self._bid.show(bid, bid_size, now)
            self._ask.show(ask, ask_size, now)

    def _check_fill(self, fill: Fill) -> None:
        terms, order = fill.order.terms, fill.order
        limit = order.bound
        assert fill.price <= limit if terms.is_buy else fill.price >= limit
        assert (fill.bid, fill.ask) == (self._bid.price, self._ask.price)
        assert fill.size > 0
        assert fill.filled <= order.size
        assert order.fill_count >= fill.number
        if fill.with_trader:
            self._check_meeting(fill)
        elif fill.how in {TOOK, WAITED}:
            self._check_taken(fill)
        else:
            self._check_traded(fill)
        self.seen[("took", "waited", "heard", "crossed")[fill.how]] += 1
        self.seen["with a trader" if fill.with_trader else terms.model] += 1

    def _check_taken(self, fill: Fill) -> None:
        """From what is shown: there and so much, and nobody took it before."""
        terms = fill.order.terms
        side = self._ask if terms.is_buy else self._bid
        assert side.price
        if terms.model != "instant/1":
            side.take(fill.size, fill.time)
        worse = (fill.price - side.price) * (1 if terms.is_buy else -1)
        if fill.how == WAITED or terms.model in EXACT:
            assert worse == 0
        elif terms.model == "realistic/1":
            is_small = fill.size + fill.open <= side.size
            assert -worse == (self._spread() // 10 // ROUNDING * ROUNDING if is_small else 0)
        else:
            assert 0 <= worse <= self._worst(fill, side)

    def _spread(self) -> int:
        both = self._bid.price and self._ask.price
        return self._ask.price - self._bid.price if both else 0

    def _worst(self, fill: Fill, side: MarketSide) -> int:
        """What ``adverse/1`` takes at most: a slip of the price, and its impact on the spread."""
        wanted = fill.size + fill.open
        impact = Fraction(self._spread(), 2) * Fraction((wanted / side.size) ** 0.5 + 1e-6)
        return int(Fraction(side.price, 10_000) + impact) + 2 * ROUNDING

    def _check_traded(self, fill: Fill) -> None:
        """From what the market trades: there or beyond the limit, and no more than that."""
        assert self._traded is not None
        price, size, auction = self._traded
        terms = fill.order.terms
        assert price <= fill.order.bound if terms.is_buy else price >= fill.order.bound
        if fill.how == CROSSED:
            assert auction
            assert fill.price == price
        else:
            assert fill.how == HEARD
            assert not auction
            assert fill.price == fill.order.bound
        if terms.model != "instant/1":
            self._heard[terms.is_buy] += fill.size
            assert self._heard[terms.is_buy] <= size

    def _check_meeting(self, fill: Fill) -> None:
        """Traders meet within the quote, unless others have taken what it showed."""
        if fill.how == CROSSED:
            assert self._traded is not None
            assert fill.price == self._traded[0]
            return
        bid, ask = self._bid, self._ask
        assert not bid.left or fill.price >= bid.price
        assert not ask.left or fill.price <= ask.price

    def _check_trigger(self, is_buy: bool, reason: str) -> None:  # noqa: FBT001
        """A stop's price was there: traded last in this session, or the market came to it."""
        stop = price_units(Price(Decimal(reason.rpartition(" ")[2])))
        facing = self._bid if is_buy else self._ask
        there = [price for price in (facing.price, self._last) if price]
        assert any(price >= stop if is_buy else price <= stop for price in there)
        self.seen["triggered"] += 1
