"""The record is kept as long as somebody may ask for it."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from logging import getLogger

from chassis.outage import is_outage
from chassis.works import Running
from order.repository.books import forget_before

EVERY_SECONDS = 3600.0

logger = getLogger(__name__)


@asynccontextmanager
async def keeping(days: int, running: Running) -> AsyncGenerator[Mapping[str, object]]:
    """Drop now and then what is older than so many days, in the background."""
    running.spawn(_keep(timedelta(days=days), running), "archive")
    yield {}


async def _keep(age: timedelta, running: Running) -> None:
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            async with running.database.engine.begin() as connection:
                gone = await forget_before(connection, datetime.now(UTC) - age)
            logger.info("forgot %s pages of the record", gone)
        except Exception as error:
            if not is_outage(error):
                raise
