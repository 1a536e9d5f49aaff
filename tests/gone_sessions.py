"""Waiting until a server has noticed that who was connected has gone."""

import asyncio

from sqlalchemy import text

from chassis.lifespan import make_engine

_OTHERS = text(
    "select count(*) from pg_stat_activity"
    " where datname = current_database() and pid <> pg_backend_pid()"
)


async def sessions_gone(database_url: str) -> None:
    """Wait until nobody is connected to a database.

    A session that was closed lives on, and its leases with it, until the server reads that. Who
    starts before takes itself for a replica that has to stand by.
    """
    engine = make_engine(database_url, "test")
    try:
        async with engine.connect() as connection, asyncio.timeout(60):
            while await connection.scalar(_OTHERS):  # noqa: ASYNC110  # nobody tells a test
                await asyncio.sleep(0.01)
    finally:
        await engine.dispose()
