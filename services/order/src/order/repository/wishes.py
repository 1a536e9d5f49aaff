"""What owners want of the books: orders as their rows ask for them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.driver import run
from order.domain.exchange.order import Order
from order.domain.exchange.terms import Terms
from order.domain.lifecycle import Life
from order.domain.pit.wanted import Asked, Wanted
from order.domain.routing.report import SIMULATED
from order.domain.units import fee_units, price_units, size_units, time_units, value_units
from order.repository.rows import Values
from order.tables import IS_LIVE, order_events, orders
from vocabulary import (
    LegRole,
    Money,
    OrderClass,
    OrderId,
    OrderStatus,
    OrderType,
    Price,
    Side,
    Symbol,
    TimeInForce,
)

PERCENT = 10_000
"""Percentages are in millionths."""
_WORKING = (OrderStatus.ACCEPTED, OrderStatus.NEW, OrderStatus.PARTIALLY_FILLED)
_WANTED = f"""
select order_id, account_id, parent_id, leg, order_class, replaces, status, market_time,
  cancel_requested_at, cancel_market_time, side, order_type, quantity, notional, bound_price,
  time_in_force, stop_price, trail_price, trail_percent, display_quantity, post_only, reduce_only,
  extended_hours, expires_at, fill_model, fees
from orders where broker = '{SIMULATED}'
and (order_id = any(cast(:ids as uuid[])) or parent_id = any(cast(:ids as uuid[])))
"""  # noqa: S608  # a word of ours
_FIRST = {LegRole.TAKE_PROFIT: 0, LegRole.STOP_LOSS: 1}


async def load_wanted(
    connection: AsyncConnection, order_ids: Collection[OrderId]
) -> tuple[dict[OrderId, Wanted], set[OrderId]]:
    """The orders, of those that did not come to a book yet, and what belongs to them.

    An order that belongs to a broker never comes to a book: it is among those returned that nobody
    here knows.
    """
    if not order_ids:
        return {}, set()
    found = await run(connection, _WANTED, {"ids": list(order_ids)})
    exits: defaultdict[OrderId, list[Values]] = defaultdict(list)
    for row in found:
        if row["parent_id"] is not None:
            exits[row["parent_id"]].append(row)
    first = {row["order_id"]: row for row in found if row["order_id"] in order_ids}
    new = [row for row in first.values() if row["status"] == OrderStatus.PENDING_NEW]
    wanted = {row["order_id"]: _wanted(row, exits[row["order_id"]]) for row in new}
    return wanted, {*order_ids} - first.keys()


async def load_working(connection: AsyncConnection) -> list[tuple[Symbol, Order]]:
    """Orders that stand for themselves and that a book should know, the oldest first."""
    count = (
        select(func.coalesce(func.max(order_events.c.number), 0))
        .where(order_events.c.order_id == orders.c.order_id)
        .scalar_subquery()
    )
    query = select(orders, count.label("steps")).where(
        text(IS_LIVE), orders.c.broker == SIMULATED, orders.c.status.in_(_WORKING)
    )
    alone = orders.c.parent_id.is_(None) & (orders.c.order_class == OrderClass.SIMPLE)
    found = await connection.execute(query.where(alone).order_by(orders.c.order_id))
    rows = (cast("Values", row) for row in found.mappings())
    return [(row["symbol"], _working(row)) for row in rows]


def _working(row: Values) -> Order:
    """An order as far as it has come."""
    order = _asked(row).order(time_units(row["created_at"]))
    order.life = Life(OrderStatus(row["status"]), row["steps"])
    order.filled = size_units(row["filled_quantity"])
    order.value = value_units(row["traded_value"])
    order.fee = fee_units(row["fee"])
    order.fill_count = row["fill_count"]
    return order


def _wanted(row: Values, exits: Sequence[Values]) -> Wanted:
    ordered = sorted(exits, key=lambda one: (_FIRST[LegRole(one["leg"])], one["order_id"]))
    kind = OrderClass(row["order_class"]) if exits else OrderClass.SIMPLE
    return Wanted(_asked(row), [_asked(one) for one in ordered], kind, row["replaces"])


def _asked(row: Values) -> Asked:
    return Asked(
        row["order_id"],
        row["account_id"],
        terms_of(row),
        _time(row["market_time"]),
        row["cancel_requested_at"] is not None,
        _time(row["cancel_market_time"]),
    )


def terms_of(row: Values) -> Terms:
    """What an order asks for, in whole numbers."""
    return Terms(
        is_buy=row["side"] == Side.BUY,
        order_type=OrderType(row["order_type"]),
        size=0 if row["notional"] is not None else size_units(row["quantity"]),
        bound=_price(row["bound_price"]),
        time_in_force=TimeInForce(row["time_in_force"]),
        money=0 if row["notional"] is None else value_units(Money(row["notional"])),
        stop=_price(row["stop_price"]),
        trail=_price(row["trail_price"]),
        trail_percent=0 if row["trail_percent"] is None else int(row["trail_percent"] * PERCENT),
        display=0 if row["display_quantity"] is None else size_units(row["display_quantity"]),
        is_post_only=row["post_only"],
        is_reduce_only=row["reduce_only"],
        is_extended=row["extended_hours"],
        expires=_time(row["expires_at"]) or 0,
        model=row["fill_model"],
        fees=row["fees"],
    )


def _price(price: Price | None) -> int:
    return 0 if price is None else price_units(price)


def _time(moment: datetime | None) -> int | None:
    return None if moment is None else time_units(moment)
