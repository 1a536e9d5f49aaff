"""Opens the plugins that the settings name: who tells the prices, and who knows the past."""

from contextlib import AsyncExitStack
from datetime import datetime

from chassis.startup import CannotStart
from market_data.domain.bars import bar_end, bar_start
from market_data.domain.stretch import END, Stretch
from market_data.feeds.discovery import ARCHIVES, find_archive, find_feed, offered
from market_data.feeds.feed import Feed, FeedRefused
from market_data.feeds.health import HealthState
from market_data.feeds.history import HistoryProvider
from market_data.settings import MarketDataSettings
from market_data.ticker.market import Market
from market_data.ticker.wall import Wall

NOBODY = "none"


async def open_feed(
    settings: MarketDataSettings,
    wall: Wall,
    stack: AsyncExitStack,
    earliest: datetime | None = None,
) -> Feed:
    """The feed that runs; one that makes its prices up begins now, or at the ``earliest``.

    Raises:
        CannotStart: it is refused; the text says why.
    """
    try:
        begins = max(wall.utc(), earliest or wall.utc())
        opening = find_feed(settings.feed)(settings, begins)
        return await stack.enter_async_context(opening)
    except FeedRefused as error:
        raise CannotStart(f"the feed {settings.feed}: {error.code}: {error}") from error


async def open_archive(
    settings: MarketDataSettings, stack: AsyncExitStack
) -> HistoryProvider | None:
    """Whom to ask for bars that are missing here, if anybody.

    Raises:
        CannotStart: it is refused; the text says why.
    """
    name = settings.history or settings.feed
    if name == NOBODY or (not settings.history and name not in offered(ARCHIVES)):
        return None
    try:
        return await stack.enter_async_context(find_archive(name)(settings))
    except FeedRefused as error:
        raise CannotStart(f"the archive {name}: {error.code}: {error}") from error


def told_since(market: Market, wanted: Stretch) -> datetime:
    """When the first bar starts of which the feed told everything, up to now.

    While a vendor is away that is none, and after it was away one that starts after that. Of other
    symbols it tells nothing.
    """
    if wanted.symbol not in market.instruments:
        return END
    connections = market.feed.report().connections
    if any(one.state is not HealthState.LIVE for one in connections):
        return END
    begins = max([market.feed.begins, *(one.since for one in connections)])
    started = bar_start(begins, wanted.interval, wanted.zone)
    return started if started == begins else bar_end(started, wanted.interval, wanted.zone)
