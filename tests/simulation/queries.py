"""What a simulated database answers to queries and statements made with SQLAlchemy."""
# ruff: noqa: ANN401, SLF001  # SQLAlchemy's parts are of many kinds; there is no other way to them

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from simulation.answers import Answer
from simulation.expressions import ASKED, Asked, Env, NotUnderstood
from simulation.plans import Condition, Plan, reader
from simulation.storage import Row, Work

_MAKERS = {"select": Plan, "update": Condition, "delete": Condition}
_PLANS: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
"""How to answer statements, as long as somebody has them: many are made once and always asked."""


class Queries:
    """Answers for one transaction. ``functions`` are what may be called beside ``now``."""

    def __init__(self, work: Work, functions: Mapping[str, Any]) -> None:
        self._work = work
        self._functions = {"now": lambda: work.now, **functions}

    async def answer(self, statement: Any, given: Any = ()) -> Answer:
        """Do what a statement says; ``given`` are its parameters, or the rows to insert."""
        kind: str = statement.__visit_name__
        if kind == "insert":
            return await self._insert(statement, given)
        plan = _plan(kind, statement)
        env: Env = {ASKED: Asked(self._work, self._functions, dict(given))}
        if kind == "select":
            if plan.is_locking:
                await self._lock(plan, env)
            return Answer(plan.select(env))
        return await self._change(kind, plan, env)

    async def _lock(self, plan: Plan, env: Env) -> None:
        """Wait for every row that is asked for, in their order."""
        for key in self._keys(plan.table, plan.rows(env)):
            await self._work.lock((plan.table, key))

    async def _change(self, kind: str, plan: Condition, env: Env) -> Answer:
        keys = self._keys(plan.table, plan.rows(env))
        if kind == "delete":
            gone = [await self._work.delete(plan.table, key) for key in keys]
            return Answer(rowcount=sum(gone))
        for key in keys:
            await self._work.lock((plan.table, key))
            row = self._work.row(plan.table, key)
            own = {**env, plan.table: row}
            new = {name: read(own) for name, read in plan.values.items()}
            await self._work.change(plan.table, key, new)
        return Answer(rowcount=len(keys))

    def _keys(self, table: str, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
        return sorted(map(self._work.storage.tables[table].key_of, rows))

    async def _insert(self, statement: Any, rows: Sequence[Row]) -> Answer:
        if not rows:
            values: Mapping[Any, Any] = statement._values or {}
            rows = [{_name(one): _plain(each) for one, each in values.items()}]
        conflict = statement._post_values_clause
        for row in rows:
            is_new = await self._work.insert(
                statement.table.name, row, or_leave=conflict is not None
            )
            if not is_new and conflict is not None:
                await self._instead(conflict, statement.table.name, row)
        return Answer(rowcount=len(rows))

    async def _instead(self, conflict: Any, table: str, row: Row) -> None:
        """Change the row that is there already, if that is wanted."""
        kept = self._work.storage.tables[table]
        key, excluded = kept.key_of(row), kept.filled(row, self._work.now)
        where = conflict.update_whereclause
        old = self._work.row(table, key)
        if old is not None and (where is None or reader.read(where)({table: old})):
            changed = [_name(name) for name in dict(conflict.update_values_to_set)]
            await self._work.change(table, key, {name: excluded[name] for name in changed})


def _plan(kind: str, statement: Any) -> Any:
    plan = _PLANS.get(statement)
    if plan is None:
        if kind not in _MAKERS:
            raise NotUnderstood(f"{statement}")
        plan = _PLANS[statement] = _MAKERS[kind](statement)
    return plan


def _name(source: Any) -> str:
    return source if isinstance(source, str) else getattr(source, "name", "")


def _plain(value: Any) -> Any:
    return getattr(value, "effective_value", value)
