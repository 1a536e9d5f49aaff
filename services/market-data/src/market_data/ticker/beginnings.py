"""What is simulated for the first time gets a past, before its first tick."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from logging import getLogger

from chassis.transaction import Database, Transaction
from market_data.domain.bars import bar_start, zone_of
from market_data.domain.instruments import Instrument
from market_data.domain.parts import in_parts
from market_data.domain.past.beginning import Beginning
from market_data.domain.past.past import first_day
from market_data.domain.steps import by_zone
from market_data.feeds.feed import MadeUp
from market_data.feeds.past import SimulatedPast
from market_data.repository.bars import save_missing_bars
from market_data.repository.beginnings import days_with_bars, read_beginnings, save_beginnings
from market_data.repository.rollups import roll_up
from vocabulary import BarInterval

AT_ONCE = 20
"""So many symbols begin in one transaction."""

logger = getLogger(__name__)


async def begin_pasts(past: SimulatedPast, feed: MadeUp, seed: int, database: Database) -> None:
    """Tell where everything began, and let begin what did not yet, at the prices of ``feed``.

    Of what begins the newest part is stored at once, so that the bars that grow know of it, and
    the day before is known. All else is made up when somebody asks for it.
    """
    symbols = [one.symbol for one in feed.instruments]
    async with database.engine.connect() as connection:
        past.know(known := await read_beginnings(connection, symbols))
    begun = {one.symbol for one in known}
    new = [one for one in feed.instruments if one.symbol not in begun]
    for some in in_parts(new, AT_ONCE):
        logger.info("making up a past of %s", ", ".join(one.symbol for one in some))
        async with database.transaction() as tx:
            await _begin(tx, past, some, feed, seed)


async def _begin(
    tx: Transaction, past: SimulatedPast, some: Sequence[Instrument], feed: MadeUp, seed: int
) -> None:
    zones = {one.symbol: zone_of(one.asset_class) for one in some}
    begins = feed.begins
    first = datetime.combine(first_day(begins.date()), time(), UTC)
    taken = await days_with_bars(tx.connection, zones, first)
    beginnings = [
        Beginning(one, begins, feed.price(one), str(seed), taken.get(one, ())) for one in zones
    ]
    await save_beginnings(tx.connection, beginnings)
    past.know(beginnings)
    for symbol in zones:
        await save_missing_bars(tx.connection, await past.newest(symbol))
    for zone, symbols in by_zone(zones).items():
        there = dict.fromkeys(symbols, zone)
        year = bar_start(begins, BarInterval.YEAR_1, zone)
        await roll_up(tx.connection, there, year, begins, BarInterval.DAY_1)
