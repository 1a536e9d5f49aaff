"""By what bars of the past are multiplied, to be in shares of today."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from market_data.domain.actions import EXCHANGE_ZONE
from market_data.domain.adjustment import Adjustment, adjustment
from market_data.repository.actions import stored
from vocabulary import BarInterval, Symbol

_ACTIONS = text(
    """
    select actions.*, before.close as close_before
    from corporate_actions as actions
    left join lateral (
        select close from rollups
        where rollups.symbol = actions.symbol and interval = :day
            and start < cast(ex_date as timestamp) at time zone :zone
        order by start desc limit 1
    ) as before on true
    where actions.symbol = :symbol
    order by ex_date, kind
    """
)
"""With the last close before each ex-date, where days are stored that far back."""


async def factors(
    connection: AsyncConnection, symbol: Symbol, now: datetime | None = None
) -> Sequence[Adjustment]:
    """What the actions of ``symbol`` do to the bars before them, the oldest first.

    With ``now``, in market time, only those that have come: a replay knows nothing of its future.
    """
    values = {"symbol": symbol, "day": BarInterval.DAY_1, "zone": EXCHANGE_ZONE.key}
    rows = await connection.execute(_ACTIONS, values)
    found = [(stored(row).action, row.close_before) for row in rows]
    made = [
        adjustment(action, close)
        for action, close in found
        if now is None or action.trades_without_from <= now
    ]
    return [one for one in made if one is not None]
