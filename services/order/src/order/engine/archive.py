"""The record is kept as long as somebody may ask for it."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from logging import getLogger

from chassis.transaction import Database
from chassis.works import Running
from order.repository.books import forget_before

EVERY_SECONDS = 3600.0

logger = getLogger(__name__)


@asynccontextmanager
async def keeping(days: int, running: Running) -> AsyncGenerator[Mapping[str, object]]:
    """Drop now and then what is older than so many days, in the background."""
    age = timedelta(days=days)
    running.every(EVERY_SECONDS, lambda: _forget(running.database, age), "archive")
    yield {}


async def _forget(database: Database, age: timedelta) -> None:
    async with database.engine.begin() as connection:
        gone = await forget_before(connection, datetime.now(UTC) - age)
    logger.info("forgot %s pages of the record", gone)
