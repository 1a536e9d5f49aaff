"""An account of which something could not be handled."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import uuid4

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bus.tables import parked
from portfolio.repository.parked import CONSUMER
from vocabulary import AccountId


@asynccontextmanager
async def parked_for(engine: AsyncEngine, account_id: AccountId) -> AsyncGenerator[None]:
    """Something waits within the block for somebody to look at it."""
    row = {
        "consumer": CONSUMER,
        "key": str(account_id),
        "event_id": uuid4(),
        "type": "ORDER_FILLED",
        "body": b"",
        "error": "it could not be booked",
        "attempts": 3,
    }
    async with engine.begin() as connection:
        await connection.execute(insert(parked).values(row))
    yield
    async with engine.begin() as connection:
        await connection.execute(delete(parked).where(parked.c.event_id == row["event_id"]))
