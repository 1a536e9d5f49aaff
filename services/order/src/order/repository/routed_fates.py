"""What becomes of orders at brokers, as rows: the same that the book writes of its own."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid5

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import insert_rows, update_rows
from order.domain.lifecycle import Happening
from order.domain.routing.routed import Happened, Routed, Trade
from order.domain.units import time_of, value_of
from order.repository.holdings import Moves, move_positions
from order.tables import fills, order_events, orders, routed_orders
from vocabulary import (
    NO_MONEY,
    AccountId,
    FillId,
    Quantity,
    RejectedBy,
    RejectionReason,
    Side,
    Symbol,
)

Values = dict[str, Any]


async def save_routed(
    connection: AsyncConnection, routed: Collection[Routed], now: datetime
) -> None:
    """Write everything that happened to these orders.

    Raises:
        sqlalchemy.exc.IntegrityError: a fill or a step was written before; nothing is.
    """
    happened = [(one, each) for one in routed for each in one.happened]
    moved = [one for one in routed if one.happened]
    await update_rows(connection, orders, [_fate(one, now) for one in moved])
    refused = [_refusal(one, each) for one, each in happened if _is(each, Happening.REJECT)]
    await update_rows(connection, orders, refused)
    kept = [_kept(one) for one, each in happened if _is(each, Happening.KEEP)]
    await update_rows(connection, orders, kept)
    await insert_rows(connection, order_events, [_step(*both, now) for both in happened])
    trades = [(one, each.trade) for one, each in happened if each.trade is not None]
    await insert_rows(connection, fills, [_fill(*both, now) for both in trades])
    await move_positions(connection, _moves(trades))
    known = [
        {"order_id": one.order_id, "broker_order_id": one.broker_order_id, "size": one.size}
        for one in routed
    ]
    await update_rows(connection, routed_orders, known)


def fill_id(routed: Routed, trade: Trade) -> FillId:
    """The same whenever the broker tells of the same execution."""
    return FillId(uuid5(routed.order_id, f"execution/{trade.execution.execution_id}"))


def _moves(trades: Sequence[tuple[Routed, Trade]]) -> Moves:
    moves: defaultdict[tuple[AccountId, Symbol], Decimal] = defaultdict(Decimal)
    for one, trade in trades:
        quantity = trade.execution.quantity
        moves[one.account_id, one.symbol] += quantity if one.side is Side.BUY else -quantity
    return {key: Quantity(quantity) for key, quantity in moves.items()}


def _is(happened: Happened, happening: Happening) -> bool:
    return happened.step.happening is happening


def _fate(one: Routed, now: datetime) -> Values:
    return {
        "order_id": one.order_id,
        "status": one.life.status,
        "reason": one.happened[-1].step.reason,
        "filled_quantity": one.filled,
        "traded_value": value_of(one.value),
        "fill_count": one.fill_count,
        "updated_at": now,
        "ended_at": None if one.life.is_live else now,
    }


def _refusal(one: Routed, happened: Happened) -> Values:
    return {
        "order_id": one.order_id,
        "rejected_by": RejectedBy.BROKER,
        "rejection_reason": RejectionReason.REFUSED_BY_BROKER,
        "rejection_rule": happened.step.reason,
    }


def _kept(one: Routed) -> Values:
    return {"order_id": one.order_id, "replaced_by": None}


def _step(one: Routed, happened: Happened, now: datetime) -> Values:
    step = happened.step
    return {
        "order_id": one.order_id,
        "number": step.number,
        "market_time": time_of(step.time),
        "at": now,
        "happening": step.happening,
        "status": step.status,
        "reason": step.reason,
        "figures": orjson.dumps(step.figures).decode(),
    }


def _fill(one: Routed, trade: Trade, now: datetime) -> Values:
    execution = trade.execution
    return {
        "order_id": one.order_id,
        "number": trade.number,
        "fill_id": fill_id(one, trade),
        "quantity": execution.quantity,
        "price": execution.price,
        "fee": NO_MONEY,
        "counterparty": "market",
        "market_time": execution.time,
        "created_at": now,
    }
