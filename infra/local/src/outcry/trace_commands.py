"""``outcry trace``: where an order has been, and when."""

import asyncio
from dataclasses import asdict
from uuid import UUID

from outcry import display
from outcry.upkeep import Json, environment


def trace_command(order_id: UUID, *, json: Json = False) -> None:
    """Print the journey of an order: milliseconds from the click, from what services stored."""
    from outcry.journey import journey_of

    journey = asyncio.run(journey_of(environment(), order_id))
    rows = journey.rows()
    if json:
        facts = {"order_id": order_id, "correlation_id": journey.correlation_id}
        display.print_json({**facts, "steps": [asdict(row) for row in rows]})
        return
    display.print_rows(rows, json=False)
    if journey.correlation_id is not None:
        display.complaints.print(f"in the logs: correlation_id {journey.correlation_id}")
