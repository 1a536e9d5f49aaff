"""Puts the ticker together, starts it, and stops it in the right order."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from logging import getLogger

from redis.asyncio import Redis

from chassis.lifespan import make_engine
from chassis.limiter import impatient_redis
from chassis.transaction import Database
from chassis.works import Running
from market_data.feeds.feed import Feed, MadeUp, Steering
from market_data.feeds.history import HistoryProvider
from market_data.feeds.past import SimulatedPast
from market_data.queries.cache import Cache
from market_data.queries.stretches import Stretches
from market_data.repository.bars import save_missing_bars, save_told_bars
from market_data.settings import MarketDataSettings
from market_data.ticker.actions import CorporateActions
from market_data.ticker.beginnings import begin_pasts
from market_data.ticker.conversions import Conversions, earliest_start
from market_data.ticker.gaps import Gaps
from market_data.ticker.history import History
from market_data.ticker.imported import ImportWatch
from market_data.ticker.market import Market
from market_data.ticker.newest import NewestQuotes
from market_data.ticker.ours import NAMES, OurOrders
from market_data.ticker.pump import Pump
from market_data.ticker.recorder import AWAY, Recorder
from market_data.ticker.resuming import resume_bars
from market_data.ticker.retention import Retention
from market_data.ticker.scribe import Scribe
from market_data.ticker.sources import open_archive, open_feed, told_since
from market_data.ticker.teller import Teller
from market_data.ticker.today import Today
from market_data.ticker.wall import Wall

STOP_SECONDS = 5.0

logger = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ticker:
    """What requests can reach of it."""

    market: Market
    teller: Teller
    recorder: Recorder
    history: History
    actions: CorporateActions
    archive: HistoryProvider | None
    settings: MarketDataSettings


@asynccontextmanager
async def at_work(
    settings: MarketDataSettings, running: Running, wall: Wall
) -> AsyncGenerator[Ticker]:
    """The ticker, ticking until the block ends.

    Raises:
        CannotStart: the feed or the archive is refused; the text says why.
    """
    database = running.database
    async with AsyncExitStack() as stack:
        feed, archive, conversions = await _open(settings, wall, database, stack)
        redis = await stack.enter_async_context(_redis(settings))
        market = Market(feed, settings, wall)
        recorder = Recorder(database, wall)
        teller = Teller(market, running.bus, recorder)
        newest = NewestQuotes(market, redis)
        await newest.restore()
        await resume_bars(market, database)
        cache = Cache(redis)
        actions = CorporateActions(market, database, conversions)
        await actions.tell()
        tasks = [
            running.spawn(Pump(market, actions.begin_day).run(), "pump"),
            *await stack.enter_async_context(_with_the_exchange(market, running)),
            *_tell(running, teller, recorder),
            running.spawn(actions.run(), "corporate actions"),
            *_keep_up(market, running, newest, cache, settings),
        ]
        gaps = _gaps(market, archive, database, cache)
        tasks += _fill_today(market, recorder, gaps, running, cache)
        past = _history(market, recorder, gaps, database, cache)
        history = await stack.enter_async_context(past)
        try:
            yield Ticker(market, teller, recorder, history, actions, archive, settings)
        finally:
            await _stop(tasks)
            await _store_the_rest(market, recorder)


async def _open(
    settings: MarketDataSettings, wall: Wall, database: Database, stack: AsyncExitStack
) -> tuple[Feed, HistoryProvider | None, Conversions]:
    """Where prices come from, now and of the past, in shares as they are by now."""
    earliest = await earliest_start(settings, wall, database)
    feed = await open_feed(settings, wall, stack, earliest)
    archive = await open_archive(settings, stack)
    conversions = Conversions(feed)
    await conversions.begin(database)
    if isinstance(archive, SimulatedPast) and isinstance(feed, MadeUp):
        await begin_pasts(archive, feed, settings.seed, database)
    return feed, archive, conversions


def _tell(running: Running, teller: Teller, recorder: Recorder) -> list[asyncio.Task[None]]:
    """Let everybody hear of the market, and the database keep it."""
    return [
        running.spawn(teller.tell_news(), "news"),
        running.spawn(teller.tell_standing(), "standing"),
        running.spawn(recorder.run(), "recorder"),
    ]


def _gaps(
    market: Market, archive: HistoryProvider | None, database: Database, cache: Cache
) -> Gaps | None:
    if archive is None:
        return None
    since = partial(told_since, market)
    save = save_missing_bars if isinstance(archive, SimulatedPast) else save_told_bars
    return Gaps(archive, since, database, cache, market.wall, save=save)


def _fill_today(
    market: Market, recorder: Recorder, gaps: Gaps | None, running: Running, cache: Cache
) -> list[asyncio.Task[None]]:
    if gaps is None or market.feed.steering is not Steering.NONE:
        return []
    today = Today(market, recorder, gaps, running.database, cache)
    return [running.spawn(today.run(), "today")]


@asynccontextmanager
async def _with_the_exchange(
    market: Market, running: Running
) -> AsyncGenerator[list[asyncio.Task[None]]]:
    """It reads the tape, and says what it shows."""
    scribe, ours = Scribe(market, running.bus), OurOrders(market)
    running.health.add("tape", scribe.check)
    async with running.bus.listening_to_prices(NAMES, ours.arrived):
        yield [running.spawn(scribe.run(), "scribe"), running.spawn(ours.run(), "our orders")]


@asynccontextmanager
async def _history(
    market: Market,
    recorder: Recorder,
    gaps: Gaps | None,
    database: Database,
    cache: Cache,
) -> AsyncGenerator[History]:
    """The past, on connections of its own, which are not tried out before each use.

    Its few statements are planned once: they go back along a key, whatever the parameters, and to
    find that out each time would take a third as long as to do it.
    """
    url = database.engine.url.render_as_string(hide_password=False)
    once = "force_generic_plan"
    engine = make_engine(url, "market-data history", leases=0, ping=False, plan_cache_mode=once)
    history = History(market, recorder, Stretches(engine), cache, gaps)
    try:
        yield history
    finally:
        await history.finish()
        await engine.dispose()


def _redis(settings: MarketDataSettings) -> Redis:
    return impatient_redis(settings.redis_url.get_secret_value())


def _keep_up(
    market: Market,
    running: Running,
    newest: NewestQuotes,
    cache: Cache,
    settings: MarketDataSettings,
) -> list[asyncio.Task[None]]:
    """Keep the newest quotes, drop what is too old, and notice what others have stored."""
    retention = Retention(market, running.database, settings.minutes_days)
    imports = ImportWatch(running.database, cache, market.wall)
    return [
        running.spawn(newest.run(), "newest quotes"),
        running.spawn(retention.run(), "retention"),
        running.spawn(imports.run(), "imports"),
    ]


async def _stop(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _store_the_rest(market: Market, recorder: Recorder) -> None:
    """What is not stored yet, and what has not closed as far as it has grown."""
    recorder.keep(market.finished_bars())
    recorder.keep(market.live_bars())
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await recorder.store()
    except AWAY as error:
        logger.warning("bars were not stored: %s", error)
