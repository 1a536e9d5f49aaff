"""The market as it stands: the board, the bars in the making, and the clock."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from market_data.domain.bars import Bar, bar_end, zone_of
from market_data.domain.board import Board
from market_data.domain.clock import Clock
from market_data.domain.ladder import Ladder
from market_data.domain.sessions import Outlook
from market_data.domain.ticks import (
    BarTick,
    DepthTick,
    QuoteTick,
    StaleTick,
    StatusTick,
    Tick,
    TradeTick,
)
from market_data.feeds.calendars import open_sessions
from market_data.feeds.feed import Feed, FeedRefused, Steering
from market_data.settings import MarketDataSettings
from market_data.ticker.backlog import Backlog, Began
from market_data.ticker.wall import Wall
from vocabulary import BarInterval, ClockState, Symbol

_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


class Market:
    """Everything that the newest tick changes.

    ``news`` is set when there is something to tell, ``steered`` when somebody changed how time
    goes, ``arrived`` when a step or a jump is done. ``backlog`` is what the tape does not have yet.
    Who steers holds ``steering``. ``round`` is how often the feed was begun anew.
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
        self.backlog = Backlog()
        self.backlog.add(Began(feed.begins))
        self.news = asyncio.Event()
        self.steering = asyncio.Lock()
        self.steered = asyncio.Event()
        self.arrived = asyncio.Event()
        self.round = 0
        self.problem: FeedRefused | None = None
        self.heard_at: float | None = None
        self._stored: dict[Symbol, list[Bar]] = {}
        self._candles = self._empty_candles()

    def take(self, tick: Tick) -> None:
        """A feed told this, and it is due."""
        self.backlog.add(tick)
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
        elif isinstance(tick, BarTick):
            self._candles[tick.symbol].put(tick.bar)

    def time(self) -> datetime:
        """Market time; that of a vendor is the time of day, also after the machine has slept."""
        if self.feed.steering is Steering.NONE:
            return self.feed.begins + (self.wall.utc() - self.started_at)
        return self.clock.now(self.wall.now())

    def known_until(self) -> datetime:
        """Bars that end by this time will not grow any more."""
        return _END_OF_TIME if self.clock.state is ClockState.ENDED else self.time()

    def is_over(self, bar: Bar) -> bool:
        """Whether ``bar`` will not grow any more."""
        zone = zone_of(self.instruments[bar.symbol].asset_class)
        return bar_end(bar.start, bar.interval, zone) <= self.known_until()

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
        self.backlog.add(Began(begins))
        self._candles = self._empty_candles()
        self._resume(begins)

    def end(self, problem: FeedRefused | None = None) -> None:
        """There will be no more ticks, because it was the last one or because of a problem."""
        self.problem = problem
        self.clock.end(self.wall.now())
        self.arrived.set()
        for candles in self._candles.values():
            candles.close()
        self.news.set()
        self.backlog.news.set()

    def close_bars(self, time: datetime) -> None:
        """Close the bars that end at ``time`` or before."""
        for candles in self._candles.values():
            candles.close_until(time)

    def finished_bars(self) -> list[Bar]:
        """Bars closed or corrected since the last call."""
        return [bar for candles in self._candles.values() for bar in candles.finished()]

    def live_bars(self) -> list[Bar]:
        """The bars of every interval that are not closed yet."""
        return [bar for candles in self._candles.values() for bar in candles.growing()]

    def unstored_bars(self, symbol: Symbol, interval: BarInterval) -> list[Bar]:
        """The bars of one symbol and interval that were told to nobody yet, or are not closed."""
        return self._candles[symbol].unstored(interval)

    def resume_bars(self, bars: Iterable[Bar], time: datetime) -> None:
        """Go on at ``time`` with what an earlier run stored, in the order of time."""
        for bar in bars:
            self._stored.setdefault(bar.symbol, []).append(bar)
        self._resume(time)

    def fill(
        self, symbol: Symbol, bars: Sequence[Bar], first: datetime, since: datetime
    ) -> list[Bar]:
        """Put in what the feed did not tell; return longer bars that were over before it began."""
        return self._candles[symbol].fill(bars, first, since)

    def zones(self) -> dict[Symbol, ZoneInfo]:
        """By whose midnight the days of each symbol begin."""
        return {one.symbol: zone_of(one.asset_class) for one in self.instruments.values()}

    def _empty_candles(self) -> dict[Symbol, Ladder]:
        return {symbol: Ladder(zone) for symbol, zone in self.zones().items()}

    def _resume(self, time: datetime) -> None:
        for symbol, bars in self._stored.items():
            self._candles[symbol].resume(bars, time)


def _first_sequence(now: datetime) -> int:
    """Above all of an earlier run, as long as that had less than a million ticks a second."""
    return (now - _EPOCH) // _MICROSECOND
