"""A start goes on with the bars that an earlier run stored."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from logging import getLogger
from zoneinfo import ZoneInfo

from chassis.transaction import Database
from market_data.domain.bars import MINUTE, Bar, rounded_down
from market_data.repository.behind import Behind, find_behind, forget_behind
from market_data.repository.resuming import parts_of_growing
from market_data.repository.rollups import roll_up
from market_data.ticker.market import Market
from vocabulary import ClockState, Symbol

DAYS_AT_ONCE = timedelta(days=31)
"""So much is rolled up in one transaction: a server does not grant a statement for ever."""

logger = getLogger(__name__)


async def resume_bars(market: Market, database: Database) -> None:
    """Go on where stored bars end; a replay tells everything anew from where it begins."""
    await _catch_up(market.zones(), database)
    begins = market.feed.begins
    until = rounded_down(begins, MINUTE)
    if market.feed.time is ClockState.LIVE:
        until += MINUTE  # the minute that it is was stored as far as it had grown
    symbols = _by_zone(market.zones())
    bars: list[Bar] = []
    async with database.engine.connect() as connection:
        for zone, several in symbols.items():
            bars += await parts_of_growing(connection, several, zone, begins, until)
    market.resume_bars(bars, begins)


async def _catch_up(zones: Mapping[Symbol, ZoneInfo], database: Database) -> None:
    """Make the longer bars that an earlier run stored the minutes of, and did not come to."""
    async with database.engine.connect() as connection:
        behind = await find_behind(connection, zones)
    for (first, until), symbols in _together(behind).items():
        if until - first > DAYS_AT_ONCE:
            logger.info("rolling up bars of %s from %s on", ", ".join(symbols), first)
        for begins in _steps(first, until):
            async with database.transaction() as tx:
                some = {symbol: zones[symbol] for symbol in symbols}
                await roll_up(tx.connection, some, begins, min(begins + DAYS_AT_ONCE, until))
    async with database.transaction() as tx:
        await forget_behind(tx.connection, zones)


def _together(behind: list[Behind]) -> dict[tuple[datetime, datetime], list[Symbol]]:
    """By days, so that what most symbols have in common is done once."""
    together: defaultdict[tuple[datetime, datetime], list[Symbol]] = defaultdict(list)
    day = timedelta(days=1)
    for symbol, first, last in behind:
        together[rounded_down(first, day), rounded_down(last, day) + day].append(symbol)
    return together


def _steps(first: datetime, until: datetime) -> Iterator[datetime]:
    while first < until:
        yield first
        first += DAYS_AT_ONCE


def _by_zone(zones: Mapping[Symbol, ZoneInfo]) -> dict[ZoneInfo, list[Symbol]]:
    symbols: defaultdict[ZoneInfo, list[Symbol]] = defaultdict(list)
    for symbol, zone in zones.items():
        symbols[zone].append(symbol)
    return symbols
