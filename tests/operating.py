"""What an operator does with a stack, for tests: run its commands, look into its databases."""

import json
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from bench.stack import Stack
from dotenv.main import DotEnv
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from outcry.databases import connected, owners

TABLES = """
    select relname from pg_class where relnamespace = 'public'::regnamespace
    and relkind in ('r', 'p') and not relispartition
"""
"""What is in a part of a table is in the table, and need not be looked through twice."""


def outcry(target: Stack, *command: str) -> str:
    """What a command prints; it must have ended well."""
    done = subprocess.run(  # noqa: S603  # our own command
        [*target.within, Path(sys.executable).parent / "outcry", *command],
        env=target.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def trail(target: Stack, *options: str) -> list[dict[str, Any]]:
    """The entries of the audit trail, oldest first."""
    lines = outcry(target, "audit", "list", "--json", *options).splitlines()
    return [json.loads(line) for line in lines]


def audited(target: Stack, *options: str) -> list[str]:
    """The actions that the audit trail has, oldest first."""
    return [entry["action"] for entry in trail(target, *options)]


async def asked(target: Stack, database: str, query: str, **values: object) -> list[dict[str, Any]]:
    """What a database answers, as its service would see it."""
    async with connected(database, _settings(target)) as connection:
        result = await connection.execute(text(query), values)
        return [dict(row) for row in result.mappings()] if result.returns_rows else []


async def places_of(target: Stack, *words: str, among: Collection[str] = ()) -> set[str]:
    """In which tables there is a row with one of these words in it.

    Among those named; or else among all tables of all services, which takes long.
    """
    settings, found = _settings(target), set[str]()
    for service in owners(settings):
        async with connected(service.package, settings) as connection:
            names = await connection.scalars(text(TABLES))
            for place, table in [(f"{service.package}.{table}", table) for table in names]:
                if (not among or place in among) and await _mentions(connection, table, words):
                    found.add(place)
    return found


async def _mentions(connection: AsyncConnection, table: str, words: tuple[str, ...]) -> bool:
    """Bytes are shown in hexadecimal digits, so the words are looked for as such, too."""
    sought = [f"%{form}%" for word in words for form in (word, word.encode().hex())]
    query = f'select 1 from "{table}" t where t::text ilike any(:sought) limit 1'  # noqa: S608
    return await connection.scalar(text(query), {"sought": sought}) is not None


def _settings(target: Stack) -> dict[str, str]:
    return {name: target.value(name) for name in DotEnv(target.home / ".env").dict()}
