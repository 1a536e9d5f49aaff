"""What a split does to the orders of a book: as many new shares, at prices of new shares.

What has traded stays as it was traded: only what is open changes. Whole shares stay whole, and a
rest of less than one is dropped. Prices are rounded to a tick, so that nobody pays more or takes
less than was asked, and no stop is reached sooner. Orders lose their place behind the market's,
which has new prices too, and keep the one among themselves.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from order.domain.core.shown import ENDLESS
from order.domain.exchange.counter import Counter
from order.domain.exchange.order import Order
from order.domain.exchange.terms import Terms
from order.domain.lifecycle import Happening
from order.domain.models.fills import FINEST
from order.domain.units import DOLLAR, SHARE, price_text, size_text
from vocabulary import OrderStatus

CENT = DOLLAR // 100
MEANWHILE = "the shares were split meanwhile"
NOTHING_LEFT = "the split leaves less than one share of it"


class Split(NamedTuple):
    """``new`` shares for ``old`` ones from ``time`` on, in microseconds of market time."""

    time: int
    action_id: str
    new: int
    old: int

    def size(self, size: int) -> int:
        """So many new shares; whole ones, if there were whole ones."""
        grain = 1 if size % SHARE else SHARE
        return size * self.new // (self.old * grain) * grain

    def price(self, price: int, *, up: bool) -> int:
        """A price of new shares, rounded to a tick; no price stays none."""
        if price in {0, ENDLESS} or price < FINEST:
            return price
        exact, rest = divmod(price * self.old, self.new)
        tick = CENT if exact >= DOLLAR else FINEST
        ticks, beyond = divmod(exact, tick)
        return max(ticks + (up and bool(beyond or rest)), 1) * tick

    def terms(self, terms: Terms, size: int) -> Terms:
        """What an order asks for, in new shares: ``size`` of them."""
        sells = not terms.is_buy
        return replace(
            terms,
            size=size,
            bound=self.price(terms.bound, up=sells),
            stop=self.price(terms.stop, up=terms.is_buy),
            trail=self.price(terms.trail, up=True),
            display=self.size(terms.display) or (SHARE if terms.display else 0),
        )


def tell(counter: Counter, split: Split, orders: Iterable[Order]) -> None:
    """Let orders be of new shares; those that work come to the floor again."""
    found = sorted((one for one in orders if one.life.is_live), key=lambda one: one.number)
    heirs = {plan.other for plan in counter.agenda.plans()}
    working = [one for one in found if one not in heirs and _leaves(counter, one)]
    for one in [each for each in found if each in heirs]:
        counter.journal.write(one, Happening.REJECT, MEANWHILE)
    for group in {one.group: None for one in found if one.group is not None}:
        group.filled = split.size(group.filled)
        if (entry := group.entry) is not None and not entry.life.is_live:
            entry.terms = replace(entry.terms, size=split.size(entry.terms.size))  # as of its exits
    for one in found:
        if one.life.is_live:
            _adjust(counter, one, split)
    for one in working:
        if one.life.is_live:
            counter.enter(one)


def _leaves(counter: Counter, order: Order) -> bool:
    """Take an order off the floor; whether it was there."""
    floor = counter.floor
    if floor.orders.get(order.number) is not order:
        return False
    floor.withdraw(order)
    del floor.orders[order.number]
    return True


def _adjust(counter: Counter, order: Order, split: Split) -> None:
    before, terms = order.open, order.terms
    if order.size or not terms.money:
        order.size = order.filled + split.size(order.open)
        if order.open <= 0:
            counter.end(order, Happening.CANCEL, NOTHING_LEFT)
            return
    order.terms = split.terms(terms, order.size + order.carried if order.size else 0)
    order.mark = split.price(order.mark, up=not terms.is_buy)
    _say(counter, order, split, before, terms)


def _say(counter: Counter, order: Order, split: Split, before: int, terms: Terms) -> None:
    counter.journal.write(
        order,
        Happening.ADJUST,
        of_split(order, split, before, terms),
        None,
        action=split.action_id,
        new=size_text(split.new),
        old=size_text(split.old),
        effective=str(split.time),
        open=size_text(order.open),
        filled=size_text(order.filled),
        limit=price_text(order.terms.bound),
        stop=price_text(order.terms.stop),
        trail=price_text(order.terms.trail),
        bound=price_text(order.bound),
        display=size_text(order.terms.display),
        **_sizes(order),
    )


def _sizes(order: Order) -> dict[str, str]:
    """What waits of an order, and how large it is; of exits, what they trade beyond their entry.

    To be written down now: at the end of the page all of them may have traded more.
    """
    waits, size, group = order.open, order.size + order.carried, order.group
    if group is None or order is group.entry:
        return {"waits": size_text(waits), "size": size_text(size)}
    traded = sum(one.filled + one.carried for one in group.exits)
    if group.entry is None:  # what one exit trades, the other does not
        return {"waits": size_text(waits), "size": size_text(waits + traded)}
    if order.life.status is OrderStatus.HELD:
        waits = group.filled
    added = waits + traded - group.entry.filled - group.entry.carried
    return {"waits": size_text(waits), "size": size_text(size), "added": size_text(added)}


def of_split(order: Order, split: Split, before: int, terms: Terms) -> str:
    """What was adjusted, in plain words."""
    ratio = f"{size_text(split.new)} for {size_text(split.old)}"
    changed = [f"{size_text(order.open)} shares instead of {size_text(before)}"]
    for name, now, was in (
        ("a limit", order.terms.bound, terms.bound),
        ("a stop", order.terms.stop, terms.stop),
        ("a trail", order.terms.trail, terms.trail),
    ):
        is_limit = name == "a limit"
        if now != was and not (is_limit and terms.is_unpriced):
            changed.append(f"{name} of {price_text(now)} instead of {price_text(was)}")
    return f"the shares were split {ratio}: {', '.join(changed)}"
