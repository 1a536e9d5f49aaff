"""The whole service, to be opened by a test."""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager

import pytest
from live_market import MONDAY, Exchange, OpenExchange, open_exchange
from redis.asyncio import Redis
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bus.memory import InMemoryBus
from bus.tables import outbox
from chassis.lifespan import make_engine
from chassis.testing import fresh_database
from chassis.transaction import Database
from market_data.settings import MarketDataSettings
from market_data.tables import beginnings, behind, corporate_actions, imports, minutes, rollups
from market_data.ticker.wall import SteppedWall


@pytest.fixture
async def redis(redis_url: str) -> AsyncGenerator[Redis]:
    """An empty Redis."""
    client = Redis.from_url(redis_url)  # pyright: ignore[reportUnknownMemberType]
    await client.flushall()  # pyright: ignore[reportUnknownMemberType]
    yield client
    await client.aclose()


@pytest.fixture(scope="session")
def kept() -> dict[str, str]:
    """What one test makes for all that come after it."""
    return {}


@pytest.fixture
async def database_url(postgres_url: str, kept: dict[str, str]) -> str:
    """A database without bars, actions and news."""
    url = kept.get(postgres_url) or await fresh_database(postgres_url, "market_data")
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        for table in (beginnings, behind, corporate_actions, imports, minutes, rollups, outbox):
            await connection.execute(delete(table))
    return kept.setdefault(postgres_url, url)


@pytest.fixture
async def database(database_url: str) -> AsyncGenerator[Database]:
    """The service's, empty."""
    engine = make_engine(database_url, "test")
    yield Database(engine, InMemoryBus(), "market_data")
    await engine.dispose()


@pytest.fixture
def exchange(postgres_url: str, database_url: str, redis_url: str, redis: Redis) -> OpenExchange:
    """Opens the service with these settings; more than once in a test is a restart."""
    del redis  # it is empty now

    def opened(
        wall: SteppedWall | None = None, **chosen: object
    ) -> AbstractAsyncContextManager[Exchange]:
        given = {"port": 8102, "rabbitmq_password": "test", "redis_url": redis_url} | chosen
        if "feed" not in given:
            given = {"history": "none"} | given  # no made-up past for a test of something else
        settings = MarketDataSettings.model_validate(given)
        return open_exchange(postgres_url, database_url, settings, wall or SteppedWall(MONDAY))

    return opened
