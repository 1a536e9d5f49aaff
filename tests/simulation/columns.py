"""What tables say of their columns: scales, keys, and what is there that nobody named."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Integer, Numeric, Table, UniqueConstraint

Default = Callable[[datetime], Any]
"""Given the time."""


def uniques(table: Table) -> Sequence[tuple[str, list[str]]]:
    """The columns of each unique key beside the primary one, and a name for it."""
    found = [
        [column.name for column in table.columns if column.name in one.columns]
        for one in sorted(table.constraints, key=lambda one: str(one.name))
        if isinstance(one, UniqueConstraint)
    ]
    found += [[column.name] for column in table.columns if column.unique]
    return [(f"{table.name} {' '.join(columns)}", columns) for columns in found]


def scales(table: Table) -> dict[str, int]:
    """To how many decimals columns are rounded."""
    kinds = {one.name: one.type for one in table.c}
    found = {n: kind.scale for n, kind in kinds.items() if isinstance(kind, Numeric)}
    return {name: scale for name, scale in found.items() if scale is not None}


def defaults(table: Table) -> dict[str, Default]:
    """What the database puts where nobody says anything."""
    return {one.name: _default(one) for one in table.columns if one.server_default is not None}


def _default(column: Column[Any]) -> Default:
    written: Any = getattr(column.server_default, "arg", None)
    if isinstance(column.type, DateTime):
        return lambda now: now
    if isinstance(column.type, Boolean):
        return lambda _: str(written).lower() == "true"
    if isinstance(column.type, Integer):
        return lambda _: int(written)
    if isinstance(column.type, Numeric):
        return lambda _: Decimal(written)
    return lambda _: str(written)
