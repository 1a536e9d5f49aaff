"""A book that is obviously right, and slow: everybody stands in one list."""

from dataclasses import dataclass, field

from order.domain.core.trade import HEARD, TOOK, WAITED

Row = tuple[int, int, int, int, int]
"""Who, with whom (0: the market), price, size, how."""


@dataclass
class Listed:
    """An order of the list. ``ahead`` of it are so many of the market's shares."""

    key: int
    account: int
    is_buy: bool
    price: int
    left: int
    display: int = 0
    reserve: int = 0
    ahead: int = 0
    is_hungry: bool = False

    @property
    def sign(self) -> int:
        return 1 if self.is_buy else -1

    def allows(self, price: int) -> bool:
        return price * self.sign <= self.price * self.sign


@dataclass
class Slow:
    """All who wait in one list, in the order in which they came; all else is searched for."""

    orders: list[Listed] = field(default_factory=list[Listed])
    shown: dict[bool, list[list[int]]] = field(default_factory=lambda: {True: [], False: []})
    sizes: dict[bool, dict[int, int]] = field(default_factory=lambda: {True: {}, False: {}})
    taken: dict[bool, dict[int, int]] = field(default_factory=lambda: {True: {}, False: {}})
    rows: list[Row] = field(default_factory=list[Row])
    gone: list[int] = field(default_factory=list[int])

    def line(self, *, is_buy: bool) -> list[Listed]:
        """Who waits with a price, best first; sorting leaves the older ones first."""
        found = [one for one in self.orders if one.is_buy is is_buy and not one.is_hungry]
        return sorted(found, key=lambda one: -one.price * one.sign)

    def best(self, taker: Listed) -> tuple[int, Listed | list[int]] | None:
        offers: list[tuple[int, int, Listed | list[int]]] = []
        for maker in self.line(is_buy=not taker.is_buy)[:1]:
            offers.append((maker.price * taker.sign, 0, maker))
        for step in [one for one in self.shown[not taker.is_buy] if one[1]][:1]:
            offers.append((step[0] * taker.sign, 1, step))
        if not offers:
            return None
        price, _, found = min(offers, key=lambda offer: offer[:2])
        return (price * taker.sign, found) if taker.allows(price * taker.sign) else None

    def take(self, taker: Listed) -> None:
        while taker.left and (best := self.best(taker)):
            price, other = best
            if isinstance(other, Listed):
                if other.account == taker.account:
                    newer = max(taker, other, key=lambda one: one.key)
                    self.gone.append(newer.key)
                    self.drop(newer)
                    if newer is taker:
                        return
                    continue
                size = min(taker.left, other.left)
                self.rows.append((taker.key, other.key, price, size, TOOK))
                self.use(other, size)
            else:
                size = min(taker.left, other[1])
                self.consume(other, size, is_bid=not taker.is_buy)
                self.rows.append((taker.key, 0, price, size, TOOK))
            taker.left -= size
        if taker in self.orders and not taker.left:
            self.orders.remove(taker)

    def use(self, order: Listed, size: int) -> None:
        order.left -= size
        if order.left:
            return
        self.orders.remove(order)
        if order.reserve:
            order.left = min(order.display, order.reserve)
            order.reserve -= order.left
            self.join(order, self.size_at(order))

    def join(self, order: Listed, ahead: int) -> None:
        same = [o for o in self.line(is_buy=order.is_buy) if o.price == order.price]
        order.ahead = max([ahead, *(one.ahead for one in same[-1:])])
        self.orders.append(order)

    def consume(self, step: list[int], size: int, *, is_bid: bool) -> None:
        step[1] -= size
        taken = self.taken[is_bid]
        taken[step[0]] = taken.get(step[0], 0) + size

    def size_at(self, order: Listed) -> int:
        shown = self.sizes[order.is_buy]
        worse = [price for price in shown if price * order.sign < order.price * order.sign]
        if order.price in shown or not shown:
            return shown.get(order.price, 0)
        return 0 if worse else shown[min(shown, key=lambda price: price * order.sign)]

    def feed(self) -> None:
        for order in [one for one in self.orders if one.is_hungry]:
            if order in self.orders:
                self.take(order)

    def show(self, bids: dict[int, int], asks: dict[int, int]) -> None:
        for is_bid, offers in ((True, bids), (False, asks)):
            before, self.sizes[is_bid] = self.sizes[is_bid], offers
            taken = {p: s for p, s in self.taken[is_bid].items() if p in offers}
            self.taken[is_bid] = taken
            ranked = sorted(offers, reverse=is_bid)
            self.shown[is_bid] = [[p, max(offers[p] - taken.get(p, 0), 0)] for p in ranked]
            for order in self.line(is_buy=is_bid):
                if offers and order.price in {*before, *offers}:
                    order.ahead = min(order.ahead, self.size_at(order))
        self.feed()
        for is_buy in (True, False):
            while steps := [one for one in self.shown[not is_buy] if one[1]]:
                first = self.line(is_buy=is_buy)[:1]
                if not first or not first[0].allows(steps[0][0]):
                    break
                size = min(first[0].left, steps[0][1])
                self.consume(steps[0], size, is_bid=not is_buy)
                self.rows.append((first[0].key, 0, steps[0][0], size, WAITED))
                self.use(first[0], size)

    def hear(self, price: int, heard: int) -> None:
        for is_buy in (True, False):
            size = heard
            while size and (first := self.line(is_buy=is_buy)[:1]) and first[0].allows(price):
                order = first[0]
                if order.price == price:
                    size -= self.pass_by(order, size)
                part = min(size, order.left)
                if part:
                    size -= part
                    self.rows.append((order.key, 0, order.price, part, HEARD))
                    self.use(order, part)

    def pass_by(self, order: Listed, size: int) -> int:
        """What of a trade goes to the market's orders ahead of our first one."""
        here = [o for o in self.line(is_buy=order.is_buy) if o.price == order.price]
        shown = self.sizes[order.is_buy]
        if shown and all(price * order.sign < order.price * order.sign for price in shown):
            for one in here:
                one.ahead = 0
        size = min(order.ahead, size)
        for one in here:
            one.ahead = max(one.ahead - size, 0)
        return size

    def drop(self, order: Listed) -> None:
        if order in self.orders:
            self.orders.remove(order)
