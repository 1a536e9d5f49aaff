"""What a simulated database answers to queries and statements made with SQLAlchemy."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

from sqlalchemy.sql import operators

from simulation.expressions import Env, NotUnderstood, Reader
from simulation.storage import Row, Work


class Found(tuple[Any, ...]):
    """One row of an answer, as SQLAlchemy's or as the driver's."""

    names: Mapping[str, int]

    def __new__(cls, values: Iterable[Any], names: Mapping[str, int]) -> Self:
        """A row whose values have these names, at these places."""
        made = super().__new__(cls, values)
        made.names = names
        return made

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever is in there
        try:
            return self[self.names[name]]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401
        return super().__getitem__(self.names[place] if isinstance(place, str) else place)

    @property
    def mapping(self) -> Row:
        """By name."""
        return {name: self[place] for name, place in self.names.items()}


class Answer:
    """What came of a statement."""

    def __init__(self, rows: Sequence[Any] = (), rowcount: int = 0) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> Sequence[Any]:
        """All rows."""
        return self._rows

    def mappings(self) -> "Answer":
        """The same rows: they can be asked for their columns by name as they are."""
        return self

    def first(self) -> Any:  # noqa: ANN401
        """The first row, if there is any."""
        return self._rows[0] if self._rows else None

    def one_or_none(self) -> Any:  # noqa: ANN401
        """The only row, if there is any."""
        assert len(self._rows) <= 1
        return self.first()

    def scalar(self) -> Any:  # noqa: ANN401
        """The first value of the first row, if there is any."""
        return self._rows[0][0] if self._rows else None

    def scalars(self) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self._rows]


def rows_of(names: Sequence[str], values: Iterable[Iterable[Any]]) -> list[Found]:
    """Rows whose values have these names."""
    places = {name: place for place, name in enumerate(names)}
    return [Found(one, places) for one in values]


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
        asked = {one.name: one for one in _tables(query) or query.get_final_froms()}
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
        raise NotUnderstood(f"{column}")

    async def _insert(self, statement: Any, rows: Sequence[Row]) -> Answer:  # noqa: ANN401
        if not rows:
            values: Mapping[Any, Any] = statement._values or {}  # noqa: SLF001
            rows = [{_name(one): _plain(each) for one, each in values.items()}]
        for row in rows:
            await self._work.insert(statement.table.name, row)
        return Answer(rowcount=len(rows))

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
    """What it is asked of."""
    of_columns = (one for each in query._raw_columns for one in each._from_objects)  # noqa: SLF001
    return [*of_columns, *query._from_obj]  # noqa: SLF001


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
    return is_call and name in {"count", "max", "coalesce"}
