"""Statements that run with every batch, handed to asyncpg itself.

SQLAlchemy's way to the same driver costs about 100 microseconds more a statement, and a batch has
ten of them: that was more than half of what a service did. It still owns connections and
transactions, and everything that runs now and then.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from asyncpg.exceptions import (  # pyright: ignore[reportMissingTypeStubs]
    IntegrityConstraintViolationError,
    InterfaceError,
    PostgresError,
)
from sqlalchemy import exc, text
from sqlalchemy.ext.asyncio import AsyncConnection

_PARAMETER = re.compile(r"(?<!:):(\w+)")
_BEGIN = text("select 1")


async def run(
    connection: AsyncConnection, statement: str, parameters: Mapping[str, object]
) -> Sequence[Any]:
    """The rows of ``statement``, whose parameters are named ``:so``; in its transaction.

    Raises:
        sqlalchemy.exc.IntegrityError: a row breaks a key or a constraint.
        sqlalchemy.exc.DBAPIError: it failed otherwise; ``connection_invalidated`` if the session
            has ended.
    """
    driver: Any = (await connection.get_raw_connection()).driver_connection
    if not driver.is_in_transaction():
        await connection.execute(_BEGIN)  # SQLAlchemy begins with the first statement it sees
    sql, names = _positional(statement)
    try:
        return await driver.fetch(sql, *(parameters[name] for name in names))
    except (PostgresError, InterfaceError) as error:
        broken = isinstance(error, IntegrityConstraintViolationError)
        kind = exc.IntegrityError if broken else exc.DBAPIError
        raise kind(sql, None, error, connection_invalidated=driver.is_closed()) from error


@cache
def _positional(statement: str) -> tuple[str, tuple[str, ...]]:
    """The statement with ``$1``, ``$2`` … as the driver wants it, and the names in that order."""
    names = tuple(dict.fromkeys(_PARAMETER.findall(statement)))
    numbers = {name: f"${number}" for number, name in enumerate(names, start=1)}
    return _PARAMETER.sub(lambda found: numbers[found[1]], statement), names
