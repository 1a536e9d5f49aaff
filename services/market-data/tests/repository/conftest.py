"""A connection to an empty database of market data."""

from collections.abc import AsyncGenerator

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool


@pytest.fixture
async def connection(database_url: str) -> AsyncGenerator[AsyncConnection]:
    """In a transaction that ends with the test, and leaves nothing behind."""
    engine = create_async_engine(database_url, poolclass=NullPool)
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()
