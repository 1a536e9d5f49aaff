"""A database of a test's own on the server that all tests share."""

from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import uuid4

from sqlalchemy import MetaData, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from chassis.lifespan import make_engine

_free: defaultdict[tuple[str, tuple[int, ...]], list[str]] = defaultdict(list)
"""Databases that nobody uses now, by their server and tables: emptying one beats making one."""


@asynccontextmanager
async def own_database(server_url: str, *tables: MetaData) -> AsyncGenerator[AsyncEngine]:
    """An engine like a service's on a database with ``tables``, all of them empty."""
    kind = server_url, tuple(map(id, tables))
    url = _free[kind].pop() if _free[kind] else await _make(server_url, tables)
    engine = make_engine(url, "test")
    try:
        yield engine
    finally:
        await engine.dispose()
    await _empty(url, tables)
    _free[kind].append(url)


async def _make(server_url: str, tables: tuple[MetaData, ...]) -> str:
    name = f"test_{uuid4().hex}"
    server = create_async_engine(
        make_url(server_url).set(database="postgres"), isolation_level="AUTOCOMMIT"
    )
    async with server.connect() as connection:
        await connection.execute(text(f'create database "{name}"'))
    await server.dispose()
    url = make_url(server_url).set(database=name).render_as_string(hide_password=False)
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        for metadata in tables:
            await connection.run_sync(metadata.create_all)
    await engine.dispose()
    return url


async def _empty(url: str, tables: tuple[MetaData, ...]) -> None:
    names = ", ".join(f'"{name}"' for metadata in tables for name in metadata.tables)
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text(f"truncate {names} restart identity cascade"))
    await engine.dispose()
