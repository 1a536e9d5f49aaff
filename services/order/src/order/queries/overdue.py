"""Keeping an eye on orders that nobody answers.

Nothing is asked again: events are never lost, so an order that stays pending is an order that
somebody works on, or a fault that somebody has to see.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from logging import getLogger

from prometheus_client import Gauge

from chassis.works import Running
from order.queries.pending import PENDING_SECONDS, Overdue, find_overdue

LOOK_SECONDS = 5.0
ORDERS_OVERDUE = Gauge(
    "orders_overdue", f"Orders, cancels and replacements unanswered for {PENDING_SECONDS} seconds"
)

logger = getLogger(__name__)


@asynccontextmanager
async def watching(running: Running) -> AsyncGenerator[Mapping[str, object]]:
    """Count them now and then, in the background."""
    running.every(LOOK_SECONDS, lambda: look(running, datetime.now(UTC)), "overdue orders")
    yield {}


async def look(running: Running, now: datetime) -> Overdue:
    """Count the orders that are pending for too long at ``now``, and say so if there are any."""
    grace = timedelta(seconds=PENDING_SECONDS)
    market = running.prices.time.now()
    async with running.database.engine.connect() as connection:
        overdue = await find_overdue(connection, now - grace, market and market - grace)
    ORDERS_OVERDUE.set(overdue.number)
    if overdue.number:
        logger.warning("%d orders are unanswered, %s first", overdue.number, overdue.oldest)
    return overdue
