"""Orders as their owners want them, and as risk approves them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from events import OrderApproved
from order.domain.record import OrderRecord
from order.domain.ticket import Ticket
from vocabulary import (
    AccountId,
    ClientOrderId,
    OrderClass,
    OrderId,
    OrderType,
    Price,
    Quantity,
    Side,
    Symbol,
)

FAR = {Side.BUY: "1000000", Side.SELL: "0.01"}


def order_record(
    number: int,
    trader: AccountId,
    placed: datetime,
    **terms: Any,  # noqa: ANN401
) -> OrderRecord:
    """An order as its owner wants it: buy 10 IBM at 10 unless the terms say otherwise."""
    side, limit = Side(terms.get("side", "buy")), terms.get("limit", "10")
    kind = OrderType(terms.get("type", "limit" if limit else "market"))
    order_id = OrderId(UUID(int=number << 80 | 0x7 << 76 | 0b10 << 62))
    names = ("time_in_force", "post_only", "reduce_only", "extended_hours", "trail_price")
    more = {name: terms[name] for name in names if name in terms}
    quantity = Quantity(Decimal(terms.get("quantity", "10")))
    ticket = Ticket(
        Symbol(terms.get("symbol", "IBM")),
        side,
        kind,
        quantity,
        limit_price=_price(limit),
        stop_price=_price(terms.get("stop")),
        order_class=terms.get("order_class", OrderClass.SIMPLE),
        **more,
    )
    now = datetime.now(UTC)
    return OrderRecord(
        order_id,
        trader,
        ClientOrderId(str(order_id)),
        ticket,
        quantity,
        _price(limit) or Price(Decimal(FAR[side])),
        created_at=now,
        updated_at=now,
        market_time=placed,
        fill_model=terms.get("model", "touch/1"),
        fees=terms.get("fees", "none/1"),
        replaces=terms.get("replaces"),
    )


def approval(row: Mapping[str, Any]) -> OrderApproved:
    """What risk says of an order that may trade."""
    names = ("order_id", "account_id", "symbol", "side", "order_type", "quantity", "bound_price")
    facts = {name: row[name] for name in (*names, "market_time", "replaces")}
    return OrderApproved.model_validate(facts)


def _price(text: str | None) -> Price | None:
    return Price(Decimal(text)) if text else None
