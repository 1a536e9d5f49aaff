"""Statements about many rows at once: one round trip, however many rows, and however many tables.

Rows travel as one array a column and are put together by ``unnest``. They are sorted by primary
key, and locked in this order whatever plan the server chooses to find them: two transactions that
write the same rows wait for each other, never in a ring.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Select, Table, bindparam, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.driver import run

Row = Mapping[str, Any]
Build = Callable[[Table, tuple[str, ...], str], str]
"""Of a table, the names of its columns, and what the names of parameters begin with."""
_DIALECT = postgresql.dialect()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of rows of a table, all of which name the same columns."""

    build: Build
    table: Table
    rows: Collection[Row]


@cache
def rows_with(column: Column[Any]) -> Select[Any]:
    """All rows whose ``column`` is one of the parameter ``keys``, a list; made once for all."""
    return select(column.table).where(column.in_(bindparam("keys", expanding=True)))


async def insert_rows(connection: AsyncConnection, table: Table, rows: Collection[Row]) -> None:
    """Insert ``rows``, which all name the same columns.

    Raises:
        ValueError: they do not.
        sqlalchemy.exc.IntegrityError: a row breaks a key; none was inserted.
    """
    await write(connection, inserted(table, rows))


async def insert_missing(connection: AsyncConnection, table: Table, rows: Collection[Row]) -> None:
    """Insert those of ``rows`` whose primary key is not there yet; leave alone what is."""
    await write(connection, Change(_insert_missing, table, rows))


async def upsert(connection: AsyncConnection, table: Table, rows: Collection[Row]) -> None:
    """Insert ``rows``, or replace the named columns where the primary key is there already."""
    await write(connection, upserted(table, rows))


async def update_rows(connection: AsyncConnection, table: Table, rows: Collection[Row]) -> None:
    """Set the named columns of the rows with these primary keys; others are left alone."""
    await write(connection, updated(table, rows))


async def delete_rows(connection: AsyncConnection, table: Table, rows: Collection[Row]) -> None:
    """Delete the rows with these primary keys."""
    await write(connection, deleted(table, rows))


def inserted(table: Table, rows: Collection[Row]) -> Change:
    """What :func:`insert_rows` does, for :func:`write`."""
    return Change(_insert, table, rows)


def upserted(table: Table, rows: Collection[Row]) -> Change:
    """What :func:`upsert` does, for :func:`write`."""
    return Change(_upsert, table, rows)


def updated(table: Table, rows: Collection[Row]) -> Change:
    """What :func:`update_rows` does, for :func:`write`."""
    return Change(_update, table, rows)


def deleted(table: Table, rows: Collection[Row]) -> Change:
    """What :func:`delete_rows` does, for :func:`write`."""
    return Change(_delete, table, rows)


async def write(connection: AsyncConnection, *changes: Change) -> None:
    """Make several changes in one round trip. None sees the others: let each be of other rows.

    Raises:
        ValueError: rows of one of them do not name the same columns.
        sqlalchemy.exc.IntegrityError: a row breaks a key or a constraint; nothing was changed.
    """
    parts: list[str] = []
    parameters: dict[str, object] = {}
    for number, change in enumerate(changes):
        if change.rows:
            names, prefix = _names(change), f"_{number}_"
            parts.append(change.build(change.table, names, prefix))
            parameters |= _columns(change, names, prefix)
    if parts:
        await run(connection, _together(tuple(parts)), parameters)


def _names(change: Change) -> tuple[str, ...]:
    names = tuple(next(iter(change.rows)))
    expected = set(names)
    if any(set(row) != expected for row in change.rows):
        raise ValueError(f"rows of {change.table.name} do not name the same columns")
    return names


def _columns(change: Change, names: Collection[str], prefix: str) -> dict[str, object]:
    keys = [name for name in _keys(change.table) if name in names]
    ordered: Sequence[Row] = sorted(
        change.rows, key=lambda row: [_sortable(row[key]) for key in keys]
    )
    return {f"{prefix}{name}": [row[name] for row in ordered] for name in names}


def _sortable(value: Any) -> Any:  # noqa: ANN401  # of any column
    """The same order, compared in C: ids are most of the keys, and compare themselves in Python."""
    return value.int if isinstance(value, UUID) else value


@cache
def _together(parts: tuple[str, ...]) -> str:
    if len(parts) == 1:
        return parts[0]
    # the server promises no order, but begins with the last: so they are made in that given
    named = (f"change_{number} as ({part})" for number, part in enumerate(reversed(parts)))
    return f"with {', '.join(named)} select"


def _keys(table: Table) -> list[str]:
    return [column.name for column in table.primary_key]


def _rows(table: Table, names: tuple[str, ...], prefix: str) -> str:
    arrays = (f"cast(:{prefix}{name} as {_type(table, name)}[])" for name in names)
    return f"unnest({', '.join(arrays)}) with ordinality as new({_list([*names, 'ordinality'])})"


def _type(table: Table, name: str) -> str:
    return table.c[name].type.compile(_DIALECT)


def _list(names: Collection[str], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)


@cache
def _insert(table: Table, names: tuple[str, ...], prefix: str) -> str:
    return (
        f'insert into "{table.name}" ({_list(names)})'  # noqa: S608  # names of our own columns
        f" select {_list(names)} from {_rows(table, names, prefix)}"
    )


@cache
def _insert_missing(table: Table, names: tuple[str, ...], prefix: str) -> str:
    return f"{_insert(table, names, prefix)} on conflict ({_list(_keys(table))}) do nothing"


@cache
def _upsert(table: Table, names: tuple[str, ...], prefix: str) -> str:
    keys = _keys(table)
    changes = ", ".join(f'"{one}" = excluded."{one}"' for one in names if one not in keys)
    action = f"do update set {changes}" if changes else "do nothing"
    return f"{_insert(table, names, prefix)} on conflict ({_list(keys)}) {action}"


@cache
def _update(table: Table, names: tuple[str, ...], prefix: str) -> str:
    keys = _keys(table)
    changes = ", ".join(f'"{one}" = locked."{one}"' for one in names if one not in keys)
    return (
        f'{_locked(table, names, prefix)} update "{table.name}" as old set {changes}'  # noqa: S608  # ours
        f" from locked where {_same(keys, 'locked')}"
    )


@cache
def _delete(table: Table, names: tuple[str, ...], prefix: str) -> str:
    return (
        f'{_locked(table, names, prefix)} delete from "{table.name}" as old'  # noqa: S608  # ours
        f" using locked where {_same(_keys(table), 'locked')}"
    )


def _locked(table: Table, names: tuple[str, ...], prefix: str) -> str:
    """The rows that are there, locked one by one in the order in which they were sent."""
    sent = _rows(table, names, prefix)
    return (
        f"with locked as materialized (select {_list(names, 'new.')} from {sent}"  # noqa: S608
        f' join "{table.name}" as old on {_same(_keys(table), "new")}'
        " order by new.ordinality for update of old)"
    )


def _same(keys: Sequence[str], other: str) -> str:
    return " and ".join(f'old."{key}" = {other}."{key}"' for key in keys)
