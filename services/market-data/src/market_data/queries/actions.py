"""What companies have done, or will do, to their shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ScalarSelect, Tuple, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from market_data.repository.actions import Stored, stored
from market_data.tables import corporate_actions as table
from vocabulary import Symbol


@dataclass(frozen=True, slots=True)
class Page:
    """Some actions, the latest ex-date first."""

    actions: Sequence[Stored]
    is_last: bool

    @property
    def next_cursor(self) -> UUID | None:
        """The action to go on from, if there is more."""
        return None if self.is_last else self.actions[-1].action.action_id


async def list_actions(
    connection: AsyncConnection, symbol: Symbol | None, cursor: UUID | None, limit: int
) -> Page:
    """The latest actions, of one symbol or of all, that come after ``cursor`` in this order."""
    query = select(table).order_by(table.c.ex_date.desc(), table.c.action_id.desc())
    if symbol is not None:
        query = query.filter_by(symbol=symbol)
    if cursor is not None:
        query = query.where(_place() < _place_of(cursor))
    rows = list(await connection.execute(query.limit(limit + 1)))
    return Page([stored(row) for row in rows[:limit]], len(rows) <= limit)


def _place() -> Tuple:
    return tuple_(table.c.ex_date, table.c.action_id)


def _place_of(action_id: UUID) -> ScalarSelect[tuple[object, ...]]:
    other = table.alias()
    place = select(other.c.ex_date, other.c.action_id).where(other.c.action_id == action_id)
    return place.scalar_subquery()
