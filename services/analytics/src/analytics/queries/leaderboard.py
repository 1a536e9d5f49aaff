"""How all accounts did in a season, in their last epoch."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from time import monotonic
from typing import NamedTuple

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from analytics.domain.curve import Close, DayReturn, Moved, day_returns
from analytics.domain.leaderboard import Entry, Season, Standing, ranked
from analytics.domain.record import TrackRecord
from analytics.domain.report import Ratios
from analytics.queries.days import find_closes, find_moved, story_of
from analytics.queries.moments import Moments, find_moments
from analytics.repository.rows import beginning_of, payment_of
from analytics.tables import beginnings, fills, names, payments
from vocabulary import AccountId, Symbol

FRESH_SECONDS = 30.0
"""So long an answer is good enough: it is worked out from the days of everybody."""
SEASONS_MAX = 100
Returns = Mapping[AccountId, Sequence[DayReturn]]
"""What days returned, by account: any season is ranked by it."""

_b, _f = beginnings.c, fills.c


class Board(NamedTuple):
    """Who did how well, and how those want to be called who said so."""

    standings: Sequence[Standing]
    names: Mapping[AccountId, str]


class Boards:
    """The leaderboards of the seasons somebody asked for, worked out now and then."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._at = -FRESH_SECONDS
        self._returns: Returns = {}
        self._known: dict[str, Sequence[Standing]] = {}
        self._lock = asyncio.Lock()

    async def show(self, season: Season) -> Board:
        """The board of a season; names are always those of this moment."""
        async with self._lock, self._engine.connect() as connection:
            if monotonic() - self._at >= FRESH_SECONDS:
                self._returns = await work_out(connection)
                self._at = monotonic()
                self._known.clear()
            standings = self._known.get(season.name)
            if standings is None:
                standings = await asyncio.to_thread(_rank, self._returns, season)
                if len(self._known) >= SEASONS_MAX:
                    self._known.clear()
                self._known[season.name] = standings
            rows = await connection.execute(select(names.c.account_id, names.c.name))
            return Board(standings, {row.account_id: row.name for row in rows})


async def work_out(connection: AsyncConnection) -> Returns:
    """What the days of everybody returned, of whatever season they are."""
    newest = select(_b.account_id, func.max(_b.epoch)).group_by(_b.account_id)
    of_now = tuple_(_f.account_id, _f.epoch).in_(newest)
    moved = await find_moved(connection, of_now)
    symbols = {one: {day.symbol for day in days} for one, days in moved.items()}
    closes = await find_closes(connection, set[Symbol]().union(*symbols.values()))
    moments = await find_moments(connection, of_now, symbols)
    records = await _records(connection, moved.keys())
    return await asyncio.to_thread(_returns, records, moved, closes, moments)


def _returns(
    records: Collection[TrackRecord],
    moved: Mapping[AccountId, list[Moved]],
    closes: Mapping[Symbol, list[Close]],
    moments: Moments,
) -> Returns:
    found: dict[AccountId, Sequence[DayReturn]] = {}
    for record in records:
        story = story_of(record, record.epoch, moved[record.account_id], closes, moments)
        found[record.account_id] = list(day_returns(story.opening_cash, story.days()))
    return found


def _rank(everybody: Returns, season: Season) -> Sequence[Standing]:
    entries: list[Entry] = []
    for account_id, days in everybody.items():
        returns = [one.rate for one in days if season.has(one.day)]
        if returns:
            ratios = Ratios.of(returns)
            found = (ratios.total_return, ratios.max_drawdown, ratios.days)
            entries.append(Entry(account_id, *found))
    return ranked(entries)


async def _records(
    connection: AsyncConnection, account_ids: Collection[AccountId]
) -> Collection[TrackRecord]:
    """When the accounts began and what was paid in; those that were not opened yet are missing."""
    found = {account_id: TrackRecord(account_id) for account_id in account_ids}
    for row in await connection.execute(select(beginnings).where(_b.account_id.in_(account_ids))):
        found[row.account_id].begin(beginning_of(row))
    mine = payments.c.account_id.in_(account_ids)
    for row in await connection.execute(select(payments).where(mine)):
        found[row.account_id].pay(payment_of(row))
    return [one for one in found.values() if one.beginnings]
