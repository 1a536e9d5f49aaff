"""The feed and the archive, with the keys of the settings."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from market_data.feeds.alpaca.archive import AlpacaArchive
from market_data.feeds.alpaca.stream import AlpacaLine, CryptoConnection, StockConnection
from market_data.feeds.calendars import open_sessions
from market_data.feeds.feed import FeedRefused
from market_data.feeds.secrets import Secrets
from market_data.feeds.supervised import Patience, SupervisedFeed, Upstream, supervised
from market_data.feeds.vendors.chosen import chosen, names, pair
from market_data.settings import MarketDataSettings
from vocabulary import AssetClass

NAME = "alpaca"
CLASSES = AssetClass.STOCK, AssetClass.ETF, AssetClass.CRYPTO


@asynccontextmanager
async def open_feed(settings: MarketDataSettings, _now: datetime) -> AsyncGenerator[SupervisedFeed]:
    """The symbols of the settings, live.

    Raises:
        FeedRefused: a key is missing, or it has no such symbols.
    """
    instruments = chosen(settings, CLASSES)
    lines = list(_lines(settings))
    patience = Patience(settings.silence_seconds)
    secrets = Secrets(settings.alpaca_key, settings.alpaca_secret_key)
    async with supervised(SupervisedFeed(NAME, instruments, lines, patience, secrets)) as feed:
        yield feed


@asynccontextmanager
async def open_archive(settings: MarketDataSettings) -> AsyncGenerator[AlpacaArchive]:
    """Alpaca's bars of the past.

    Raises:
        FeedRefused: a key is missing.
    """
    yield AlpacaArchive(settings, _keys(settings))


def _lines(settings: MarketDataSettings) -> Iterator[Upstream]:
    """A connection for stocks, and one for coins, if there are any."""
    instruments, sessions = chosen(settings, CLASSES), open_sessions("regular")
    coins = [one for one in instruments if one.asset_class is AssetClass.CRYPTO]
    stocks = [one for one in instruments if one.asset_class is not AssetClass.CRYPTO]
    keys = _keys(settings)
    archive, url = AlpacaArchive(settings, keys), settings.alpaca_stream_url
    if stocks:
        known = names(stocks, str)
        connect = partial(StockConnection, url, keys, settings.alpaca_data, list(known))
        newest = partial(archive.newest_of_stocks, known)
        yield AlpacaLine("stocks", known, sessions.exchange, connect, newest)
    if coins:
        known = names(coins, partial(pair, between="/"))
        connect = partial(CryptoConnection, url, keys, list(known))
        newest = partial(archive.newest_of_coins, known)
        yield AlpacaLine("coins", known, sessions.of(AssetClass.CRYPTO), connect, newest)


def _keys(settings: MarketDataSettings) -> tuple[str, str]:
    if not settings.alpaca_key or not settings.alpaca_secret_key:
        reason = "MARKET_DATA_ALPACA_KEY and MARKET_DATA_ALPACA_SECRET_KEY are needed"
        raise FeedRefused("missing_key", reason)
    return settings.alpaca_key.get_secret_value(), settings.alpaca_secret_key.get_secret_value()
