"""The past of a market that is fed by hand, on a real database."""

from collections.abc import AsyncGenerator

import pytest

from bus.memory import InMemoryBus
from chassis.lifespan import make_engine
from chassis.transaction import Database


@pytest.fixture
async def database(database_url: str) -> AsyncGenerator[Database]:
    """The service's, empty."""
    engine = make_engine(database_url, "test")
    yield Database(engine, InMemoryBus(), "market_data")
    await engine.dispose()
