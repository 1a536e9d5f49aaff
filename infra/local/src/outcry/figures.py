"""The figures of the stack's accounts: worked out again, from what was heard of them."""

from collections.abc import AsyncGenerator, Mapping

from sqlalchemy.ext.asyncio import create_async_engine

from analytics.repository import rebuild as figures
from outcry.databases import database_url
from outcry.errors import Problem

ANALYTICS = "analytics"


async def rebuild(values: Mapping[str, str]) -> AsyncGenerator[tuple[int, int, bool]]:
    """Go through all accounts; say how many are done, of how many, and whether one was different.

    Raises:
        Problem: the database cannot be reached.
    """
    engine = create_async_engine(
        database_url(ANALYTICS, values), isolation_level="REPEATABLE READ", pool_size=1
    )
    try:
        async for progress in figures.rebuild(engine):
            yield progress
    except OSError as error:
        raise Problem(f"the database {ANALYTICS} cannot be reached: {error}") from None
    finally:
        await engine.dispose()
