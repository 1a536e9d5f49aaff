"""The market as it stands: the board, the bars in the making, and the clock."""

import asyncio
from datetime import UTC, datetime, timedelta

from market_data.domain.bars import MINUTE, Bar
from market_data.domain.board import Board
from market_data.domain.candles import Candles
from market_data.domain.clock import Clock
from market_data.domain.sessions import Outlook
from market_data.domain.ticks import DepthTick, QuoteTick, StaleTick, StatusTick, Tick, TradeTick
from market_data.feeds.calendars import open_sessions
from market_data.feeds.feed import Feed, FeedRefused, Steering
from market_data.settings import MarketDataSettings
from market_data.ticker.wall import Wall
from vocabulary import ClockState, Symbol

_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


class Market:
    """Everything that the newest tick changes.

    ``news`` is set when there is something to tell, ``steered`` when somebody changed how time
    goes, ``arrived`` when a step or a jump is done. ``round`` is how often the feed was begun anew.
    """

    def __init__(self, feed: Feed, settings: MarketDataSettings, wall: Wall) -> None:
        self.feed = feed
        self.wall = wall
        self.started_at = wall.utc()
        self.sessions = open_sessions(settings.session)
        speed = 1 if feed.steering is Steering.NONE else settings.speed
        self.clock = Clock(feed.time, feed.begins, speed, wall.now())
        self.instruments = {one.symbol: one for one in feed.instruments}
        self.board = Board(self.instruments, _first_sequence(wall.utc()))
        self.news = asyncio.Event()
        self.steered = asyncio.Event()
        self.arrived = asyncio.Event()
        self.round = 0
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

    def outlook(self) -> Outlook:
        """What time it is, and what that is on the market."""
        return self.sessions.outlook(self.time())

    def begin_anew(self, target: datetime) -> None:
        """Have the feed tell everything again, from the first tick to ``target`` at once."""
        begins = self.feed.begins
        self.round += 1
        self.problem = None
        self.clock.begin_anew(begins, target, self.wall.now())
        self.board.begin_anew(begins)
        self._candles = {symbol: Candles() for symbol in self.instruments}

    def end(self, problem: FeedRefused | None = None) -> None:
        """There will be no more ticks, because it was the last one or because of a problem."""
        self.problem = problem
        self.clock.end(self.wall.now())
        self.arrived.set()
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
