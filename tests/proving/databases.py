"""A database of a test's own on the server that all tests share."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import uuid4

from sqlalchemy import MetaData, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


@asynccontextmanager
async def own_database(server_url: str, *tables: MetaData) -> AsyncGenerator[AsyncEngine]:
    """An engine on a new database with ``tables``, which is dropped at the end of the block."""
    name = f"test_{uuid4().hex}"
    url = make_url(server_url)
    server = create_async_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(text(f'create database "{name}"'))
    engine = create_async_engine(url.set(database=name), pool_size=8)
    try:
        async with engine.begin() as connection:
            for metadata in tables:
                await connection.run_sync(metadata.create_all)
        yield engine
    finally:
        await engine.dispose()
        async with server.connect() as connection:
            await connection.execute(text(f'drop database "{name}" with (force)'))
        await server.dispose()
