"""Orders as plain data that any file or database can keep, and back.

What is as usual is left out. Large products are text, because not everybody reads long numbers.
"""

from dataclasses import fields
from typing import Any
from uuid import UUID

from order.domain.exchange.order import Order
from order.domain.exchange.terms import Terms
from vocabulary import AccountId, OrderId, OrderType, TimeInForce

Plain = dict[str, Any]
"""Names and plain values."""

_TERMS = tuple((field.name, field.default) for field in fields(Terms))


def terms_to_plain(terms: Terms) -> Plain:
    """A wish as plain data."""
    found: Plain = {}
    for name, usual in _TERMS:
        value = getattr(terms, name)
        if value != usual:
            found[name] = value
    found["order_type"] = terms.order_type.value
    if "time_in_force" in found:
        found["time_in_force"] = terms.time_in_force.value
    if terms.money:
        found["money"] = str(terms.money)
    return found


def terms_from_plain(plain: Plain) -> Terms:
    """The wish that was made plain."""
    changed: Plain = {"order_type": OrderType(plain["order_type"])}
    if "time_in_force" in plain:
        changed["time_in_force"] = TimeInForce(plain["time_in_force"])
    if "money" in plain:
        changed["money"] = int(plain["money"])
    return Terms(**(plain | changed))


def order_to_plain(order: Order) -> Plain:
    """An order that was not placed yet, as plain data."""
    return {
        "id": str(order.order_id),
        "account": str(order.account_id),
        "placed": order.placed,
        "terms": terms_to_plain(order.terms),
    }


def order_from_plain(plain: Plain) -> Order:
    """The order that was made plain, as it was before it was placed."""
    return Order(
        OrderId(UUID(plain["id"])),
        AccountId(UUID(plain["account"])),
        terms_from_plain(plain["terms"]),
        plain["placed"],
    )
