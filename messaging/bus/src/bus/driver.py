"""Statements that run with every batch, handed to asyncpg itself.

SQLAlchemy's way to the same driver costs about 100 microseconds more a statement, and a batch has
ten of them: that was more than half of what a service did. It still owns connections and
transactions, and everything that runs now and then.
"""

import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from asyncpg.exceptions import (  # pyright: ignore[reportMissingTypeStubs]
    IntegrityConstraintViolationError,
    InterfaceError,
    InternalClientError,
    PostgresError,
)
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncConnection

_PARAMETER = re.compile(r"(?<!:):(\w+)")


async def run(
    connection: AsyncConnection, statement: str, parameters: Mapping[str, object]
) -> Sequence[Any]:
    """The rows of ``statement``, whose parameters are named ``:so``; in its transaction.

    Raises:
        sqlalchemy.exc.IntegrityError: a row breaks a key or a constraint.
        sqlalchemy.exc.DBAPIError: it failed otherwise; ``connection_invalidated`` if the session
            has ended.
    """
    assert connection.sync_connection is not None  # noqa: S101  # it was started
    pooled = connection.sync_connection.connection
    driver: Any = pooled.driver_connection
    with _as_sqlalchemy(driver, statement):
        if not driver.is_in_transaction():
            if not connection.in_transaction():
                await connection.begin()
            await _begin(pooled.dbapi_connection, driver)
    return await look(connection, statement, parameters)


async def look(
    connection: AsyncConnection, statement: str, parameters: Mapping[str, object]
) -> Sequence[Any]:
    """The rows of a statement that only reads, and needs no transaction; it is in one if there is.

    Two round trips less than :func:`run`, which has to begin and to end one.

    Raises:
        sqlalchemy.exc.DBAPIError: it failed; ``connection_invalidated`` if the session has ended.
    """
    assert connection.sync_connection is not None  # noqa: S101  # it was started
    driver: Any = connection.sync_connection.connection.driver_connection
    sql, names = _positional(statement)
    with _as_sqlalchemy(driver, sql):
        return await driver.fetch(sql, *(parameters[name] for name in names))


def is_closed(connection: AsyncConnection) -> bool:
    """Whether the session has ended; SQLAlchemy may not know yet, and would quietly begin another.

    The next transaction of a connection that holds a lease must not be in another session.
    """
    assert connection.sync_connection is not None  # noqa: S101  # it was started
    if connection.invalidated:
        return True
    driver: Any = connection.sync_connection.connection.driver_connection
    return driver.is_closed()


@contextmanager
def _as_sqlalchemy(driver: Any, statement: str) -> Generator[None]:  # noqa: ANN401  # no types
    """Raise what SQLAlchemy would have made of an error."""
    try:
        yield
    except (PostgresError, InterfaceError, InternalClientError) as error:
        broken = isinstance(error, IntegrityConstraintViolationError)
        kind = exc.IntegrityError if broken else exc.DBAPIError
        raise kind(statement, None, error, connection_invalidated=driver.is_closed()) from error


async def _begin(adapter: Any, driver: Any) -> None:  # noqa: ANN401  # neither has types
    """Begin as SQLAlchemy does with the first statement it sees, so that it commits or rolls back.

    It offers no other way than to see one, which would be a round trip for nothing.
    """
    transaction = driver.transaction()
    await transaction.start()
    adapter._transaction = transaction  # noqa: SLF001


@cache
def _positional(statement: str) -> tuple[str, tuple[str, ...]]:
    """The statement with ``$1``, ``$2`` … as the driver wants it, and the names in that order."""
    names = tuple(dict.fromkeys(_PARAMETER.findall(statement)))
    numbers = {name: f"${number}" for number, name in enumerate(names, start=1)}
    return _PARAMETER.sub(lambda found: numbers[found[1]], statement), names
