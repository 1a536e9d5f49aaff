"""Orders that were refused: their rows, their exits, and those that they were to replace."""

import json
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from itertools import chain

from sqlalchemy.ext.asyncio import AsyncConnection

from bus.driver import run
from chassis.statements import insert_missing, update_rows
from order.domain.lifecycle import Happening
from order.domain.record import OrderRecord
from order.repository.orders import find_whole
from order.repository.rows import Values
from order.tables import order_events, orders
from vocabulary import OrderId

_KEEP = """
update orders as old set replaced_by = null, updated_at = :now from orders as new
where new.order_id = any(:order_ids) and old.order_id = new.replaces
and old.replaced_by = new.order_id and old.status <> 'replaced'
"""


class Records:
    """Orders that risk refused: the book never hears of them."""

    async def load(
        self, connection: AsyncConnection, order_ids: Collection[OrderId]
    ) -> dict[OrderId, OrderRecord]:
        """The orders that exist, with their exits."""
        return await find_whole(connection, order_ids)

    async def save(self, connection: AsyncConnection, states: Collection[OrderRecord]) -> None:
        """Store who refused the orders, and why; what they were to replace, stays."""
        now = datetime.now(UTC)
        refused = list(chain.from_iterable(map(_refused, states)))
        await update_rows(connection, orders, [_fate(record, now) for record in refused])
        await insert_missing(connection, order_events, [_event(record, now) for record in refused])
        await keep_replaced(connection, [one.order_id for one in states if one.replaces], now)


async def keep_replaced(
    connection: AsyncConnection, order_ids: Collection[OrderId], now: datetime
) -> None:
    """Let orders be, that others were to replace; whatever has been replaced, stays so."""
    if order_ids:
        await run(connection, _KEEP, {"order_ids": list(order_ids), "now": now})


def _refused(record: OrderRecord) -> Iterator[OrderRecord]:
    """Those that were not stored as refused yet."""
    both = (record, *record.legs)
    return (one for one in both if one.rejection is not None and one.ended_at is None)


def _fate(record: OrderRecord, now: datetime) -> Values:
    rejection = record.rejection
    assert rejection is not None  # noqa: S101  # see above
    return {
        "order_id": record.order_id,
        "status": record.status,
        "reason": record.reason,
        "updated_at": now,
        "ended_at": now,
        "rejected_by": rejection.rejected_by,
        "rejection_reason": rejection.reason,
        "rejection_rule": rejection.rule,
    }


def _event(record: OrderRecord, now: datetime) -> Values:
    """The first step of an order's life, and its last."""
    rejection = record.rejection
    assert rejection is not None  # noqa: S101  # see above
    return {
        "order_id": record.order_id,
        "number": 1,
        "market_time": record.market_time,
        "at": now,
        "happening": Happening.REJECT,
        "status": record.status,
        "reason": rejection.rule,
        "figures": json.dumps(rejection.figures),
    }
