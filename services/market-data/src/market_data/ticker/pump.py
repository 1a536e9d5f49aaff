"""From the feed to the market: every tick when it is due, and not before."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from datetime import datetime
from logging import getLogger
from math import inf, nan

from market_data.domain.ticks import Tick
from market_data.feeds.feed import FeedRefused, MadeUp, Steering
from market_data.ticker.market import Market
from market_data.ticker.metrics import FEED_PROGRESS, FEED_SILENT_SECONDS, FEED_STOPPED, TICKS

logger = getLogger(__name__)


class _BegunAnew(Exception):
    """Market time went back: what the feed was telling does not count any more."""


class Pump:
    """Takes ticks in the order of market time, at the pace of the clock.

    Where what is told depends on what companies do, ``begin_day`` is waited for at each midnight.
    """

    def __init__(
        self, market: Market, begin_day: Callable[[datetime], Awaitable[None]] | None = None
    ) -> None:
        self._market = market
        self._made_up = market.feed if isinstance(market.feed, MadeUp) else None
        self._begin_day = begin_day
        self._clock = market.clock
        self._wall = market.wall
        self._round = market.round

    async def run(self) -> None:
        """For ever. When the feed has no more the market has ended, until it is begun anew."""
        FEED_PROGRESS.set_function(self._progress)
        FEED_SILENT_SECONDS.set_function(self._silent_seconds)
        while True:
            self._round = self._market.round
            FEED_STOPPED.set(0)
            try:
                problem = await self._tell()
                self._check_round()
                self._market.end(problem)
                await self._begun_anew()
            except _BegunAnew:
                logger.info("the feed begins anew")

    async def _tell(self) -> FeedRefused | None:
        """Everything that the feed has, and why it has no more if there was to be."""
        told = self._market.feed.ticks()
        live = self._market.feed.steering is Steering.NONE
        deliver = self._pass_on if live else self._deliver
        try:
            async for ticks in told:
                await deliver(ticks)
                await self._pass_midnight()
        except FeedRefused as error:
            logger.error("the feed stopped: %s: %s", error.code, error)  # noqa: TRY400
            FEED_STOPPED.set(1)
            return error.with_traceback(None)  # its frames would hold files open
        finally:
            if isinstance(told, AsyncGenerator):
                await told.aclose()
        return None

    async def _pass_on(self, ticks: Sequence[Tick]) -> None:
        """What happens out there is known late, and market time does not wait for it."""
        for tick in ticks:
            self._market.take(tick)
        TICKS.inc(len(ticks))
        self._announce()
        await self._market.backlog.room()
        await self._wall.sleep(0)

    async def _begun_anew(self) -> None:
        while True:
            await self._steered(inf)

    async def _pass_midnight(self) -> None:
        """Market time stands at midnight, until everybody was told what it changes."""
        if self._begin_day is None or self._made_up is None:
            return
        if (midnight := self._made_up.midnight) is None:
            return
        if midnight > self._clock.horizon(self._wall.now()):
            await self._due(midnight)
        self._clock.delivered(midnight, self._wall.now())
        await self._begin_day(midnight)
        self._check_round()
        self._clock.release()

    async def _deliver(self, ticks: Sequence[Tick]) -> None:
        if not ticks:
            return
        take = self._market.take
        horizon = self._clock.horizon(self._wall.now())
        for tick in ticks:
            if tick.time > horizon:
                horizon = await self._due(tick.time)
            take(tick)
        TICKS.inc(len(ticks))
        self._clock.delivered(ticks[-1].time, self._wall.now())
        self._announce()
        await self._market.backlog.room()
        await self._wall.sleep(0)  # at full speed nothing else makes room for the others
        self._check_round()
        self._clock.release()

    async def _due(self, time: datetime) -> datetime:
        """Wait for ``time``, however often somebody stops the clock or changes its speed."""
        self._hold(time)
        self._announce()
        while (seconds := self._clock.seconds_until(time, self._wall.now())) > 0:
            await self._steered(seconds)
            self._hold(time)
        self._clock.release()
        return self._clock.horizon(self._wall.now())

    def _hold(self, time: datetime) -> None:
        self._clock.hold(time, self._wall.now())
        if self._clock.target is None:
            self._market.arrived.set()

    async def _steered(self, seconds: float) -> None:
        """Wait until somebody steers, but not longer than ``seconds``."""
        self._market.steered.clear()
        self._check_round()
        await self._wall.wait(self._market.steered, seconds)
        self._check_round()

    def _check_round(self) -> None:
        if self._market.round != self._round:
            raise _BegunAnew

    def _progress(self) -> float:
        progress = self._market.feed.report().progress
        return nan if progress is None else progress

    def _silent_seconds(self) -> float:
        heard_at = self._market.heard_at
        return nan if heard_at is None else max(self._wall.now() - heard_at, 0)

    def _announce(self) -> None:
        self._market.heard_at = self._wall.now()
        self._market.news.set()
        self._market.backlog.news.set()
