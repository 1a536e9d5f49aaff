"""Two books that are told the same: for tests that try whatever may happen."""

import json
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from hypothesis.stateful import RuleBasedStateMachine

from order.domain.core.trade import CROSSED, HEARD
from order.domain.exchange.book import Book
from order.domain.exchange.inputs import Item, act, fill_line, place_item
from order.domain.exchange.journal import Outcome
from order.domain.exchange.memory import freeze, thaw
from order.domain.exchange.order import Fill, Order
from order.domain.exchange.terms import Terms
from order.domain.exchange.view import View
from order.domain.lifecycle import Step
from vocabulary import AccountId, InstrumentStatus, OrderClass, OrderId

Side = dict[int, int]


class Telling(RuleBasedStateMachine):
    """Two books are told the same, and say the same; what they say must make sense.

    The second is written down and read again all the time, and made anew from what the market
    shows when nobody needs it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.books = [Book(), Book()]
        self.view = View()
        self.now = 0
        self.made: list[Order] = []
        self.orders: dict[OrderId, Order] = {}
        self.steps: defaultdict[OrderId, list[Step]] = defaultdict(list)
        self.before: dict[OrderId, int] = {}
        """How many steps an order had when the market began anew."""
        self.fills: list[Fill] = []
        self.deep: dict[bool, Side] = {True: {}, False: {}}
        self.shown: dict[bool, Side] = {True: {}, False: {}}
        self.taken: defaultdict[bool, int] = defaultdict(int)
        self.state = InstrumentStatus.TRADING
        self.is_known = True

    def tell(self, *item: object) -> None:
        """Tell both, after the first of them has been written down and read again."""
        self.say(item)

    def say(self, item: Item) -> None:
        frozen = freeze(self.books[1])
        self.books[1] = thaw(json.loads(json.dumps(frozen)))
        assert freeze(self.books[1]) == frozen
        plain: Item = json.loads(json.dumps(item))
        if item[0] not in {"place", "cancel", "replace"}:
            self.view.see(plain)
        said = [act(book, plain) for book in self.books]
        assert [*map(facts, said[0])] == [*map(facts, said[1])]
        for order, step, fill in said[0]:
            self.orders[order.order_id] = order
            self.steps[order.order_id].append(step)
            if fill is not None:
                assert self.is_known
                self.count(fill)

    def count(self, fill: Fill) -> None:
        """Within the bound, within what is shown, and no more than was asked for."""
        order = fill.order
        self.fills.append(fill)
        terms = order.terms
        assert fill.size > 0
        assert fill.price <= order.bound if terms.is_buy else fill.price >= order.bound
        assert 0 < order.filled <= order.size
        if terms.size and order.replaces is None and order.group is None:
            assert order.size == terms.size
        if fill.how in {HEARD, CROSSED} or fill.with_trader or order.model.is_endless:
            return
        shown = self.shown[not terms.is_buy]
        assert fill.price in shown or order.model.slippage or order.model.improvement
        self.taken[terms.is_buy] += fill.size
        assert self.taken[terms.is_buy] <= sum(shown.values())

    def make(self, wish: Terms, account: int, offset: int = 0) -> Order:
        order_id = OrderId(UUID(int=(len(self.made) + 1) * 987_654_321_987_654_321))
        order = Order(order_id, AccountId(UUID(int=account)), wish, max(self.now + offset, 0))
        self.made.append(order)
        return order

    def place_all(self, first: Order, rest: Sequence[Order], kind: OrderClass) -> None:
        self.say(place_item(first, rest, kind))
        for order in (first, *rest):
            if (found := self.books[0].find(order.order_id)) is not None:
                self.orders[order.order_id] = found

    def show(self, bids: Side, asks: Side, deep_bids: Side, deep_asks: Side) -> None:
        self.shown = {True: bids, False: asks}
        self.deep = {True: deep_bids, False: deep_asks}
        self.taken.clear()


def facts(outcome: Outcome) -> tuple[OrderId, Step, str]:
    """What was said, without the order itself."""
    order, step, fill = outcome
    return order.order_id, step, "" if fill is None else fill_line(fill)
