"""How far files were imported."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from market_data.domain.progress import Progress
from market_data.tables import imports
from vocabulary import BarInterval, Symbol

_MARK = text("select count(*), sum(cast(cast(xmin as text) as bigint)) from imports")
"""Every row has the number of the transaction that wrote it, which are given out in order."""


async def import_mark(connection: AsyncConnection) -> tuple[Any, ...]:
    """What is another after each transaction of an import, and the same until then."""
    return tuple((await connection.execute(_MARK)).one())


async def find_progress(
    connection: AsyncConnection, path: str, interval: BarInterval
) -> Progress | None:
    """How far the last import of this file, with bars of this interval, has come."""
    query = select(imports).filter_by(path=path, interval=interval)
    row = (await connection.execute(query)).mappings().one_or_none()
    if row is None:
        return None
    known: dict[str, Any] = {**row, "interval": interval}
    known["symbols"] = frozenset(map(Symbol, row["symbols"]))
    return Progress(**known)


async def save_progress(connection: AsyncConnection, progress: Progress) -> None:
    """Store it, in place of what was known."""
    row = asdict(progress) | {"symbols": sorted(progress.symbols)}
    statement = insert(imports).values(row)
    keys = imports.primary_key.columns
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(keys),
            set_={name: statement.excluded[name] for name in row if name not in keys},
        )
    )
