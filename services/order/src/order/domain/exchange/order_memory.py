"""Orders and groups of a book as plain data, and back."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from order.domain.core.line import Entry
from order.domain.core.memory import Names, freeze_entry
from order.domain.exchange.order import Group, Order
from order.domain.exchange.plain import order_from_plain, order_to_plain
from order.domain.lifecycle import Happening, Life
from vocabulary import OrderClass, OrderId, OrderStatus

NOBODY = -1

_COUNTS = ("number", "account_number", "size", "filled", "carried", "fee", "fill_count", "mark")


def freeze_order(order: Order, names: Names, groups: Mapping[Group, int]) -> dict[str, Any]:
    """Its wish, its state and its sums."""
    life, entry = order.life, order.entry
    return order_to_plain(order) | {
        "life": [life.status.value, life.number, life.asked.value if life.asked else None],
        "has_worked": life.has_worked,
        "time": life.time,
        "counts": [getattr(order, name) for name in _COUNTS],
        "value": str(order.value),
        "is": [order.is_canceling, order.is_triggered],
        "group": NOBODY if order.group is None else groups[order.group],
        "chain": [str(one) if one else None for one in (order.replaces, order.replaced_by)],
        "entry": None if entry is None else freeze_entry(entry, names),
    }


def thaw_order(frozen: dict[str, Any]) -> Order:
    """The order that was frozen, without its group and without its siblings."""
    order = order_from_plain(frozen)
    status, number, asked = frozen["life"]
    wish = Happening(asked) if asked else None
    # a book that was frozen before these were asked for does not say
    has_worked, time = frozen.get("has_worked", False), frozen.get("time", 0)
    order.life = Life(OrderStatus(status), number, wish, has_worked=has_worked, time=time)
    for name, count in zip(_COUNTS, frozen["counts"], strict=True):
        setattr(order, name, count)
    order.value = int(frozen["value"])
    order.is_canceling, order.is_triggered = frozen["is"]
    order.replaces, order.replaced_by = [OrderId(UUID(i)) if i else None for i in frozen["chain"]]
    if frozen["entry"] is not None:
        order.entry = _thaw_entry(order, frozen["entry"])
    return order


def unite(
    orders: Sequence[Order], groups: Sequence[Group], frozen: Sequence[Mapping[str, Any]]
) -> None:
    """Let orders know their groups, and exits in line each other."""
    for order, row in zip(orders, frozen, strict=True):
        name: int = row["group"]
        order.group = None if name == NOBODY else groups[name]
        if order.entry is not None:
            sibling: int = row["entry"][-1]
            order.entry.sibling = None if sibling == NOBODY else orders[sibling].entry


def freeze_group(group: Group, names: Mapping[Order, int]) -> list[Any]:
    """Who belongs together."""
    entry = NOBODY if group.entry is None else names[group.entry]
    exits = [names[one] for one in group.exits]
    first = None if group.first is None else str(group.first)
    return [group.kind.value, entry, exits, group.filled, group.is_done, first]


def thaw_group(frozen: Sequence[Any], orders: Sequence[Order]) -> Group:
    """The group that was frozen; those who belong to it do not know it yet."""
    entry: int = frozen[1]
    exits: list[int] = frozen[2]
    kind, _, _, filled, is_done, *first = frozen
    own = None if entry == NOBODY else orders[entry]
    group = Group(OrderClass(kind), own, [orders[one] for one in exits])
    group.filled, group.is_done = filled, is_done
    if first and first[0] is not None:  # it was not told at first
        group.first = OrderId(UUID(first[0]))
    return group


def _thaw_entry(order: Order, frozen: Sequence[int]) -> Entry:
    price, left, reserve, mark, turn, _ = frozen
    terms = order.terms
    entry = Entry(order.number, order.account_number, terms.is_buy, price, left, terms.display)
    entry.reserve, entry.mark, entry.turn = reserve, mark, turn
    return entry
