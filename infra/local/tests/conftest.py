"""The databases of a whole stack, on a PostgreSQL of their own."""

import asyncio
from collections.abc import Iterator, Mapping

import pytest

from outcry.databases import configure_databases
from outcry.errors import Problem
from outcry.laboratory import PASSWORD, private_postgres
from outcry.migrations import migrate
from outcry.roster import SERVICES


@pytest.fixture(scope="session")
def values() -> Iterator[Mapping[str, str]]:
    """The configuration with which they are reached."""
    try:
        with private_postgres() as url:
            address = url.rpartition("@")[2]
            host, _, port = address.partition(":")
            given = {
                "POSTGRES_HOST": host,
                "POSTGRES_PORT": port,
                "POSTGRES_ADMIN_PASSWORD": PASSWORD,
                "AUTH_KEY_SECRET": "a secret of this stack " * 2,
                "PARTITIONS": "1",
                "OBSERVE_DATABASE_PASSWORD": "only watching",
            }
            given |= {
                f"{one.prefix}DATABASE_PASSWORD": f"{one.name}:'%$"
                for one in SERVICES
                if one.name != "stream"
            }
            asyncio.run(configure_databases(given))
            asyncio.run(migrate(given))
            yield given
    except Problem as problem:
        pytest.skip(str(problem))
