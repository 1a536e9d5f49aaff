"""A vendor's feed that begins in the middle of a day."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

import pytest
from redis.asyncio import Redis

from chassis.transaction import Database
from market_data.domain.bars import MINUTE, Bar
from market_data.domain.ticks import TradeTick
from market_data.feeds.catalogue import instrument_of
from market_data.feeds.feed import FeedRefused, FeedReport, Steering
from market_data.queries.cache import Cache
from market_data.settings import MarketDataSettings
from market_data.ticker.gaps import AGAIN_SECONDS, Gaps
from market_data.ticker.market import Market
from market_data.ticker.recorder import Recorder
from market_data.ticker.sources import told_since
from market_data.ticker.today import LATE, Today
from market_data.ticker.wall import SteppedWall
from vocabulary import BarInterval, ClockState, Price, Quantity, Symbol

pytestmark = pytest.mark.real

IBM = Symbol("IBM")
NOON = datetime(2025, 1, 8, 17, 0, 30, tzinfo=UTC)
"""A Wednesday in New York, and half of a minute."""
OPENS = NOON.replace(hour=14, minute=30, second=0)
TUESDAY = datetime(2025, 1, 7, 5, tzinfo=UTC)
LOT = Quantity(Decimal(100))
LATE_SECONDS = LATE.total_seconds()


class Wire:
    """A vendor's feed, connected all the time."""

    name, source, time, begins = "wire", "wire", ClockState.LIVE, NOON
    steering = Steering.NONE
    instruments = (instrument_of(IBM),)

    async def ticks(self) -> AsyncGenerator[Sequence[TradeTick]]:
        yield ()

    def report(self) -> FeedReport:
        return FeedReport()


def a_bar(start: datetime, price: int, interval: BarInterval = BarInterval.MINUTE_1) -> Bar:
    paid = Price(Decimal(price))
    return Bar(IBM, start, paid, paid, paid, paid, LOT, 1, Decimal(price) * LOT, interval)


@dataclass
class Archive:
    """What a vendor knows by now."""

    known: list[Bar] = field(default_factory=list[Bar])
    refuses: bool = False
    calls: int = 0
    name = "archive"
    intervals = frozenset({BarInterval.MINUTE_1, BarInterval.DAY_1})

    async def bars(
        self, symbol: Symbol, interval: BarInterval, first: datetime, until: datetime
    ) -> Sequence[Bar]:
        self.calls += 1
        if self.refuses:
            raise FeedRefused("vendor_away", "not now")
        of = [one for one in self.known if (one.symbol, one.interval) == (symbol, interval)]
        return [one for one in of if first <= one.start < until]


class Place:
    """A market that began at noon, and an archive."""

    def __init__(self, database: Database, redis: Redis) -> None:
        self.wall = SteppedWall(NOON)
        settings = MarketDataSettings.model_validate({"port": 1, "rabbitmq_password": "test"})
        self.market = Market(Wire(), settings, self.wall)
        self.recorder = Recorder(database, self.wall)
        self.archive = Archive()
        cache = Cache(redis)
        since = partial(told_since, self.market)
        gaps = Gaps(self.archive, since, database, cache, self.wall)
        self.today = Today(self.market, self.recorder, gaps, database, cache)

    async def later(self, seconds: float) -> None:
        """So much later; what is finished is stored, and what was missing asked for."""
        await self.wall.step(seconds)
        self.market.close_bars(self.market.time())
        self.recorder.keep(self.market.finished_bars())
        await self.recorder.store()
        await self.today.fill()
        self.recorder.keep(self.market.finished_bars())
        await self.recorder.store()

    def trade(self, price: int) -> None:
        """Somebody buys now."""
        self.market.take(TradeTick(self.market.time(), IBM, Price(Decimal(price)), LOT))

    def growing(self, interval: BarInterval) -> tuple[int, int, int]:
        """The first and the last price, and how many trades."""
        (bar,) = (one for one in self.market.live_bars() if one.interval is interval)
        return int(bar.open), int(bar.close), bar.trades


@pytest.fixture
def place(database: Database, redis: Redis) -> Place:
    return Place(database, redis)


async def test_the_day_begins_when_it_began_and_goes_on(place: Place) -> None:
    place.archive.known = [a_bar(OPENS, 10), a_bar(OPENS + MINUTE, 8)]
    place.trade(20)
    await place.later(1)
    assert place.growing(BarInterval.DAY_1) == (20, 20, 1), "the minute is not over"

    whole_minute = NOON.replace(second=0)
    place.archive.known += [a_bar(whole_minute, 19)]
    await place.later(30)
    place.trade(21)

    assert place.growing(BarInterval.DAY_1) == (10, 21, 4)
    assert place.growing(BarInterval.HOUR_1) == (19, 21, 2)


async def test_the_week_and_the_year_have_the_days_before(place: Place) -> None:
    year = [a_bar(datetime(2025, 1, day, 5, tzinfo=UTC), day, BarInterval.DAY_1) for day in (2, 7)]
    place.archive.known = [*year, a_bar(OPENS, 10)]
    place.trade(20)

    await place.later(31)

    assert place.growing(BarInterval.WEEK_1) == (7, 20, 3)
    assert place.growing(BarInterval.YEAR_1) == (2, 20, 4)


async def test_an_archive_that_is_behind_is_asked_once_more(place: Place) -> None:
    place.archive.known = [a_bar(OPENS, 10)]
    await place.later(31)
    calls = place.archive.calls
    place.archive.known += [a_bar(NOON.replace(minute=0, second=0), 12)]

    await place.later(60)
    assert place.archive.calls == calls
    await place.later(LATE_SECONDS)
    for _ in range(5):
        await place.later(LATE_SECONDS)

    assert place.archive.calls == calls + 1
    assert place.growing(BarInterval.DAY_1) == (10, 12, 2)


async def test_who_does_not_answer_is_asked_again_and_ever_less_often(place: Place) -> None:
    place.archive.refuses = True
    for _ in range(60):
        await place.later(AGAIN_SECONDS)
    assert 5 <= place.archive.calls <= 20

    place.archive.refuses, place.archive.known = False, [a_bar(OPENS, 10)]
    await place.later(900)

    assert place.growing(BarInterval.DAY_1) == (10, 10, 1)


async def test_bars_that_were_over_before_are_stored_and_those_since_told_again(
    place: Place,
) -> None:
    place.archive.known = [a_bar(OPENS + n * MINUTE, 10) for n in range(2)]
    place.archive.known += [a_bar(NOON.replace(second=0), 15)]
    place.trade(20)
    await place.wall.step(300)
    place.market.close_bars(place.market.time())
    told = [bar for bar in place.market.finished_bars() if bar.interval is BarInterval.MINUTE_5]

    place.recorder.keep(told)
    await place.recorder.store()
    await place.today.fill()

    again = [bar for bar in place.market.finished_bars() if bar.interval is BarInterval.MINUTE_5]
    assert [(int(bar.close), bar.trades) for bar in told] == [(20, 1)]
    assert [(int(bar.close), bar.trades) for bar in again] == [(15, 1)]
    before = place.recorder.waiting(IBM, BarInterval.MINUTE_5)
    assert [(bar.start, bar.trades) for bar in before] == [(OPENS, 2)]


async def test_what_an_earlier_process_stored_of_the_morning_is_not_lost(
    place: Place, database: Database
) -> None:
    """The archive has nothing that it had not."""
    place.recorder.keep([a_bar(OPENS, 10)])
    place.trade(20)

    await place.later(31)
    place.trade(21)

    assert place.growing(BarInterval.DAY_1) == (10, 21, 3)
