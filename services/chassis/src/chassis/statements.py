"""Statements about many rows at once: one round trip each, however many rows.

Rows travel as one array a column and are put together by ``unnest``. They are sorted by primary
key, and locked in this order whatever plan the server chooses to find them: two transactions that
write the same rows wait for each other, never in a ring.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.driver import run

Row = Mapping[str, Any]
Build = Callable[[Table, tuple[str, ...]], str]
_DIALECT = postgresql.dialect()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


async def insert_rows(connection: AsyncConnection, table: Table, rows: Collection[Row]) -> None:
    """Insert ``rows``, which all name the same columns.

    Raises:
        ValueError: they do not.
        sqlalchemy.exc.IntegrityError: a row breaks a key; none was inserted.
    """
    await _execute(connection, table, rows, _insert)


async def insert_missing(connection: AsyncConnection, table: Table, rows: Collection[Row]) -> None:
    """Insert those of ``rows`` whose primary key is not there yet; leave alone what is."""
    await _execute(connection, table, rows, _insert_missing)


async def upsert(connection: AsyncConnection, table: Table, rows: Collection[Row]) -> None:
    """Insert ``rows``, or replace the named columns where the primary key is there already."""
    await _execute(connection, table, rows, _upsert)


async def update_rows(connection: AsyncConnection, table: Table, rows: Collection[Row]) -> None:
    """Set the named columns of the rows with these primary keys; others are left alone."""
    await _execute(connection, table, rows, _update)


async def delete_rows(connection: AsyncConnection, table: Table, rows: Collection[Row]) -> None:
    """Delete the rows with these primary keys."""
    await _execute(connection, table, rows, _delete)


async def _execute(
    connection: AsyncConnection, table: Table, rows: Collection[Row], build: Build
) -> None:
    if not rows:
        return
    names = tuple(next(iter(rows)))
    expected = set(names)
    if any(set(row) != expected for row in rows):
        raise ValueError(f"rows of {table.name} do not name the same columns")
    keys = [name for name in _keys(table) if name in names]
    ordered: Sequence[Row] = sorted(rows, key=lambda row: [row[key] for key in keys])
    columns = {name: [row[name] for row in ordered] for name in names}
    await run(connection, build(table, names), columns)


def _keys(table: Table) -> list[str]:
    return [column.name for column in table.primary_key]


def _rows(table: Table, names: tuple[str, ...]) -> str:
    arrays = (f"cast(:{name} as {_type(table, name)}[])" for name in names)
    return f"unnest({', '.join(arrays)}) with ordinality as new({_list([*names, 'ordinality'])})"


def _type(table: Table, name: str) -> str:
    return table.c[name].type.compile(_DIALECT)


def _list(names: Collection[str], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)


@cache
def _insert(table: Table, names: tuple[str, ...]) -> str:
    return (
        f'insert into "{table.name}" ({_list(names)})'  # noqa: S608  # names of our own columns
        f" select {_list(names)} from {_rows(table, names)}"
    )


@cache
def _insert_missing(table: Table, names: tuple[str, ...]) -> str:
    return f"{_insert(table, names)} on conflict ({_list(_keys(table))}) do nothing"


@cache
def _upsert(table: Table, names: tuple[str, ...]) -> str:
    keys = _keys(table)
    changes = ", ".join(f'"{one}" = excluded."{one}"' for one in names if one not in keys)
    action = f"do update set {changes}" if changes else "do nothing"
    return f"{_insert(table, names)} on conflict ({_list(keys)}) {action}"


@cache
def _update(table: Table, names: tuple[str, ...]) -> str:
    keys = _keys(table)
    changes = ", ".join(f'"{one}" = locked."{one}"' for one in names if one not in keys)
    return (
        f'{_locked(table, names)} update "{table.name}" as old set {changes}'  # noqa: S608  # ours
        f" from locked where {_same(keys, 'locked')}"
    )


@cache
def _delete(table: Table, names: tuple[str, ...]) -> str:
    return (
        f'{_locked(table, names)} delete from "{table.name}" as old'  # noqa: S608  # ours
        f" using locked where {_same(_keys(table), 'locked')}"
    )


def _locked(table: Table, names: tuple[str, ...]) -> str:
    """The rows that are there, locked one by one in the order in which they were sent."""
    return (
        f"with locked as materialized (select {_list(names, 'new.')} from {_rows(table, names)}"  # noqa: S608
        f' join "{table.name}" as old on {_same(_keys(table), "new")}'
        " order by new.ordinality for update of old)"
    )


def _same(keys: Sequence[str], other: str) -> str:
    return " and ".join(f'old."{key}" = {other}."{key}"' for key in keys)
