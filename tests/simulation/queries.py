"""What a simulated database answers to queries and statements made with SQLAlchemy."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.sql import operators

from simulation.answers import Answer, Found, rows_of
from simulation.expressions import Env, NotUnderstood, Reader
from simulation.storage import Row, Work


class Queries:
    """Answers for one transaction. ``own_lease`` takes an advisory lock, if it is free."""

    def __init__(self, work: Work, functions: Mapping[str, Any]) -> None:
        self._work = work
        self._reader = Reader({"now": lambda: work.now, **functions}, self._scalar, self._finds)

    async def answer(self, statement: Any, rows: Sequence[Row] = ()) -> Answer:  # noqa: ANN401
        """Do what a statement says."""
        kind: str = statement.__visit_name__
        if kind == "select":
            return await self._selected(statement)
        if kind == "insert":
            return await self._insert(statement, rows)
        table, where = statement.table.name, statement.whereclause
        keys = [self._work.storage.tables[table].key_of(row) for row in self._those(table, where)]
        if kind == "delete":
            gone = [await self._work.delete(table, key) for key in sorted(keys)]
            return Answer(rowcount=sum(gone))
        if kind == "update":
            return await self._update(statement, table, sorted(keys))
        raise NotUnderstood(f"{statement}")

    async def _selected(self, query: Any) -> Answer:  # noqa: ANN401
        if query._for_update_arg is not None:  # noqa: SLF001  # there is no other way to see it
            await self._lock(query)
        return Answer(self._select(query, {}))

    async def _lock(self, query: Any) -> None:  # noqa: ANN401
        """Wait for every row that is asked for, in their order."""
        (table,) = query.columns_clause_froms
        kept = self._work.storage.tables[table.name]
        for row in sorted(self._those(table.name, query.whereclause), key=kept.key_of):
            await self._work.lock((table.name, kept.key_of(row)))

    def _those(self, table: str, where: Any) -> list[Row]:  # noqa: ANN401
        rows = self._work.rows(table)
        if where is None:
            return list(rows)
        is_meant = self._reader.read(where)
        return [row for row in rows if is_meant({table: row})]

    def _scalar(self, query: Any, env: Env) -> Any:  # noqa: ANN401
        rows = self._select(query, env)
        return rows[0][0] if rows else None

    def _finds(self, query: Any, env: Env) -> bool:  # noqa: ANN401
        return any(True for _ in self._matching(query, env))

    def _select(self, query: Any, outside: Env) -> list[Found]:  # noqa: ANN401
        columns = _columns(query)
        envs = list(self._matching(query, outside))
        names = [getattr(one, "name", None) or f"column {n}" for n, one in enumerate(columns)]
        if len(columns) == 1 and _is_aggregate(columns[0]):
            return rows_of(names, [[self._aggregate(one, envs) for one in columns]])
        for order in reversed(query._order_by_clauses):  # noqa: SLF001
            is_down = getattr(order, "modifier", None) is operators.desc_op
            value = self._reader.read(order)
            # nothing comes last going up, and first going down
            envs.sort(key=lambda env: _sortable(value(env)), reverse=is_down)
        if query._limit_clause is not None:  # noqa: SLF001
            envs = envs[: query._limit_clause.effective_value]  # noqa: SLF001
        reads = [self._reader.read(one) for one in columns]
        found = ([read(env) for read in reads] for env in envs)
        if query._distinct:  # noqa: SLF001
            found = dict.fromkeys(tuple(one) for one in found)
        return rows_of(names, found)

    def _matching(self, query: Any, outside: Env) -> Iterator[Env]:  # noqa: ANN401
        meant = [self._reader.read(one) for one in query._where_criteria]  # noqa: SLF001
        for env in self._joined(query, outside):
            if all(is_meant(env) for is_meant in meant):
                yield env

    def _joined(self, query: Any, outside: Env) -> Iterator[Env]:  # noqa: ANN401
        """Every combination of rows of the tables that are asked."""
        joins = query._setup_joins  # noqa: SLF001
        joined = {target.name for target, *_ in joins}
        asked = {one.name: one for one in _tables(query)}
        envs = [outside]
        for name in asked:
            if name not in joined and name not in outside:
                envs = [one for env in envs for one in self._from(name, env)]
        for target, on, _, flags in joins:
            envs = [one for env in envs for one in self._join(target.name, on, env, **flags)]
        yield from envs

    def _from(self, table: str, env: Env) -> Iterator[Env]:
        for row in self._work.rows(table):
            yield {**env, table: row}

    def _join(
        self,
        table: str,
        on: Any,  # noqa: ANN401
        env: Env,
        *,
        isouter: bool,
        full: bool,
    ) -> Iterator[Env]:
        assert not full
        fits = self._reader.read(on)
        found = [one for one in self._from(table, env) if fits(one)]
        yield from found or ([{**env, table: None}] if isouter else [])

    def _aggregate(self, column: Any, envs: Sequence[Env]) -> Any:  # noqa: ANN401
        while column.__visit_name__ in {"label", "grouping"}:
            column = column.element
        arguments = list(column.clauses)
        if column.name == "count":
            return len(envs)
        if column.name == "coalesce":
            found = self._aggregate(arguments[0], envs)
            return self._reader.read(arguments[1])({}) if found is None else found
        if column.name == "max":
            read = self._reader.read(arguments[0])
            return max((read(env) for env in envs), default=None)
        if column.name == "jsonb_object_agg":
            name, value = map(self._reader.read, arguments)
            return {str(name(env)): value(env) for env in envs} or None
        raise NotUnderstood(f"{column}")

    async def _insert(self, statement: Any, rows: Sequence[Row]) -> Answer:  # noqa: ANN401
        if not rows:
            values: Mapping[Any, Any] = statement._values or {}  # noqa: SLF001
            rows = [{_name(one): _plain(each) for one, each in values.items()}]
        conflict = statement._post_values_clause  # noqa: SLF001
        for row in rows:
            is_new = await self._work.insert(
                statement.table.name, row, or_leave=conflict is not None
            )
            if not is_new and conflict is not None:
                await self._instead(conflict, statement.table.name, row)
        return Answer(rowcount=len(rows))

    async def _instead(self, conflict: Any, table: str, row: Row) -> None:  # noqa: ANN401
        """Change the row that is there already, if that is wanted."""
        kept = self._work.storage.tables[table]
        key, excluded = kept.key_of(row), kept.filled(row, self._work.now)
        where = conflict.update_whereclause
        old = self._work.row(table, key)
        if old is not None and (where is None or self._reader.read(where)({table: old})):
            changed = [_name(name) for name in dict(conflict.update_values_to_set)]
            await self._work.change(table, key, {name: excluded[name] for name in changed})

    async def _update(self, statement: Any, table: str, keys: Sequence[Any]) -> Answer:  # noqa: ANN401
        values: Mapping[Any, Any] = statement._values  # noqa: SLF001
        reads = {_name(one): self._reader.read(each) for one, each in values.items()}
        for key in keys:
            await self._work.lock((table, key))
            row = self._work.row(table, key)
            new = {name: read({table: row}) for name, read in reads.items()}
            await self._work.change(table, key, new)
        return Answer(rowcount=len(keys))


def _columns(query: Any) -> list[Any]:  # noqa: ANN401
    """What is asked for; SQLAlchemy's own way to say that takes longer than everything here."""
    found: list[Any] = []
    for one in query._raw_columns:  # noqa: SLF001
        found += one.columns if one.__visit_name__ == "table" else [one]
    return found


def _tables(query: Any) -> list[Any]:  # noqa: ANN401
    """What it is asked of; SQLAlchemy would put all of it into words to say that."""
    of_columns = (one for each in query._raw_columns for one in each._from_objects)  # noqa: SLF001
    found = [*of_columns, *query._from_obj]  # noqa: SLF001
    return found or [one for each in query._where_criteria for one in each._from_objects]  # noqa: SLF001


def _name(source: Any) -> str:  # noqa: ANN401
    return source if isinstance(source, str) else getattr(source, "name", "")


def _plain(value: Any) -> Any:  # noqa: ANN401
    return getattr(value, "effective_value", value)


def _sortable(value: Any) -> tuple[bool, Any]:  # noqa: ANN401
    return (True, 0) if value is None else (False, value)


def _is_aggregate(column: Any) -> bool:  # noqa: ANN401
    while column.__visit_name__ in {"label", "grouping"}:
        column = column.element
    name = getattr(column, "name", "")
    is_call = hasattr(column, "clauses") and hasattr(column, "packagenames")
    return is_call and name in {"count", "max", "coalesce", "jsonb_object_agg"}
