"""One side of one trade."""

from typing import Literal, NamedTuple
from uuid import uuid5

from order.domain.market import Quote
from order.domain.order import Order
from vocabulary import FillId, Price, Quantity

Counterparty = Literal["market", "trader"]
"""Where the shares came from: what the market showed, or another order on the book."""


class Fill(NamedTuple):
    """What an order traded at once, at ``price`` dollars per share, and where it stood then.

    ``number`` counts the order's fills from 1, so that its fills have the same ids whenever the
    same events are handled again.
    """

    fill_id: FillId
    number: int
    order: Order
    quantity: Quantity
    price: Price
    filled_quantity: Quantity
    open_quantity: Quantity
    counterparty: Counterparty
    quote: Quote


def fill(
    order: Order, quantity: Quantity, price: Price, counterparty: Counterparty, quote: Quote
) -> Fill:
    """Trade ``quantity`` shares of ``order`` at ``price`` dollars each, while ``quote`` is shown.

    Raises:
        IllegalTransition: the order cannot trade that.
    """
    order.fill(quantity, price)
    number = order.fill_count
    return Fill(
        FillId(uuid5(order.order_id, f"fill/{number}")),
        number,
        order,
        quantity,
        price,
        order.filled_quantity,
        order.open_quantity,
        counterparty,
        quote,
    )
