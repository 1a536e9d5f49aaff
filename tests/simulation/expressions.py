"""SQLAlchemy's expressions as functions of a row for each table: those that services use."""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import String
from sqlalchemy.sql import operators

from order.tables import IS_LIVE
from simulation.storage import Work

Env = Mapping[str, Any]
"""A row for each table; ``None`` where an outer join found none."""
ASKED = ""
"""Where what a statement comes with is, among the rows."""
Read = Callable[[Env], Any]
FUNCTIONS = {"now", "pg_try_advisory_lock", "pg_try_advisory_xact_lock"}


class Asked(NamedTuple):
    """What a statement comes with: a transaction, what may be called, and parameters."""

    work: Work
    functions: Mapping[str, Callable[..., Any]]
    parameters: Mapping[str, Any]


class Inner(Protocol):
    """A query inside a query."""

    def scalar(self, env: Env, /) -> Any:  # noqa: ANN401
        """The first value, if there is anything."""
        ...

    def finds(self, env: Env, /) -> bool:
        """Whether there is anything."""
        ...


LIVE = frozenset(
    {"pending_new", "accepted", "held", "new", "partially_filled"}
    | {"pending_cancel", "pending_replace"}
)
_COMPARISONS: Mapping[Any, Callable[[Any, Any], Any]] = {
    operators.eq: operator.eq,
    operators.ne: operator.ne,
    operators.lt: operator.lt,
    operators.le: operator.le,
    operators.gt: operator.gt,
    operators.ge: operator.ge,
    operators.add: operator.add,
    operators.sub: operator.sub,
}


class NotUnderstood(NotImplementedError):
    """Services say something to their databases that the simulated one was never taught."""


class Reader:
    """Makes functions of expressions, and by ``plan`` what answers queries inside of them."""

    def __init__(self, plan: Callable[[Any], Inner]) -> None:
        self._plan = plan

    def read(self, expression: Any) -> Read:  # noqa: ANN401  # SQLAlchemy's are of many kinds
        """The value of an expression, given rows."""
        kind: str = expression.__visit_name__
        make = getattr(self, f"_{kind}", None)
        if make is None:
            raise NotUnderstood(f"{kind}: {expression}")
        return make(expression)

    def _column(self, column: Any) -> Read:  # noqa: ANN401
        if column.table is None:
            return self._textclause(column)
        table, name = column.table.name, column.name
        if not hasattr(column.table, "primary_key") or column.table.__visit_name__ != "table":
            raise NotUnderstood(f"{column.table}")

        def value(env: Env) -> Any:  # noqa: ANN401  # whatever is in there
            row = env[table]
            return None if row is None else row[name]

        return value

    def _textclause(self, text: Any) -> Read:  # noqa: ANN401
        words = text.text
        if words == IS_LIVE:
            return lambda env: (env["orders"] or {})["status"] in LIVE
        if words == f"not ({IS_LIVE})":
            return lambda env: (env["orders"] or {})["status"] not in LIVE
        raise NotUnderstood(words)

    def _bindparam(self, parameter: Any) -> Read:  # noqa: ANN401
        if parameter.required:
            name = parameter.key
            return lambda env: env[ASKED].parameters[name]
        value = parameter.effective_value
        return lambda _env: value

    def _null(self, _null: object) -> Read:
        return lambda _env: None

    def _true(self, _true: object) -> Read:
        return lambda _env: True

    def _false(self, _false: object) -> Read:
        return lambda _env: False

    def _grouping(self, group: Any) -> Read:  # noqa: ANN401
        return self.read(group.element)

    def _label(self, label: Any) -> Read:  # noqa: ANN401
        return self.read(label.element)

    def _scalar_select(self, query: Any) -> Read:  # noqa: ANN401
        return self._plan(query.element).scalar

    _scalar_subquery = _scalar_select

    def _select(self, query: Any) -> Read:  # noqa: ANN401
        return self._plan(query).scalar

    def _tuple(self, several: Any) -> Read:  # noqa: ANN401
        reads = [self.read(one) for one in several.clauses]
        return lambda env: tuple([read(env) for read in reads])

    def _function(self, call: Any) -> Read:  # noqa: ANN401
        if call.name not in FUNCTIONS:
            raise NotUnderstood(f"{call}")
        name, reads = call.name, [self.read(one) for one in call.clauses]
        return lambda env: env[ASKED].functions[name](*[read(env) for read in reads])

    _now = _coalesce = _max = _count = _function

    def _cast(self, made: Any) -> Read:  # noqa: ANN401
        if not isinstance(made.type, String):
            raise NotUnderstood(f"{made}")
        inside = self.read(made.clause)
        return lambda env: None if (found := inside(env)) is None else str(found)

    def _unary(self, one: Any) -> Read:  # noqa: ANN401
        if one.operator is operators.exists:
            return self._plan(one.element.element).finds
        inside = self.read(one.element)
        if one.operator is operators.is_true:
            return inside
        if one.operator in {operators.inv, operators.is_false}:
            return lambda env: None if (found := inside(env)) is None else not found
        if one.modifier in {operators.desc_op, operators.asc_op}:
            return inside
        raise NotUnderstood(f"{one}")

    def _clauselist(self, several: Any) -> Read:  # noqa: ANN401
        reads = [self.read(one) for one in several.clauses]
        if several.operator is operators.and_:
            return lambda env: all(read(env) for read in reads)
        if several.operator is operators.or_:
            return lambda env: any(read(env) for read in reads)
        raise NotUnderstood(f"{several}")

    _expression_clauselist = _clauselist

    def _binary(self, both: Any) -> Read:  # noqa: ANN401
        compare = _COMPARISONS.get(both.operator)
        left, right = self.read(both.left), self.read(both.right)
        if compare is not None:
            return _known(compare, left, right)
        if both.operator is operators.in_op:
            return _among(left, right)
        if both.operator is operators.is_:
            return lambda env: left(env) is right(env)
        if both.operator is operators.is_not:
            return lambda env: left(env) is not right(env)
        raise NotUnderstood(f"{both}")


def _known(compare: Callable[[Any, Any], Any], left: Read, right: Read) -> Read:
    """Nothing is known of what is compared with nothing."""

    def value(env: Env) -> Any:  # noqa: ANN401
        one, other = left(env), right(env)
        return None if one is None or other is None else compare(one, other)

    return value


def _among(left: Read, right: Read) -> Read:
    def value(env: Env) -> bool:
        several: Sequence[Any] = right(env)
        return left(env) in several

    return value
