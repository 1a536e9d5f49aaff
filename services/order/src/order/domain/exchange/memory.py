"""A book as plain data, and back: whole, so that going on with it is going on with the same book.

Orders stand in one list and are named by their place in it, because a replacement may have the
number of the order that it replaced. What only makes things quick (heaps, prices that nobody uses
any more) is made anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from order.domain.core.memory import freeze_market, thaw_market
from order.domain.exchange.agenda import Agenda, Due, Plan
from order.domain.exchange.book import Book
from order.domain.exchange.desk import Desk
from order.domain.exchange.order import Order
from order.domain.exchange.order_memory import (
    NOBODY,
    freeze_group,
    freeze_order,
    thaw_group,
    thaw_order,
    unite,
)
from order.domain.exchange.register import Register
from order.domain.exchange.splitting import Split
from vocabulary import InstrumentStatus, OrderId, OrderStatus, SessionPhase

VERSION = 1
"""Of the form; another one is not read."""


class UnknownForm(Exception):
    """The data is not of a book, or of another version of it."""


def freeze(book: Book) -> dict[str, Any]:
    """All that a book knows, in plain lists, numbers, texts and names."""
    desk = book.desk
    live, plans = desk.counter.register.live(), desk.counter.agenda.plans()
    orders = _named(live, plans)
    names = {order: name for name, order in enumerate(orders)}
    groups = {order.group: 0 for order in orders if order.group is not None}
    groups = {group: name for name, group in enumerate(groups)}
    entries = {one.entry: name for name, one in enumerate(orders) if one.entry is not None}
    return {
        "version": VERSION,
        "now": desk.journal.now,
        "orders": [freeze_order(order, entries, groups) for order in orders],
        "groups": [freeze_group(group, names) for group in groups],
        **_freeze_counter(desk, live, plans, names),
        **_freeze_floor(desk, names),
        "splits": [[*one] for one in desk.splits],
        "markets": [freeze_market(market, entries) for market in desk.floor.markets],
    }


def thaw(frozen: Mapping[str, Any]) -> Book:
    """The book that was frozen.

    Raises:
        UnknownForm: this is none.
    """
    if frozen.get("version") != VERSION:
        raise UnknownForm(f"a book of version {frozen.get('version')}, and not {VERSION}")
    book = Book()
    desk = book.desk
    desk.journal.now = frozen["now"]
    desk.splits = [Split(*one) for one in frozen.get("splits", [])]  # it was not told at first
    orders = [thaw_order(one) for one in frozen["orders"]]
    unite(orders, [thaw_group(one, orders) for one in frozen["groups"]], frozen["orders"])
    _thaw_counter(desk, frozen, orders)
    entries = {name: one.entry for name, one in enumerate(orders) if one.entry is not None}
    for market, one in zip(desk.floor.markets, frozen["markets"], strict=True):
        thaw_market(market, one, entries)
    _thaw_floor(desk, frozen, orders)
    return book


def _named(live: Iterable[Order], plans: Iterable[Plan]) -> list[Order]:
    """Those who live, those who belong to them, and those whom a plan names: each once."""
    found = dict.fromkeys(live)
    for plan in plans:
        found |= dict.fromkeys(one for one in (plan.order, plan.other) if one is not None)
    for order in [*found]:
        if order.group is not None:
            found |= dict.fromkeys(order.group.members)
    return [*found]


def _freeze_counter(
    desk: Desk, live: Iterable[Order], plans: Iterable[Plan], names: Mapping[Order, int]
) -> dict[str, Any]:
    counter, session = desk.counter, desk.session
    return {
        "session": [session.status.value, session.phase.value, session.is_crossed],
        "is_known": session.is_known,
        "live": [names[order] for order in live],
        "count": counter.register.count,
        "former": _freeze_former(counter.register, live, names),
        "room": [names[order] for order in counter.room.values()],
        "serial": counter.agenda.serial,
        "plans": [_freeze_plan(plan, names) for plan in plans],
    }


def _freeze_former(
    register: Register, live: Iterable[Order], names: Mapping[Order, int]
) -> list[list[Any]]:
    """Those who stand in the place of more than the one that they replace."""
    chains = ((names[order], register.former(order)) for order in live)
    return [[name, [*map(str, former)]] for name, former in chains if len(former) > 1]


def _freeze_plan(plan: Plan, names: Mapping[Order, int]) -> list[int]:
    other = NOBODY if plan.other is None else names[plan.other]
    return [plan.time, plan.serial, plan.what.value, names[plan.order], other]


def _freeze_floor(desk: Desk, names: Mapping[Order, int]) -> dict[str, Any]:
    floor = desk.floor
    working = floor.orders.values()
    return {
        "floor": [names[order] for order in working],
        "blind": [names[order] for order in floor.blind.values()],
        "armed": [
            [names[order], floor.watch.mark(order)]
            for order in working
            if floor.watch.is_armed(order)
        ],
        "last_price": floor.last_price,
        "fresh_price": floor.fresh_price,
        "missing": floor.missing,
    }


def _thaw_counter(desk: Desk, frozen: Mapping[str, Any], orders: Sequence[Order]) -> None:
    counter, session = desk.counter, desk.session
    status, phase, session.is_crossed = frozen["session"]
    session.status, session.phase = InstrumentStatus(status), SessionPhase(phase)
    session.is_known = frozen.get("is_known", True)  # it was not told at first
    for order in _some(orders, frozen["live"]):
        counter.register.keep(order)
        if order.life.status is not OrderStatus.PENDING_NEW:
            counter.register.inherit(order)
    former: list[tuple[int, list[str]]] = frozen.get("former", [])  # it was not told at first
    for name, ids in former:
        counter.register.stand_for(orders[name], [OrderId(UUID(one)) for one in ids])
    counter.register.count = frozen["count"]
    counter.room = {order.number: order for order in _some(orders, frozen["room"])}
    rows: list[list[int]] = frozen["plans"]
    plans = [
        Plan(time, serial, Due(what), orders[one], None if other == NOBODY else orders[other])
        for time, serial, what, one, other in rows
    ]
    counter.agenda = Agenda(plans, frozen["serial"])


def _some(orders: Sequence[Order], names: Iterable[int]) -> list[Order]:
    return [orders[name] for name in names]


def _thaw_floor(desk: Desk, frozen: Mapping[str, Any], orders: Sequence[Order]) -> None:
    floor = desk.floor
    floor.orders = {order.number: order for order in _some(orders, frozen["floor"])}
    floor.blind = {order.number: order for order in _some(orders, frozen["blind"])}
    armed: list[list[int]] = frozen["armed"]
    for name, mark in armed:
        floor.watch.arm(orders[name], mark)
    floor.last_price, floor.missing = frozen["last_price"], frozen["missing"]
    # a book that was frozen before anybody asked does not say, and so nobody knows
    floor.fresh_price = frozen.get("fresh_price", 0)
