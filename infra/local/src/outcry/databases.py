"""A role and a database for every service that owns data, closed to all others."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Literal

from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from outcry.errors import Problem
from outcry.postgres import ADMIN
from outcry.roster import SERVICES, Service

MONITOR = "monitor"
"""The role that looks at statistics for Prometheus."""


def owners(values: Mapping[str, str]) -> list[Service]:
    """The services with a database: those that have a password for one."""
    return [one for one in SERVICES if values.get(f"{one.prefix}DATABASE_PASSWORD")]


def database_url(name: str, values: Mapping[str, str]) -> str:
    """The database ``name``, as the service that owns it."""
    password = values[f"{name.upper()}_DATABASE_PASSWORD"]
    return _url(name, password, name, values).render_as_string(hide_password=False)


@asynccontextmanager
async def connected(
    name: str,
    values: Mapping[str, str],
    isolation: Literal["REPEATABLE READ", "READ COMMITTED"] = "REPEATABLE READ",
) -> AsyncGenerator[AsyncConnection]:
    """One transaction in the database ``name``, which sees one moment of it.

    Who waits for a lock, and wants to see what its holder did, reads what is committed instead.

    Raises:
        Problem: the database cannot be reached.
    """
    url = database_url(name, values)
    engine = create_async_engine(url, poolclass=NullPool, isolation_level=isolation)
    try:
        async with engine.begin() as connection:
            yield connection
    except OSError as error:
        raise Problem(f"the database {name} cannot be reached: {error}") from None
    finally:
        await engine.dispose()


async def configure_databases(values: Mapping[str, str]) -> list[str]:
    """Make what is missing and set the passwords; return the databases that are new.

    Raises:
        Problem: the server cannot be reached, or refuses the administrator's password.
    """
    url = _url(ADMIN, values["POSTGRES_ADMIN_PASSWORD"], "postgres", values)
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            for name in ("postgres", "template1"):
                await connection.exec_driver_sql(f"revoke connect on database {name} from public")
            await _let_monitor_in(connection, values.get("OBSERVE_DATABASE_PASSWORD", ""))
            passwords = {
                one.package: values[f"{one.prefix}DATABASE_PASSWORD"] for one in owners(values)
            }
            return [
                name
                for name, password in passwords.items()
                if await _configure(connection, name, password)
            ]
    except DBAPIError as error:
        if "password authentication failed" not in str(error.orig):
            raise Problem(f"PostgreSQL refuses: {error.orig}") from None
        raise Problem(
            "PostgreSQL refuses POSTGRES_ADMIN_PASSWORD: its data was made with another .env."
            "\nBring that .env back, or run `make clean` to start with empty data."
        ) from None
    except OSError as error:
        raise Problem(f"PostgreSQL cannot be reached: {error}") from None
    finally:
        await engine.dispose()


async def _let_monitor_in(connection: AsyncConnection, password: str) -> None:
    """A role that sees statistics of the whole server, and no data; nobody without a password."""
    if password:
        await _let_in(connection, MONITOR, password)
        await connection.exec_driver_sql(f"grant connect on database postgres to {MONITOR}")
        await connection.exec_driver_sql(f"grant pg_monitor to {MONITOR}")


async def _configure(connection: AsyncConnection, name: str, password: str) -> bool:
    """The role and the database ``name``; whether the database is new."""
    identity = await _let_in(connection, name, password)
    is_new = not await _exists(connection, "pg_database where datname", name)
    if is_new:
        await connection.exec_driver_sql(f"create database {identity} owner {identity}")
    await connection.exec_driver_sql(f"revoke all on database {identity} from public")
    return is_new


async def _let_in(connection: AsyncConnection, name: str, password: str) -> str:
    """A role that may sign in and nothing more; return how its name is written."""
    quoted = text("select quote_ident(:name), quote_literal(:password)")
    row = (await connection.execute(quoted, {"name": name, "password": password})).one()
    identity, secret = row
    if not await _exists(connection, "pg_roles where rolname", name):
        await connection.exec_driver_sql(f"create role {identity}")
    await connection.exec_driver_sql(
        f"alter role {identity} login nosuperuser nocreatedb nocreaterole password {secret}"
    )
    return str(identity)


async def _exists(connection: AsyncConnection, where: str, name: str) -> bool:
    query = text(f"select true from {where} = :name")  # noqa: S608  # written above
    return bool(await connection.scalar(query, {"name": name}))


def _url(role: str, password: str, database: str, values: Mapping[str, str]) -> URL:
    return URL.create(
        "postgresql+asyncpg",
        username=role,
        password=password,
        host=values["POSTGRES_HOST"],
        port=int(values["POSTGRES_PORT"]),
        database=database,
    )
