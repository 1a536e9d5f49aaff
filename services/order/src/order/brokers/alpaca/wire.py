"""Orders in Alpaca's words, and Alpaca's words about orders."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from order.brokers.broker import Refused
from order.domain.record import OrderRecord
from order.domain.routing.report import BrokerState, Execution, Report
from order.domain.ticket import Exit
from vocabulary import (
    NO_SHARES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    OrderClass,
    OrderType,
    Price,
    Quantity,
    TimeInForce,
    plain,
)

Json = Mapping[str, Any]
STATES = {
    "new": BrokerState.WORKING,
    "partially_filled": BrokerState.WORKING,
    "accepted": BrokerState.RECEIVED,
    "accepted_for_bidding": BrokerState.RECEIVED,
    "pending_new": BrokerState.RECEIVED,
    "pending_review": BrokerState.RECEIVED,
    "held": BrokerState.HELD,
    "filled": BrokerState.FILLED,
    "canceled": BrokerState.CANCELED,
    "expired": BrokerState.EXPIRED,
    "replaced": BrokerState.REPLACED,
    "rejected": BrokerState.REJECTED,
}
"""The others (on hold, done for the day, on their way) change nothing here."""
_TYPES = {str(one): one for one in OrderType}
_TIMES = ("updated_at", "submitted_at", "created_at")
_FRACTION = 6
"""Digits of a second that are kept."""


def request_of(order: OrderRecord) -> dict[str, Any]:
    """The body that places an order with its exits. Numbers are strings, exactly.

    Raises:
        Refused: Alpaca has nothing like it.
    """
    ticket = order.ticket
    for reason in _lacking(order):
        raise Refused(reason)
    body: dict[str, Any] = {
        "symbol": ticket.symbol,
        "side": ticket.side,
        "type": ticket.order_type,
        "time_in_force": ticket.time_in_force,
        "client_order_id": str(order.order_id),
        "extended_hours": ticket.extended_hours,
        "order_class": ticket.order_class,
        "limit_price": _text(ticket.limit_price),
        "stop_price": _text(ticket.stop_price),
        "trail_price": _text(ticket.trail_price),
        "trail_percent": _text(ticket.trail_percent),
        "qty": _text(order.quantity) if ticket.notional is None else None,
        "notional": _text(ticket.notional),
    }
    profit, loss = ticket.take_profit, ticket.stop_loss
    if ticket.order_class is OrderClass.OCO:  # its limit is the profit to take
        del body["limit_price"]
        profit = Exit(limit_price=ticket.limit_price)
    if profit is not None:
        body["take_profit"] = {"limit_price": _text(profit.limit_price)}
    if loss is not None:
        prices = {"stop_price": loss.stop_price, "limit_price": loss.limit_price}
        body["stop_loss"] = {name: plain(one) for name, one in prices.items() if one is not None}
    return {name: value for name, value in body.items() if value is not None}


def change_of(order: OrderRecord, filled: Quantity) -> dict[str, Any]:
    """The body that puts an order in the place of another, of which so much is filled."""
    ticket = order.ticket
    trail = ticket.trail_price if ticket.trail_percent is None else ticket.trail_percent
    body = {
        "client_order_id": str(order.order_id),
        "qty": plain(order.quantity - filled),
        "time_in_force": ticket.time_in_force,
        "limit_price": _text(ticket.limit_price),
        "stop_price": _text(ticket.stop_price),
        "trail": _text(trail),
    }
    return {name: value for name, value in body.items() if value is not None}


def report_of(order: Json) -> Report:
    """An order of an answer."""
    return Report(
        broker_order_id=order["id"],
        name=order.get("client_order_id") or "",
        order_type=_TYPES.get(order.get("type") or order.get("order_type") or ""),
        state=STATES.get(order["status"], BrokerState.OTHER),
        quantity=_shares(order["qty"]) if order.get("qty") else None,
        filled=_shares(order.get("filled_qty")),
        time=next((moment(order[name]) for name in _TIMES if order.get(name)), datetime.now(UTC)),
        legs=[report_of(leg) for leg in order.get("legs") or ()],
    )


def update_of(message: Json) -> Report:
    """An order of the stream, with what traded if something did."""
    report = report_of(message["order"])
    if message["event"] not in {"fill", "partial_fill"}:
        return report
    execution = Execution(
        execution_id=str(message["execution_id"]),
        quantity=_shares(message["qty"]),
        price=_price(message["price"]),
        upto=report.filled,
        time=moment(message["timestamp"]),
        is_last=message["event"] == "fill",
    )
    return replace(report, execution=execution)


def executions_of(activities: Sequence[Json], broker_order_id: str) -> list[Execution]:
    """What one order traded, in order, out of the history of an account."""
    found = [
        Execution(
            execution_id=one["id"].rpartition("::")[2],
            quantity=_shares(one["qty"]),
            price=_price(one["price"]),
            upto=_shares(one["cum_qty"]),
            time=moment(one["transaction_time"]),
            is_last=one["type"] == "fill",
        )
        for one in activities
        if one["order_id"] == broker_order_id
    ]
    return sorted(found, key=lambda one: one.upto)


def moment(text: str) -> datetime:
    """A time, of which nanoseconds are left out."""
    seconds, dot, rest = text.partition(".")
    digits = "".join(one for one in rest if one.isdigit()) if rest.endswith("Z") else ""
    if dot and digits:
        text = f"{seconds}.{digits[:_FRACTION]:0<{_FRACTION}}+00:00"
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _lacking(order: OrderRecord) -> Iterator[str]:
    """What is asked for that Alpaca does not have."""
    ticket = order.ticket
    if ticket.time_in_force is TimeInForce.GTD:
        yield "Alpaca has no orders that live until a day of their own"
    if ticket.post_only or ticket.reduce_only or ticket.display_quantity is not None:
        yield "Alpaca has no orders that only post, only reduce, or show a part of themselves"
    loss = ticket.stop_loss
    if loss is not None and loss.order_type is OrderType.TRAILING_STOP:
        yield "Alpaca has no trailing stop as the exit of a group"


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _shares(text: object) -> Quantity:
    """A number of an answer, which may have come as a JSON number."""
    if text is None:
        return NO_SHARES
    return Quantity(_rounded(str(text), QUANTITY_PLACES))


def _price(text: object) -> Price:
    return Price(_rounded(str(text), PRICE_PLACES))


def _rounded(text: str, places: int) -> Decimal:
    return Decimal(text).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
