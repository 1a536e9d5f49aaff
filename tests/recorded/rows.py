"""What became of orders as lines of text: two exchanges that did the same have the same lines."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

from order.repository.fates import fill_row, step_row
from order.tables import fills, order_events, orders
from recorded.lives import Lives
from vocabulary import plain

Row = Mapping[Any, Any]
OF_FILLS = (
    *("order_id", "number", "fill_id", "quantity", "price", "fee"),
    *("counterparty", "bid", "ask", "market_time"),
)
OF_STEPS = ("order_id", "number", "market_time", "happening", "status", "reason", "figures")
OF_ORDERS = (
    *("order_id", "status", "reason", "filled_quantity", "traded_value", "fill_count", "fee"),
    *("hwm", "rejected_by", "rejection_reason", "rejection_rule"),
)
"""Not the time on the wall, nor on which page of a record it stands: that depends on how much was
stored at once."""


def lines_of(lives: Lives) -> dict[str, list[str]]:
    """Of books alone: fills and steps."""
    nowhen = datetime.fromtimestamp(0, UTC)
    made = [fill_row(fill, 0) for own in lives.fills.values() for fill in own]
    steps = [
        step_row(lives.orders[order_id], step, nowhen)
        for order_id, own in lives.steps.items()
        for step in own
    ]
    steps = [row | {"figures": orjson.loads(row["figures"])} for row in steps]
    return {"fills": _lines(made, OF_FILLS), "steps": _lines(steps, OF_STEPS)}


async def stored_lines(database: AsyncEngine) -> dict[str, list[str]]:
    """Of an exchange with a database: fills, steps, and how orders stand in the end."""
    tables: dict[str, tuple[Table, Sequence[str]]] = {
        "fills": (fills, OF_FILLS),
        "steps": (order_events, OF_STEPS),
        "orders": (orders, OF_ORDERS),
    }
    async with database.connect() as connection:
        return {
            name: _lines((await connection.execute(select(table))).mappings().all(), columns)
            for name, (table, columns) in tables.items()
        }


def differences(one: Mapping[str, list[str]], other: Mapping[str, list[str]]) -> list[str]:
    """The lines that only one of two has."""
    assert one.keys() == other.keys()
    return [line for name in one for line in sorted({*one[name]} ^ {*other[name]})]


def _lines(rows: Sequence[Row], columns: Sequence[str]) -> list[str]:
    return sorted(" | ".join(f"{name}={_text(row[name])}" for name in columns) for row in rows)


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)
