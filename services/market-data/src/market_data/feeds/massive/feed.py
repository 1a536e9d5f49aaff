"""The feed and the archive, with the key of the settings."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime

from market_data.domain.instruments import Instrument
from market_data.feeds.calendars import open_sessions
from market_data.feeds.feed import FeedRefused
from market_data.feeds.massive.archive import MassiveArchive
from market_data.feeds.massive.library import Market
from market_data.feeds.massive.stream import MassiveLine
from market_data.feeds.secrets import Secrets
from market_data.feeds.supervised import Patience, SupervisedFeed, Upstream, supervised
from market_data.feeds.vendors.chosen import chosen, pair
from market_data.settings import MarketDataSettings
from vocabulary import AssetClass

NAME = "massive"
MARKETS = {
    AssetClass.STOCK: Market.Stocks,
    AssetClass.ETF: Market.Stocks,
    AssetClass.CRYPTO: Market.Crypto,
    AssetClass.FX: Market.Forex,
}


@asynccontextmanager
async def open_feed(settings: MarketDataSettings, _now: datetime) -> AsyncGenerator[SupervisedFeed]:
    """The symbols of the settings, live.

    Raises:
        FeedRefused: the key is missing, or it has no such symbols.
    """
    instruments = chosen(settings, list(MARKETS))
    lines = list(_lines(settings, instruments))
    patience, secrets = Patience(settings.silence_seconds), Secrets(settings.massive_key)
    async with supervised(SupervisedFeed(NAME, instruments, lines, patience, secrets)) as feed:
        yield feed


@asynccontextmanager
async def open_archive(settings: MarketDataSettings) -> AsyncGenerator[MassiveArchive]:
    """Massive's bars of the past.

    Raises:
        FeedRefused: the key is missing.
    """
    yield MassiveArchive(settings, _key(settings))


def _lines(settings: MarketDataSettings, instruments: list[Instrument]) -> Iterator[Upstream]:
    """A connection for each market that there are instruments of."""
    sessions, key = open_sessions("regular"), _key(settings)
    for market in dict.fromkeys(MARKETS.values()):
        of = [one for one in instruments if MARKETS[one.asset_class] is market]
        if of:
            known = {_name(one): one for one in of}
            session = sessions.of(of[0].asset_class)
            yield MassiveLine(settings.massive_stream_url, key, market, known, session)


def _name(instrument: Instrument) -> str:
    is_pair = MARKETS[instrument.asset_class] is not Market.Stocks
    return pair(instrument.symbol, "-") if is_pair else instrument.symbol


def _key(settings: MarketDataSettings) -> str:
    if not settings.massive_key or not settings.massive_key.get_secret_value():
        raise FeedRefused("missing_key", "MARKET_DATA_MASSIVE_KEY is needed")
    return settings.massive_key.get_secret_value()
