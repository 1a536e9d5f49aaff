"""What brokers say of orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vocabulary import OrderType, Price, Quantity

SIMULATED = "simulated"
"""The exchange in this house: it is what takes an order of an account that has no broker."""


class BrokerState(StrEnum):
    """Where an order is with its broker, in words that fit every broker."""

    RECEIVED = "received"
    """The broker has it, and no market yet."""
    HELD = "held"
    """It waits for another order."""
    WORKING = "working"
    FILLED = "filled"
    CANCELED = "canceled"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REJECTED = "rejected"
    OTHER = "other"
    """Something that changes nothing here, for example that a wish is on its way."""


@dataclass(frozen=True, slots=True)
class Execution:
    """A part of an order that traded at a broker: shares, and dollars for each of them.

    ``upto`` is how many shares of the order have traded in all, with these; ``is_last`` says that
    it fills the order.
    """

    execution_id: str
    quantity: Quantity
    price: Price
    upto: Quantity
    time: datetime
    is_last: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What a broker says of one order at one moment.

    ``order_type`` is missing where there is none like it here. ``name`` is what we called the
    order; an exit of a group has a name that the broker made up. ``quantity`` is how many shares it
    is to trade, if that is known; ``filled`` counts those that have traded in all. ``legs`` are
    reports of the exits.
    """

    broker_order_id: str
    name: str
    order_type: OrderType | None
    state: BrokerState
    quantity: Quantity | None
    filled: Quantity
    time: datetime
    reason: str = ""
    execution: Execution | None = None
    legs: Sequence["Report"] = ()
