"""Orders that come together, and belong together from then on."""

from collections.abc import Iterable, Sequence

from order.domain.exchange import words
from order.domain.exchange.journal import Journal
from order.domain.exchange.order import Group, Order
from order.domain.lifecycle import Happening
from order.domain.units import size_text
from vocabulary import OrderClass


class MixedModels(Exception):
    """Orders that belong together are to be filled by different models."""


def reduce(journal: Journal, orders: Iterable[Order], reducible: int) -> None:
    """Let none of these trade more than there is of a position."""
    for one in orders:
        if one.size > reducible:
            reason = words.of_reduced(reducible, one.size)
            one.size = reducible
            journal.write(one, Happening.SHRINK, reason, size=size_text(reducible))


def unite(order: Order, exits: Sequence[Order], kind: OrderClass) -> None:
    """Let an order and its exits know that they are a group; of an OCO it is an exit itself.

    Raises:
        MixedModels: they differ in their fill models.
    """
    if not exits:
        return
    if {order.terms.model} != {one.terms.model for one in exits}:
        raise MixedModels("orders of one group are filled by one model")
    is_oco = kind is OrderClass.OCO
    members = [order, *exits] if is_oco else [*exits]
    group = Group(kind, None if is_oco else order, members)
    for one in (order, *exits):
        one.group = group
