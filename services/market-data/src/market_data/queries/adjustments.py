"""By what bars of the past are multiplied, to be in shares of today."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from market_data.domain.actions import EXCHANGE_ZONE
from market_data.domain.adjustment import Adjustment, adjustment
from market_data.repository.actions import stored
from market_data.tables import corporate_actions as table
from vocabulary import BarInterval, CorporateActionKind, Price, Symbol

_WITH_CLOSE = """
    select actions.*, before.close as close_before
    from corporate_actions as actions
    left join lateral (
        select close from rollups
        where rollups.symbol = actions.symbol and interval = :day
            and start < cast(ex_date as timestamp) at time zone :zone
        order by start desc limit 1
    ) as before on true
"""
"""With the last close before each ex-date, where days are stored that far back."""
_OF_SYMBOL = text(f"{_WITH_CLOSE} where actions.symbol = :symbol order by ex_date, kind")
_OF_IDS = text(f"{_WITH_CLOSE} where action_id in :ids").bindparams(
    bindparam("ids", expanding=True)
)
_DAYS = {"day": BarInterval.DAY_1, "zone": EXCHANGE_ZONE.key}


async def closes_before(
    connection: AsyncConnection, ids: Collection[UUID]
) -> Mapping[UUID, Price | None]:
    """What a share last cost before each of these actions, in dollars, where that is stored."""
    rows = await connection.execute(_OF_IDS, {**_DAYS, "ids": list(ids)})
    return {row.action_id: row.close_before for row in rows}


async def factors(
    connection: AsyncConnection, symbol: Symbol, now: datetime | None = None
) -> Sequence[Adjustment]:
    """What the actions of ``symbol`` do to the bars before them, the oldest first.

    With ``now``, in market time, only those that have come: a replay knows nothing of its future.
    """
    rows = await connection.execute(_OF_SYMBOL, {**_DAYS, "symbol": symbol})
    found = [(stored(row).action, row.close_before) for row in rows]
    made = [
        adjustment(action, close)
        for action, close in found
        if now is None or action.effective_at <= now
    ]
    return [one for one in made if one is not None]


async def splits_between(
    connection: AsyncConnection, first: date, now: datetime
) -> Mapping[Symbol, Sequence[Adjustment]]:
    """What splits do to the bars before them: those from ``first`` on that have come at ``now``."""
    query = select(table).filter_by(kind=CorporateActionKind.SPLIT)
    today = now.astimezone(EXCHANGE_ZONE).date()
    found: defaultdict[Symbol, list[Adjustment]] = defaultdict(list)
    for row in await connection.execute(query.where(table.c.ex_date.between(first, today))):
        if (made := adjustment(stored(row).action, None)) is not None:
            found[Symbol(row.symbol)].append(made)
    return found
