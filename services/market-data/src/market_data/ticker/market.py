"""The market as it stands: the board, the bars in the making, and the clock."""

import asyncio
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from chassis.errors import Conflict
from market_data.domain.bars import MINUTE, Bar
from market_data.domain.board import Board
from market_data.domain.candles import Candles
from market_data.domain.clock import AlreadyEnded, Clock
from market_data.domain.ticks import DepthTick, QuoteTick, StaleTick, StatusTick, Tick, TradeTick
from market_data.feeds.calendars import open_sessions
from market_data.feeds.feed import Feed, FeedRefused
from market_data.settings import MarketDataSettings
from market_data.ticker.wall import Wall
from vocabulary import ClockState, Symbol

_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


class FeedEnded(Conflict):
    """Market time has stopped for good."""

    code = "feed_ended"


class Action(StrEnum):
    """What an administrator can make the clock do."""

    PLAY = "play"
    PAUSE = "pause"


class Market:
    """Everything that the newest tick changes. ``news`` is set when there is something to tell."""

    def __init__(self, feed: Feed, settings: MarketDataSettings, wall: Wall) -> None:
        self.feed = feed
        self.wall = wall
        self.started_at = wall.utc()
        self.sessions = open_sessions(settings.session)
        self.clock = Clock(feed.time, feed.begins, settings.speed, wall.now())
        self.instruments = {one.symbol: one for one in feed.instruments}
        self.board = Board(self.instruments, _first_sequence(wall.utc()))
        self.news = asyncio.Event()
        self.steered = asyncio.Event()
        self.problem: FeedRefused | None = None
        self.heard_at: float | None = None
        self._candles = {symbol: Candles() for symbol in self.instruments}

    def take(self, tick: Tick) -> None:
        """A feed told this, and it is due."""
        if isinstance(tick, QuoteTick):
            self.board.quote(tick)
        elif isinstance(tick, TradeTick):
            self.board.trade(tick)
            self._candles[tick.symbol].add(tick)
        elif isinstance(tick, DepthTick):
            self.board.deepen(tick)
        elif isinstance(tick, StatusTick):
            self.board.rule(tick)
        elif isinstance(tick, StaleTick):
            self.board.doubt(tick.symbol)
        else:
            self._candles[tick.symbol].put(tick.bar)

    def time(self) -> datetime:
        """Market time."""
        return self.clock.now(self.wall.now())

    def known_until(self) -> datetime:
        """Bars that end by this time will not grow any more."""
        return _END_OF_TIME if self.clock.state is ClockState.ENDED else self.time()

    def is_open(self) -> bool:
        """Whether the market is in session."""
        return self.sessions.market.is_open(self.time())

    def steer(self, action: Action | None, speed: float | None) -> None:
        """Stop or go on, at another speed or not.

        Raises:
            FeedEnded: there is nothing left to steer.
        """
        wall = self.wall.now()
        try:
            if speed is not None:
                self.clock.run_at(speed, wall)
            if action is Action.PLAY:
                self.clock.play(wall)
            elif action is Action.PAUSE:
                self.clock.pause(wall)
        except AlreadyEnded as error:
            raise FeedEnded(str(error)) from error
        self.steered.set()

    def end(self, problem: FeedRefused | None = None) -> None:
        """There will be no more ticks, because it was the last one or because of a problem."""
        self.problem = problem
        self.clock.end(self.wall.now())
        self.close_bars(self.time() + MINUTE)
        self.news.set()

    def close_bars(self, time: datetime) -> None:
        """Close the bars that end at ``time`` or before."""
        for candles in self._candles.values():
            candles.close_until(time)

    def finished_bars(self) -> list[Bar]:
        """Bars closed or corrected since the last call."""
        return [bar for candles in self._candles.values() for bar in candles.finished()]

    def live_bars(self) -> list[Bar]:
        """The bars of the current minute."""
        lives = (candles.live for candles in self._candles.values())
        return [bar for bar in lives if bar is not None]

    def live_bar(self, symbol: Symbol) -> Bar | None:
        """The bar of the current minute of one symbol."""
        return self._candles[symbol].live

    def resume_bar(self, bar: Bar) -> None:
        """Go on with a bar that an earlier run did not close."""
        if bar.symbol in self._candles:
            self._candles[bar.symbol].resume(bar)


def _first_sequence(now: datetime) -> int:
    """Above all of an earlier run, as long as that had less than a million ticks a second."""
    return (now - _EPOCH) // _MICROSECOND
