"""A database with the tables of the bus and of the tally, and a stage on it."""

from collections.abc import AsyncGenerator

import pytest
from proving.databases import own_database
from proving.desk import Desk, desk_at
from proving.following import Following
from proving.proxy import Proxy, proxy
from proving.stage import Stage, stage_on
from sqlalchemy.ext.asyncio import AsyncEngine
from tally.tables import metadata

from bus import tables
from chassis import batches
from chassis.lifespan import make_engine


@pytest.fixture
async def engine(postgres_url: str) -> AsyncGenerator[AsyncEngine]:
    async with own_database(postgres_url, tables.metadata, metadata) as own:
        yield own


@pytest.fixture
async def stage(engine: AsyncEngine) -> AsyncGenerator[Stage]:
    async with stage_on(engine) as set_up:
        yield set_up


@pytest.fixture
async def following(stage: Stage) -> Following:
    """Who follows a tape with one strip."""
    found = Following(stage)
    await found.write(complete=True)
    return found


@pytest.fixture
async def wire(engine: AsyncEngine) -> AsyncGenerator[tuple[Stage, Proxy]]:
    """A stage whose connection to the database can be cut."""
    async with proxy("127.0.0.1", engine.url.port or 0) as between:
        url = engine.url.set(port=between.port).render_as_string(hide_password=False)
        through = make_engine(url, "test")
        async with stage_on(through, observer=engine) as stage:
            yield stage, between
        await through.dispose()


@pytest.fixture
async def desk(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Desk]:
    monkeypatch.setattr(batches, "PAUSE_SECONDS", 0.001)
    async with desk_at(postgres_url) as set_up:
        yield set_up
