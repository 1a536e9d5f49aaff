"""Every service's migrations lead to the tables that its code describes, and back."""

import asyncio
from collections.abc import AsyncGenerator
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, inspect, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bus import tables as messaging
from chassis.migrations import downgrade, upgrade
from outcry.roster import SERVICES

pytestmark = pytest.mark.real
OWNERS = [one.package for one in SERVICES if find_spec(one.package + ".migrations")]


@pytest.fixture
async def url(postgres_url: str) -> AsyncGenerator[str]:
    """A database with nothing in it."""
    name = f"test_{uuid4().hex}"
    server = create_async_engine(
        make_url(postgres_url).set(database="postgres"),
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
    )
    async with server.connect() as connection:
        await connection.execute(text(f'create database "{name}"'))
    yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    async with server.connect() as connection:
        await connection.execute(text(f'drop database "{name}" with (force)'))


def described(package: str) -> MetaData:
    """All tables that the service's code speaks of."""
    together = MetaData()
    for metadata in (messaging.metadata, import_module(f"{package}.tables").metadata):
        for table in metadata.sorted_tables:
            table.to_metadata(together)
    return together


def differences(connection: Connection, metadata: MetaData) -> list[Any]:
    options = {"compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(connection, opts=options)
    return [one for one in compare_metadata(context, metadata) if not _is_alembics(one)]


async def asked(url: str, what: Any, *arguments: object) -> Any:  # noqa: ANN401
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        return await connection.run_sync(what, *arguments)


def left_over(connection: Connection) -> list[str]:
    """What is there beside Alembic's own table: tables, and what the migrations made for them."""
    names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    own = "select proname from pg_proc p join pg_namespace n on n.oid = pronamespace"
    extended = "select from pg_depend where objid = p.oid and deptype = 'e'"  # others may need it
    names += connection.scalars(text(f"{own} where nspname = 'public' and not exists ({extended})"))
    types = "select typname from pg_type join pg_namespace n on n.oid = typnamespace"
    enumerations = connection.scalars(text(f"{types} where nspname = 'public' and typtype = 'e'"))
    return [*names, *enumerations]


def test_every_service_with_tables_has_migrations() -> None:
    with_tables = [one.package for one in SERVICES if find_spec(f"{one.package}.tables")]

    assert with_tables == OWNERS


@pytest.mark.parametrize("package", OWNERS)
async def test_what_is_migrated_is_what_is_described(url: str, package: str) -> None:
    await upgrade(package, url)

    assert await asked(url, differences, described(package)) == []


@pytest.mark.parametrize("package", OWNERS)
async def test_the_way_back_leads_to_nothing_and_forth_again(url: str, package: str) -> None:
    await upgrade(package, url)
    await downgrade(package, url)
    assert await asked(url, left_over) == []

    await upgrade(package, url)
    await upgrade(package, url)  # a second time does no harm

    assert await asked(url, differences, described(package)) == []


async def test_two_processes_that_migrate_at_once_do_not_meet(url: str) -> None:
    await asyncio.gather(*(upgrade(OWNERS[0], url) for _ in range(4)))

    assert await asked(url, differences, described(OWNERS[0])) == []


def _is_alembics(difference: Any) -> bool:  # noqa: ANN401
    return difference[0] == "remove_table" and difference[1].name == "alembic_version"
