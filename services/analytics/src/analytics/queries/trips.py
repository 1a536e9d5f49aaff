"""The round trips of an account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.domain.excursion import Excursion, Span, Step
from analytics.domain.performance import Closed
from analytics.domain.trip import RoundTrip
from analytics.repository.rows import trip_of
from analytics.tables import fills, trips
from vocabulary import AccountId, FillId, Symbol

_t, _f = trips.c, fills.c

SPANS = text("""
with stood as (
    select trip_id, number, false as is_split, market_time, case when not exists (
        select from adjustments as split
        where split.fill_id = fills.fill_id and split.market_time > fills.market_time
    ) then price end as price, held, balance from fills
    where trip_id = any(:trip_ids)
    union all
    select trip_id, number, true, market_time, null, held, balance from adjustments
    where trip_id = any(:trip_ids)
)
select steps.*, spans.low, spans.high from (
    select stood.*, trips.symbol, coalesce(
        lead(market_time) over (partition by trip_id order by number, is_split), closed_at
    ) as until
    from stood join trips using (trip_id)
) as steps left join lateral (
    select min(low) as low, max(high) as high from bars
    where bars.symbol = steps.symbol and bars.interval = '1Min'
        and bars.start >= steps.market_time and bars.start <= steps.until - interval '1 minute'
) as spans on true
order by trip_id, number, is_split
""")
"""Where trips stood after each fill and split, and the prices of the whole minutes after it.

The price of a fill that was booked as new shares is one of old shares: it tells nothing.
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which trips of an account: of one epoch, and of one symbol where one is named."""

    account_id: AccountId
    epoch: int
    symbol: Symbol | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same, for the database."""
        mine = [_t.account_id == self.account_id, _t.epoch == self.epoch]
        return mine if self.symbol is None else [*mine, _t.symbol == self.symbol]


@dataclass(frozen=True, slots=True)
class Page:
    """Some trips that are over, those that ended last first, and how far they went."""

    trips: Sequence[tuple[RoundTrip, Excursion]]
    is_last: bool

    @property
    def next_cursor(self) -> UUID | None:
        """The trip to go on from, if there is more."""
        return None if self.is_last else self.trips[-1][0].trip_id


async def list_over(
    connection: AsyncConnection, wanted: Wanted, before: UUID | None, limit: int
) -> Page:
    """Trips that are over, from before the one that is named."""
    query = _of(wanted).where(_t.closed_at.is_not(None))
    if before is not None:
        last = select(_t.closed_at, _t.trip_id).where(*wanted.conditions(), _t.trip_id == before)
        query = query.where(tuple_(_t.closed_at, _t.trip_id) < last.scalar_subquery())
    query = query.order_by(_t.closed_at.desc(), _t.trip_id.desc()).limit(limit + 1)
    found = [trip_of(row) for row in await connection.execute(query)]
    shown = found[:limit]
    excursions = await _excursions(connection, shown)
    return Page([(one, excursions[one.trip_id]) for one in shown], is_last=len(found) <= limit)


async def list_under_way(connection: AsyncConnection, wanted: Wanted) -> Sequence[RoundTrip]:
    """Trips that are not over yet, by symbol."""
    query = _of(wanted).where(_t.closed_at.is_(None)).order_by(_t.symbol)
    return [trip_of(row) for row in await connection.execute(query)]


async def all_over(connection: AsyncConnection, wanted: Wanted) -> Sequence[Closed]:
    """What counts of every trip that is over."""
    query = _of(wanted).where(_t.closed_at.is_not(None))
    return [
        Closed(row.trip_id, row.symbol, row.opened_at, row.closed_at, trip_of(row).profit, row.fees)
        for row in await connection.execute(query)
    ]


async def _excursions(
    connection: AsyncConnection, over: Sequence[RoundTrip]
) -> dict[FillId, Excursion]:
    trips_by_id = {one.trip_id: one for one in over}
    rows = await connection.execute(SPANS, {"trip_ids": list(trips_by_id)})
    return {
        trip_id: _excursion(trips_by_id[trip_id], list(steps))
        for trip_id, steps in groupby(rows, lambda row: row.trip_id)
    }


def _excursion(trip: RoundTrip, rows: Iterable[Any]) -> Excursion:
    steps = [Step(row.market_time, row.price, row.held, row.balance) for row in rows]
    spans = [None if row.low is None else Span(row.low, row.high) for row in rows]
    return Excursion.of(trip, steps, spans)


def _of(wanted: Wanted) -> Select[Any]:
    return select(trips).where(*wanted.conditions())
