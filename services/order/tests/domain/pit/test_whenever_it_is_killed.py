"""Whenever a pit is killed, put to sleep or frozen, the same comes of it."""

import json
from typing import Any
from uuid import UUID

from exchanging import price, size, terms
from hypothesis import given, settings
from hypothesis import strategies as st

from order.domain.exchange.inputs import cancel_item, fill_line, place_item
from order.domain.exchange.order import Order
from order.domain.exchange.splitting import Split
from order.domain.pit.page import Page
from order.domain.pit.pit import Pit
from order.domain.pit.pits import Pits, Reel
from order.domain.units import MILLISECOND, SECOND, SHARE
from vocabulary import AccountId, OrderId, OrderType, Symbol

X = Symbol("X")
START = 1_000 * SECOND
Step = tuple[Any, ...]

cents = st.integers(999, 1001).map(lambda cent: f"{cent / 100:.2f}")
shares = st.integers(1, 9).map(str)
quotes = st.tuples(st.just("q"), cents, shares, cents, shares)
trades = st.tuples(st.just("t"), cents, shares)
strips = st.tuples(
    st.just("strip"),
    st.sampled_from([0, 7 * MILLISECOND, SECOND, SECOND, 70 * SECOND]),
    st.lists(quotes | trades, max_size=3),
    st.booleans(),
)
places = st.tuples(
    st.just("place"),
    st.sampled_from(["buy", "sell"]),
    shares,
    cents,
    st.sampled_from(["touch/1", "touch/1", "realistic/1", "instant/1"]),
    st.sampled_from([OrderType.LIMIT, OrderType.STOP_LIMIT]),
)
cancels = st.tuples(st.just("cancel"), st.integers(0, 30))
steps = st.lists(strips | places | places | cancels, min_size=5, max_size=50)
splits = st.builds(
    Split,
    time=st.integers(0, 90).map(lambda seconds: START + seconds * SECOND),
    action_id=st.just("split"),
    new=st.sampled_from([1, 2, 3]).map(lambda new: new * SHARE),
    old=st.sampled_from([1, 2, 8]).map(lambda old: old * SHARE),
)
fates = st.lists(st.sampled_from(["go on", "store", "freeze", "kill"]), min_size=3, max_size=40)


class Life:
    """A pit, what is stored of it, and all that came of it. One that never ``sleeps`` has a book
    from the beginning."""

    def __init__(self, *, sleeps: bool, split: Split | None = None) -> None:
        self.sleeps = sleeps
        self.split = split
        self.pits = Pits(lambda _symbol: True)
        self.pages: list[str] = []
        self.frozen: tuple[int, str | None] = (0, None)
        self.kept: list[Reel] = []
        self.stored = self.offset = -1
        self.came: dict[str, list[str]] = {}
        self.fills: list[str] = []
        self.ids: list[OrderId] = []
        self._expect(self.pits.pit(X))
        if not sleeps:
            self.pits.pit(X).is_doubted = False  # or it would wait for a strip that is complete
            self.pits.pit(X).wish(cancel_item(OrderId(UUID(int=0)), 0), 0)
            self.pits.woke(self.pits.pit(X))

    def do(self, step: Step) -> None:
        """One step of the story; what owners wish is stored at once."""
        if step[0] == "strip":
            self._tell(*step[1:])
        else:
            self._wish(step)
            self.store()

    def store(self, *, freezes: bool = False) -> None:
        """What an engine does in a transaction."""
        pit = self.pits.pit(X)
        if (page := pit.turn_page()) is not None:
            self.pages.append(json.dumps(page))
            for order, step, fill in pit.news:
                line = f"{step.number} {step.time} {step.happening} {step.status} {step.reason}"
                self.came.setdefault(str(order.order_id), []).append(line)
                self.fills += [] if fill is None else [fill_line(fill)]
            pit.news = []
        if (self.sleeps and pit.sleep()) or freezes:
            self.pits.woke(pit)
            state = pit.freeze()
            self.frozen = (pit.number, None if state is None else json.dumps(state))
        self.stored = self.offset
        while len(self.kept) > 1 and any(reel.is_complete for reel in self.kept[1:]):
            self.kept.pop(0)

    def kill(self) -> None:
        """Make a pit of what is stored, and tell it what it has not heard."""
        number, state = self.frozen
        pit = Pit(X, number, self.stored)
        self._expect(pit)
        pit.thaw(None if state is None else json.loads(state))
        for page in self.pages[number:]:
            pit.read(Page(*json.loads(page)))
        now, self.pits = self.pits.now, Pits(lambda _symbol: True)
        self.pits.begin([pit], now)
        for reel in self.kept:
            self.pits.tell(reel)

    def _expect(self, pit: Pit) -> None:
        if self.split is not None:
            pit.splits.know(self.split, None)

    def _tell(self, later: int, said: list[Step], is_complete: bool) -> None:  # noqa: FBT001
        now = max(self.pits.now, START) + later
        self.offset += 1
        items = [_item(one, now) for one in said]
        if self.offset == 0:
            items.insert(0, ["s", X, now, "trading"])
        if self.offset == 0 or is_complete:
            self._add(Reel(self.offset, now, items))
            self.offset += 1
            items = self.pits.pit(X).view.items()
            self._add(Reel(self.offset, now, items, is_complete=True))
        else:
            self._add(Reel(self.offset, now, items))

    def _add(self, reel: Reel) -> None:
        self.kept.append(reel)
        self.pits.tell(reel)
        assert self.pits.spoilt == {}

    def _wish(self, step: Step) -> None:
        pit, now = self.pits.pit(X), max(self.pits.now, START)
        if step[0] == "cancel":
            if self.ids and pit.book is not None:
                which: int = step[1] % len(self.ids)
                pit.wish(cancel_item(self.ids[which], now), now)
        else:
            self.ids.append(OrderId(UUID(int=len(self.ids) + 1 << 90 | len(self.ids) * 7919)))
            _, side, quantity, bound, model, kind = step
            stop = bound if kind is OrderType.STOP_LIMIT else "0"
            wish = terms(side, quantity, bound, model=model, order_type=kind, stop=stop)
            account = AccountId(UUID(int=len(self.ids) % 3))
            order = Order(self.ids[-1], account, wish, now)
            pit.wish(place_item(order), now, [(str(order.order_id), ["id", "chain", None, None])])
        self.pits.woke(pit)


def _item(one: Step, now: int) -> list[Any]:
    if one[0] == "t":
        return ["t", X, now, price(one[1]), size(one[2]), ""]
    _, bid, bid_size, ask, ask_size = one
    low, high = sorted((price(bid), price(ask)))
    return ["q", X, now, low, size(bid_size), high + price("0.01"), size(ask_size)]


@settings(max_examples=300)
@given(story=steps, fortune=fates, split=st.none() | splits)
def test_the_same_comes_of_it(story: list[Step], fortune: list[str], split: Split | None) -> None:
    calm, hard = Life(sleeps=False, split=split), Life(sleeps=True, split=split)
    begin: Step = ("strip", 0, [], True)
    for number, step in enumerate([begin, *story]):
        calm.do(step)
        hard.do(step)
        fate = fortune[number % len(fortune)]
        if fate == "kill":
            hard.kill()
        elif fate != "go on":
            hard.store(freezes=fate == "freeze")
    calm.store()
    hard.store()

    assert hard.fills == calm.fills
    assert hard.came == calm.came
