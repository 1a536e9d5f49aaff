"""How a simulated database finds what a query asks for: each query is taken apart once."""
# ruff: noqa: ANN401, SLF001  # SQLAlchemy's parts are of many kinds; there is no other way to them

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy.sql import operators

from simulation.answers import Found, kind_of
from simulation.expressions import ASKED, Env, NotUnderstood, Read, Reader
from simulation.storage import Row

Together = Callable[[Sequence[Env]], Any]
"""One value of many rows."""
AGGREGATES = {"count", "max", "coalesce", "jsonb_object_agg"}


class Plan:
    """A query, ready to be asked as often as one likes."""

    def __init__(self, query: Any) -> None:
        columns = _columns(query)
        names = (getattr(one, "name", None) or f"column {n}" for n, one in enumerate(columns))
        self._kind = kind_of(tuple(names))
        self.is_locking = query._for_update_arg is not None
        self._is_distinct = bool(query._distinct)
        self._together = _together(columns[0]) if _is_aggregate(columns) else None
        self._columns = columns
        self._meant = [reader.read(one) for one in query._where_criteria]
        self._orders = [*map(_order, reversed(query._order_by_clauses))]
        limit = query._limit_clause
        self._limit = None if limit is None else reader.read(limit)
        self._joins = [*map(_join, query._setup_joins)]
        joined = {name for name, _, _ in self._joins}
        self._sources = [one.name for one in _tables(query) if one.name not in joined]
        self._sources = [*dict.fromkeys(self._sources)]

    @cached_property
    def _values(self) -> Sequence[Read]:
        """What is asked for; never looked at where it matters only whether there is anything."""
        return [reader.read(one) for one in self._columns]

    @property
    def table(self) -> str:
        """The only table that it is asked of."""
        (name,) = self._sources
        return name

    def finds(self, env: Env) -> bool:
        """Whether there is anything."""
        return any(True for _ in self._matching(env))

    def scalar(self, env: Env) -> Any:
        """The first value, if there is anything."""
        rows = self.select(env)
        return rows[0][0] if rows else None

    def select(self, env: Env) -> list[Found]:
        """All that there is."""
        envs = [*self._matching(env)]
        if self._together is not None:
            return [self._kind((self._together(envs),))]
        for value, is_down in self._orders:
            # nothing comes last going up, and first going down
            envs.sort(key=lambda env, value=value: _sortable(value(env)), reverse=is_down)
        if self._limit is not None:
            envs = envs[: self._limit(env)]
        values = self._values
        found = [self._kind([read(env) for read in values]) for env in envs]
        return [*dict.fromkeys(found)] if self._is_distinct else found

    def rows(self, env: Env) -> list[Row]:
        """Those rows of its only table that are meant."""
        name = self.table
        return [row for one in self._matching(env) if (row := one[name]) is not None]

    def _matching(self, env: Env) -> Iterator[Env]:
        meant = self._meant
        for one in self._joined(env):
            if all(is_meant(one) for is_meant in meant):
                yield one

    def _joined(self, env: Env) -> Sequence[Env]:
        """Every combination of rows of the tables that are asked."""
        envs = [env]
        for name in self._sources:
            if name not in env:
                envs = [found for one in envs for found in _with(name, one)]
        for name, fits, is_outer in self._joins:
            envs = [found for one in envs for found in _fitting(name, one, fits, is_outer=is_outer)]
        return envs


class Condition:
    """Which rows of a table a change is about, and what becomes of them."""

    def __init__(self, statement: Any) -> None:
        where = statement.whereclause
        values: Mapping[Any, Any] = getattr(statement, "_values", None) or {}
        self.table: str = statement.table.name
        self.values = {_name(one): reader.read(each) for one, each in values.items()}
        self._is_meant = None if where is None else reader.read(where)

    def rows(self, env: Env) -> list[Row]:
        """Those that are meant."""
        meant, found = self._is_meant, env[ASKED].work.rows(self.table)
        if meant is None:
            return list(found)
        return [row for row in found if meant({**env, self.table: row})]


reader = Reader(Plan)


def _with(table: str, env: Env) -> list[Env]:
    return [{**env, table: row} for row in env[ASKED].work.rows(table)]


def _fitting(table: str, env: Env, fits: Read, *, is_outer: bool) -> list[Env]:
    found = [one for one in _with(table, env) if fits(one)]
    return found or ([{**env, table: None}] if is_outer else [])


def _join(join: Any) -> tuple[str, Read, bool]:
    target, on, _, flags = join
    assert not flags["full"]
    return target.name, reader.read(on), flags["isouter"]


def _order(order: Any) -> tuple[Read, bool]:
    return reader.read(order), getattr(order, "modifier", None) is operators.desc_op


def _together(column: Any) -> Together:
    """What makes one value of all rows."""
    column = _bare(column)
    arguments = list(column.clauses)
    if column.name == "count":
        return len
    if column.name == "coalesce":
        inside, otherwise = _together(arguments[0]), reader.read(arguments[1])
        return lambda envs: otherwise({}) if (found := inside(envs)) is None else found
    if column.name == "max":
        read = reader.read(arguments[0])
        return lambda envs: max((read(env) for env in envs), default=None)
    if column.name == "jsonb_object_agg":
        name, value = map(reader.read, arguments)
        return lambda envs: {str(name(env)): value(env) for env in envs} or None
    raise NotUnderstood(f"{column}")


def _columns(query: Any) -> list[Any]:
    """What is asked for; SQLAlchemy's own way to say that takes longer than everything here."""
    found: list[Any] = []
    for one in query._raw_columns:
        found += one.columns if one.__visit_name__ == "table" else [one]
    return found


def _tables(query: Any) -> list[Any]:
    """What it is asked of; SQLAlchemy would put all of it into words to say that."""
    of_columns = (one for each in query._raw_columns for one in each._from_objects)
    found = [*of_columns, *query._from_obj]
    return found or [one for each in query._where_criteria for one in each._from_objects]


def _bare(column: Any) -> Any:
    while column.__visit_name__ in {"label", "grouping"}:
        column = column.element
    return column


def _is_aggregate(columns: Sequence[Any]) -> bool:
    column = _bare(columns[0])
    is_call = hasattr(column, "clauses") and hasattr(column, "packagenames")
    return len(columns) == 1 and is_call and getattr(column, "name", "") in AGGREGATES


def _name(source: Any) -> str:
    return source if isinstance(source, str) else getattr(source, "name", "")


def _sortable(value: Any) -> tuple[bool, Any]:
    return (True, 0) if value is None else (False, value)
