"""The feed and the archive of a crypto exchange."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from decimal import Decimal
from functools import partial

from market_data.domain.bars import Bar
from market_data.domain.instruments import Instrument
from market_data.feeds.catalogue import instrument_of
from market_data.feeds.ccxt.bridge import Bridge, BridgeBroken, Message, bridge, python_of
from market_data.feeds.ccxt.wire import bar_of, ticks_of
from market_data.feeds.feed import FeedRefused
from market_data.feeds.secrets import Secrets
from market_data.feeds.supervised import Broken, Patience, SupervisedFeed, Tell, supervised
from market_data.feeds.vendors.chosen import NO_SYMBOLS, pair
from market_data.feeds.vendors.reading import read
from market_data.settings import MarketDataSettings
from vocabulary import AssetClass, BarInterval, Price, Quantity, Symbol

NAME = "ccxt"
FRAMES = {
    BarInterval.MINUTE_1: "1m",
    BarInterval.MINUTE_5: "5m",
    BarInterval.MINUTE_15: "15m",
    BarInterval.MINUTE_30: "30m",
    BarInterval.HOUR_1: "1h",
    BarInterval.DAY_1: "1d",
}
ANSWER_SECONDS_MAX = 60.0
SMALLEST = Decimal("0.00000001")
"""Tick and lot of coins of which nothing is known."""


class CcxtLine:
    """All symbols of one exchange."""

    def __init__(self, settings: MarketDataSettings, symbols: Sequence[Symbol]) -> None:
        self.line = settings.ccxt_exchange
        self.symbols = symbols
        self._settings = settings
        self._names = {pair(symbol, "/"): symbol for symbol in symbols}

    def is_open(self, time: datetime) -> bool:
        """Always: coins never sleep."""
        del time
        return True

    async def listen(self, tell: Tell) -> None:
        """One process, from its first line to its last.

        Raises:
            BridgeBroken: it has ended.
        """
        meaning = partial(ticks_of, symbols=self._names)
        async with bridge(self._settings, list(self._names)) as running:
            async for message in running.messages():
                ticks = read([message], meaning)
                if ticks or "ready" in message:
                    await tell(ticks)
        raise Broken("ccxt's process ended")


class CcxtArchive:
    """Bars of the past, one answer after the other, by a process that stays."""

    name = NAME
    intervals = frozenset(FRAMES)

    def __init__(self, settings: MarketDataSettings, stack: AsyncExitStack) -> None:
        self._settings = settings
        self._stack = stack
        self._one_by_one = asyncio.Lock()
        self._running: Bridge | None = None

    async def bars(
        self, symbol: Symbol, interval: BarInterval, first: datetime, until: datetime
    ) -> Sequence[Bar]:
        """Bars as the exchange has them. ccxt itself keeps to the exchange's limits.

        Raises:
            FeedRefused: the exchange has no such symbol, or does not answer.
        """
        since, end = (round(moment.timestamp() * 1000) for moment in (first, until))
        wanted: dict[str, object] = {"symbol": pair(symbol, "/"), "timeframe": FRAMES[interval]}
        async with self._one_by_one:
            answer = await self._ask(wanted | {"since": since, "until": end})
        if "refused" in answer:
            raise FeedRefused(str(answer["refused"]), f"{NAME}: {answer['reason']}")
        return read(answer.get("bars", ()), lambda one: [bar_of(one, symbol, interval)])

    async def _ask(self, wanted: dict[str, object]) -> Message:
        try:
            async with asyncio.timeout(ANSWER_SECONDS_MAX):
                running = self._running or await self._start()
                await running.say(wanted)
                return await running.next()
        except (BridgeBroken, OSError, TimeoutError) as error:
            if self._running is not None:  # what it may still answer would be taken for another's
                self._running.kill()
                self._running = None
            raise FeedRefused("vendor_away", f"{NAME}: {error or 'no answer'}") from error

    async def _start(self) -> Bridge:
        running = await self._stack.enter_async_context(bridge(self._settings, ()))
        await running.next()
        self._running = running
        return running


@asynccontextmanager
async def open_feed(settings: MarketDataSettings, _now: datetime) -> AsyncGenerator[SupervisedFeed]:
    """The symbols of the settings, live.

    Raises:
        FeedRefused: there are none, or ccxt is not installed.
    """
    if not settings.symbols:
        raise FeedRefused("no_symbols", NO_SYMBOLS)
    python_of(settings)
    instruments = [_coin(symbol, settings.ccxt_exchange) for symbol in settings.symbols]
    line, patience = CcxtLine(settings, settings.symbols), Patience(settings.silence_seconds)
    async with supervised(SupervisedFeed(NAME, instruments, [line], patience, Secrets())) as feed:
        yield feed


@asynccontextmanager
async def open_archive(settings: MarketDataSettings) -> AsyncGenerator[CcxtArchive]:
    """The exchange's bars of the past.

    Raises:
        FeedRefused: ccxt is not installed.
    """
    python_of(settings)
    async with AsyncExitStack() as stack:
        yield CcxtArchive(settings, stack)


def _coin(symbol: Symbol, exchange: str) -> Instrument:
    known = instrument_of(symbol)
    if known.asset_class is AssetClass.CRYPTO:
        return known
    sizes = Price(SMALLEST), Quantity(SMALLEST)
    return Instrument(symbol, pair(symbol, "/"), AssetClass.CRYPTO, exchange, *sizes)
