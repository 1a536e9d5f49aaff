"""What administrators have laid down, as it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from risk.domain.limits import NO_LIMITS, Limits
from risk.domain.rulebook import Place, Rulebook, Scope
from risk.repository.companies import find_splits
from risk.tables import halts, limits
from vocabulary import plain


@dataclass(frozen=True, slots=True)
class Layer:
    """The limits of one place, and how often they were changed; 0 means never."""

    limits: Limits = NO_LIMITS
    version: int = 0


async def read_rulebook(connection: AsyncConnection, rulebook: Rulebook) -> None:
    """Bring a rulebook up to date, in one go: nobody ever sees half of it."""
    layers = {place: layer.limits for place, layer in (await find_layers(connection)).items()}
    halts, splits = await find_halts(connection), await find_splits(connection)
    rulebook.layers, rulebook.halts, rulebook.splits = layers, halts, splits


async def find_layers(
    connection: AsyncConnection, place: Place | None = None, *, lock: bool = False
) -> dict[Place, Layer]:
    """The limits of every place that has any, or of one."""
    query = select(limits)
    if place is not None:
        query = query.where(tuple_(limits.c.scope, limits.c.name) == place)
    found = await connection.execute(query.with_for_update() if lock else query)
    return {(Scope(row.scope), row.name): Layer(_limits(row.limits), row.version) for row in found}


async def find_halts(connection: AsyncConnection) -> dict[Place, str]:
    """Why trading is halted, wherever it is."""
    found = await connection.execute(select(halts))
    return {(Scope(row.scope), row.name): row.reason for row in found}


async def store_layer(connection: AsyncConnection, place: Place, layer: Layer) -> bool:
    """Store limits if they still are the version before; whether they were."""
    scope, name = place
    row = {
        "scope": scope,
        "name": name,
        "limits": _document(layer.limits),
        "version": layer.version,
        "changed_at": datetime.now(UTC),
    }
    stored = insert(limits).values(row)
    changed = {column: stored.excluded[column] for column in ("limits", "version", "changed_at")}
    newer = limits.c.version == layer.version - 1
    done = await connection.execute(
        stored.on_conflict_do_update(
            index_elements=[limits.c.scope, limits.c.name], set_=changed, where=newer
        ).returning(limits.c.version)
    )
    return done.first() is not None


async def store_halt(connection: AsyncConnection, place: Place, reason: str) -> bool:
    """Halt trading somewhere; whether it was not halted before."""
    scope, name = place
    row = {"scope": scope, "name": name, "reason": reason, "since": datetime.now(UTC)}
    added = insert(halts).values(row).on_conflict_do_nothing().returning(halts.c.name)
    return (await connection.execute(added)).first() is not None


async def remove_halt(connection: AsyncConnection, place: Place) -> bool:
    """Let trading go on somewhere; whether it was halted there."""
    this = tuple_(halts.c.scope, halts.c.name) == place
    done = await connection.execute(delete(halts).where(this).returning(halts.c.name))
    return done.first() is not None


def _limits(document: Mapping[str, Any]) -> Limits:
    """Limits as they were written: figures as text, counts and switches as they are."""
    figures: dict[str, Any] = {
        name: Decimal(figure) if isinstance(figure, str) else figure
        for name, figure in document.items()
    }
    return Limits(**figures)


def _document(said: Limits) -> Mapping[str, Any]:
    figures = {one.name: getattr(said, one.name) for one in fields(Limits)}
    return {
        name: plain(figure) if isinstance(figure, Decimal) else figure
        for name, figure in figures.items()
        if figure is not None and figure is not False
    }
