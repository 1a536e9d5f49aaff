# pyright: reportUnknownMemberType=false
# The library says Dict and List without saying of what.
"""Alpaca's bars of the past, and the newest quotes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from logging import getLogger
from typing import Any

from market_data.domain.bars import Bar
from market_data.domain.ticks import Tick
from market_data.feeds.alpaca.client import Answer, Client, Coins, Stocks, told
from market_data.feeds.alpaca.library import (
    CryptoBarsRequest,
    CryptoLatestQuoteRequest,
    DataFeed,
    StockBarsRequest,
    StockLatestQuoteRequest,
    TimeFrame,
    TimeFrameUnit,
)
from market_data.feeds.alpaca.wire import bar_of, ticks_of
from market_data.feeds.catalogue import instrument_of
from market_data.feeds.feed import FeedRefused
from market_data.feeds.secrets import Secrets
from market_data.feeds.vendors.asking import Inquiry
from market_data.feeds.vendors.chosen import pair
from market_data.feeds.vendors.reading import read
from market_data.settings import MarketDataSettings
from vocabulary import AssetClass, BarInterval, Symbol

REQUESTS_PER_MINUTE = 200.0
"""Of the free plan."""
FRAMES = {
    BarInterval.MINUTE_1: TimeFrame(1, TimeFrameUnit("Min")),
    BarInterval.MINUTE_5: TimeFrame(5, TimeFrameUnit("Min")),
    BarInterval.MINUTE_15: TimeFrame(15, TimeFrameUnit("Min")),
    BarInterval.MINUTE_30: TimeFrame(30, TimeFrameUnit("Min")),
    BarInterval.HOUR_1: TimeFrame(1, TimeFrameUnit("Hour")),
    BarInterval.DAY_1: TimeFrame(1, TimeFrameUnit("Day")),
}
"""Longer ones begin elsewhere with Alpaca than here, and are made of these."""

_SECOND = timedelta(seconds=1)

logger = getLogger(__name__)


class AlpacaArchive:
    """Answers of Alpaca, as bars and quotes."""

    name = "alpaca"
    intervals = frozenset(FRAMES)

    def __init__(self, settings: MarketDataSettings, keys: tuple[str, str]) -> None:
        secrets = Secrets(settings.alpaca_key, settings.alpaca_secret_key)
        allowed = settings.requests_per_minute or REQUESTS_PER_MINUTE
        self._inquiry = Inquiry(self.name, allowed, secrets)
        self._data = DataFeed(settings.alpaca_data)
        self._stocks = Stocks(*keys, raw_data=True, url_override=settings.alpaca_url)
        self._coins = Coins(*keys, raw_data=True, url_override=settings.alpaca_url)

    async def bars(
        self, symbol: Symbol, interval: BarInterval, first: datetime, until: datetime
    ) -> Sequence[Bar]:
        """Bars as traded, not adjusted for splits.

        Raises:
            FeedRefused: Alpaca takes no more requests for a while, or does not answer.
        """
        of: dict[str, Any] = {
            "timeframe": FRAMES[interval],
            "start": first,
            "end": until - _SECOND,  # it would include a bar that starts right then
        }
        if instrument_of(symbol).asset_class is AssetClass.CRYPTO:
            name = pair(symbol, "/")
            answer = await self._bars_of_coin(name, interval, of)
        else:
            name, data = str(symbol), self._data
            asked = StockBarsRequest(symbol_or_symbols=name, feed=data, **of)
            answer = await self._ask(self._stocks, lambda: self._stocks.get_stock_bars(asked))
        bars = read(answer.get(name) or (), lambda one: [bar_of(one, symbol, interval)])
        return [bar for bar in bars if first <= bar.start < until]

    async def newest_of_stocks(self, symbols: Mapping[str, Symbol]) -> Sequence[Tick]:
        """The newest quotes, in one request; none if Alpaca does not tell them."""
        asked = StockLatestQuoteRequest(symbol_or_symbols=list(symbols), feed=self._data)
        client = self._stocks
        return await self._newest(client, lambda: client.get_stock_latest_quote(asked), symbols)

    async def newest_of_coins(self, symbols: Mapping[str, Symbol]) -> Sequence[Tick]:
        """The newest quotes, in one request; none if Alpaca does not tell them."""
        asked = CryptoLatestQuoteRequest(symbol_or_symbols=list(symbols))
        client = self._coins
        return await self._newest(client, lambda: client.get_crypto_latest_quote(asked), symbols)

    async def _bars_of_coin(self, name: str, interval: BarInterval, of: dict[str, Any]) -> Answer:
        if interval is BarInterval.DAY_1:
            raise FeedRefused("interval_unsupported", "its days of coins begin in Chicago, not UTC")
        asked = CryptoBarsRequest(symbol_or_symbols=name, **of)
        return await self._ask(self._coins, lambda: self._coins.get_crypto_bars(asked))

    async def _newest(
        self, client: Client, fetch: Callable[[], object], symbols: Mapping[str, Symbol]
    ) -> Sequence[Tick]:
        try:
            answer = await self._ask(client, fetch)
        except FeedRefused as error:
            logger.warning("the newest quotes were not told: %s", error)
            return ()
        known = ({"S": name, "T": "q", **quote} for name, quote in answer.items())
        return read(known, partial(ticks_of, symbols=symbols))

    async def _ask(self, client: Client, fetch: Callable[[], object]) -> Answer:
        answer = await self._inquiry.ask(lambda: told(fetch))
        self._inquiry.heed(client.headers)
        return answer
