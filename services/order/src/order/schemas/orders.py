"""Orders as their owners see them."""

from collections.abc import Sequence
from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from events.base import Cash, PositivePrice, PositiveShares, Shares
from order.domain.record import OrderRecord
from order.repository.rows import Found
from vocabulary import (
    AccountId,
    ClientOrderId,
    FillId,
    LegRole,
    OrderClass,
    OrderId,
    OrderStatus,
    OrderType,
    RejectedBy,
    RejectionReason,
    Side,
    Symbol,
    TimeInForce,
)


class OrderResponse(BaseModel):
    """An order as its owner sees it. ``bound_price`` is the worst price at which it may trade.

    ``quantity`` is missing where money (``notional``) says how much. ``replaces`` and
    ``replaced_by`` lead along the chain of replacements. ``reason`` is what happened last, in plain
    words; ``fee`` what the order was charged so far, in dollars. An exit says whose it is
    (``parent_id``) and what it is for (``leg``); ``legs`` are the exits, where they are asked for.
    ``hwm`` is the best price that a trailing stop has seen. ``broker`` is who trades the order:
    `simulated` is the exchange in this house.
    """

    order_id: OrderId
    client_order_id: ClientOrderId
    account_id: AccountId
    symbol: Symbol
    side: Side
    type: OrderType
    quantity: PositiveShares | None
    limit_price: PositivePrice | None
    bound_price: PositivePrice
    reference_price: PositivePrice | None
    status: OrderStatus
    filled_quantity: Shares
    average_price: PositivePrice | None
    rejected_by: RejectedBy | None
    rejection_reason: RejectionReason | None
    rejection_rule: str | None
    created_at: AwareDatetime
    market_time: AwareDatetime | None
    updated_at: AwareDatetime
    cancel_requested_at: AwareDatetime | None
    filled_at: AwareDatetime | None
    canceled_at: AwareDatetime | None
    rejected_at: AwareDatetime | None
    expired_at: AwareDatetime | None
    replaced_at: AwareDatetime | None
    time_in_force: TimeInForce
    order_class: OrderClass
    notional: Cash | None
    stop_price: PositivePrice | None
    trail_price: PositivePrice | None
    trail_percent: PositivePrice | None
    hwm: PositivePrice | None
    display_quantity: PositiveShares | None
    post_only: bool
    reduce_only: bool
    extended_hours: bool
    expires_at: AwareDatetime | None
    reason: str | None
    fill_model: str
    fees: str
    broker: str
    fee: Cash
    parent_id: OrderId | None
    leg: LegRole | None
    replaces: OrderId | None
    replaced_by: OrderId | None
    legs: list["OrderResponse"] | None

    @classmethod
    def of(cls, record: OrderRecord, **more: object) -> Self:
        """What is known of an order now. It comes from our own domain: nothing is checked again."""
        return cls.model_construct(None, **_wish(record), **_fate(record), **more)


def _wish(record: OrderRecord) -> dict[str, object]:
    ticket = record.ticket
    return {
        "order_id": record.order_id,
        "client_order_id": record.client_order_id,
        "account_id": record.account_id,
        "symbol": ticket.symbol,
        "side": ticket.side,
        "type": ticket.order_type,
        "quantity": ticket.quantity,
        "limit_price": ticket.limit_price,
        "bound_price": record.bound_price,
        "reference_price": record.reference_price,
        "created_at": record.created_at,
        "market_time": record.market_time,
        "time_in_force": ticket.time_in_force,
        "order_class": ticket.order_class,
        "notional": ticket.notional,
        "stop_price": ticket.stop_price,
        "trail_price": ticket.trail_price,
        "trail_percent": ticket.trail_percent,
        "display_quantity": ticket.display_quantity,
        "post_only": ticket.post_only,
        "reduce_only": ticket.reduce_only,
        "extended_hours": ticket.extended_hours,
        "expires_at": record.expires_at,
        "fill_model": record.fill_model,
        "fees": record.fees,
        "broker": record.broker,
        "parent_id": record.parent_id,
        "leg": record.leg,
        "replaces": record.replaces,
    }


def _fate(record: OrderRecord) -> dict[str, object]:
    rejection = record.rejection
    ended = {record.status: record.ended_at}
    return {
        "status": record.shown_status,
        "filled_quantity": record.filled_quantity,
        "average_price": record.average_price,
        "rejected_by": rejection and rejection.rejected_by,
        "rejection_reason": rejection and rejection.reason,
        "rejection_rule": rejection and rejection.rule,
        "updated_at": record.changed_at,
        "cancel_requested_at": record.cancel_requested_at,
        "filled_at": ended.get(OrderStatus.FILLED),
        "canceled_at": ended.get(OrderStatus.CANCELED),
        "rejected_at": ended.get(OrderStatus.REJECTED),
        "expired_at": ended.get(OrderStatus.EXPIRED),
        "replaced_at": ended.get(OrderStatus.REPLACED),
        "hwm": record.hwm,
        "reason": record.reason,
        "fee": record.fee,
        "replaced_by": record.replaced_by,
        "legs": [OrderResponse.of(leg) for leg in record.legs] if record.legs else None,
    }


class FillResponse(BaseModel):
    """A part of an order that traded, with the quote that the book saw, and what it was charged."""

    model_config = ConfigDict(from_attributes=True)

    fill_id: FillId
    quantity: PositiveShares
    price: PositivePrice
    fee: Cash
    counterparty: Literal["market", "trader"]
    bid: PositivePrice | None
    ask: PositivePrice | None
    market_time: AwareDatetime | None
    created_at: AwareDatetime


class OrderDetails(OrderResponse):
    """An order with everything that it traded, oldest first."""

    fills: list[FillResponse]

    @classmethod
    def with_fills(cls, record: OrderRecord, fills: Sequence[Found]) -> Self:
        """What is known of an order now."""
        return cls.of(record, fills=[FillResponse.model_validate(fill) for fill in fills])


class OrderEventResponse(BaseModel):
    """One step in the life of an order: where it led, why in plain words, and the figures.

    ``market_time`` is when it happened on the market, ``at`` when it was written down.
    """

    model_config = ConfigDict(from_attributes=True)

    number: int
    market_time: AwareDatetime | None
    at: AwareDatetime
    happening: str
    status: OrderStatus
    reason: str
    figures: dict[str, str]


PLACED = "placed"
"""The step before the first: the order's own row says it."""


class OrderHistory(BaseModel):
    """The whole life of an order, oldest step first."""

    order_id: OrderId
    items: list[OrderEventResponse]

    @classmethod
    def of(cls, record: OrderRecord, events: Sequence[Found]) -> Self:
        """What happened, after the order was placed."""
        first = OrderEventResponse(
            number=0,
            market_time=record.market_time,
            at=record.created_at,
            happening=PLACED,
            status=OrderStatus.PENDING_NEW,
            reason="received: it is checked whether the account can afford it",
            figures={},
        )
        steps = [OrderEventResponse.model_validate(event) for event in events]
        return cls(order_id=record.order_id, items=[first, *steps])
