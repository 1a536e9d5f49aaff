"""Tells the log every minute where the audit trail ends.

The log is another store, which a database administrator cannot change after the fact:
``outcry audit verify --head`` holds the trail against it.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from logging import getLogger

from sqlalchemy.ext.asyncio import AsyncEngine

from analytics.domain.trail import BEGINNING, Head
from analytics.repository.audit import find_head
from chassis.works import Running

TELL_SECONDS = 60.0

logger = getLogger(__name__)


@asynccontextmanager
async def telling_the_head(running: Running) -> AsyncGenerator[Mapping[str, object]]:
    """Say where the trail ends, as long as the process runs."""
    told = BEGINNING

    async def go_on() -> None:
        nonlocal told
        told = await tell(running.database.engine, told)

    running.every(TELL_SECONDS, go_on, "audit head")
    yield {}


async def tell(engine: AsyncEngine, told: Head) -> Head:
    """Say where the trail ends, unless that was the last that was said."""
    async with engine.connect() as connection:
        head = await find_head(connection)
    if head != told:
        logger.info("audit head position=%s hash=%s", head.position, head.hash.hex())
    return head
