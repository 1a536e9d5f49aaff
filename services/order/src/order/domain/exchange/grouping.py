"""Orders that come together, and belong together from then on."""

from collections.abc import Sequence

from order.domain.exchange.order import Group, Order
from vocabulary import OrderClass


class MixedModels(Exception):
    """Orders that belong together are to be filled by different models."""


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
