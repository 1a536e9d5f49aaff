"""Forgets under which keys people asked for something, when nobody can still be asking again."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

from sqlalchemy import delete, func

from chassis.outage import is_outage
from chassis.transaction import Database
from chassis.works import Running
from portfolio.tables import answered

KEPT = timedelta(days=7)
"""So long, on the wall, the same key stands for the same wish."""
PAUSE_SECONDS = 3600.0


@asynccontextmanager
async def forgetting(running: Running) -> AsyncGenerator[Mapping[str, object]]:
    """Do so once an hour as long as the process runs."""
    running.spawn(_forget_forever(running.database), "old keys")
    yield {}


async def forget_answers(database: Database) -> None:
    """Forget what was answered so long ago."""
    async with database.transaction() as tx:
        old = answered.c.answered_at < func.now() - KEPT
        await tx.connection.execute(delete(answered).where(old))


async def _forget_forever(database: Database) -> None:
    while True:
        try:
            await forget_answers(database)
        except Exception as error:
            if not is_outage(error):
                raise
        await asyncio.sleep(PAUSE_SECONDS)
