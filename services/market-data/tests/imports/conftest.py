"""Files to import, and where to."""

import gzip
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from market_data.imports.store import Transactions


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of these lines, packed if its name says so."""

    def write(name: str, *lines: str) -> Path:
        path = tmp_path / name
        content = "".join(f"{line}\n" for line in lines).encode()
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return path

    return write


@pytest.fixture
async def engine(database_url: str) -> AsyncGenerator[AsyncEngine]:
    """An empty database."""
    engine = create_async_engine(database_url, poolclass=NullPool)
    yield engine
    await engine.dispose()


@pytest.fixture
def transactions(engine: AsyncEngine) -> Transactions:
    """Opens transactions in it."""

    @asynccontextmanager
    async def begin() -> AsyncGenerator[AsyncConnection]:
        async with engine.begin() as connection:
            yield connection

    return begin
