"""What is missing is asked of a vendor, once, and not again."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from redis.asyncio import Redis

from chassis.transaction import Database
from market_data.domain.bars import MINUTE, Bar
from market_data.domain.stretch import END, Stretch
from market_data.feeds.feed import FeedRefused
from market_data.queries.cache import Cache
from market_data.queries.stretches import Stretches
from market_data.repository.bars import save_bars
from market_data.ticker import gaps
from market_data.ticker.gaps import Gaps
from market_data.ticker.wall import SteppedWall
from vocabulary import BarInterval, Price, Quantity, Symbol

pytestmark = pytest.mark.real

IBM = Symbol("IBM")
NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)
WEEK_BEFORE = datetime(2013, 9, 30, tzinfo=UTC)
"""From a whole day on."""
MINUTE_1, MINUTE_5 = BarInterval.MINUTE_1, BarInterval.MINUTE_5


class Vendor:
    """Has a bar of every interval that it knows; remembers what it was asked for."""

    name = "vendor"

    def __init__(self, *intervals: BarInterval) -> None:
        self.intervals = frozenset(intervals)
        self.asked: list[tuple[BarInterval, datetime, datetime]] = []
        self.answers = asyncio.Event()
        self.answers.set()
        self.refusal: FeedRefused | None = None
        self.starts = [NOON - 3 * MINUTE, NOON - 2 * MINUTE, NOON + timedelta(days=1)]

    async def bars(
        self, symbol: Symbol, interval: BarInterval, first: datetime, until: datetime
    ) -> Sequence[Bar]:
        self.asked.append((interval, first, until))
        await self.answers.wait()
        if self.refusal:
            raise self.refusal
        return [a_bar(symbol, start, interval) for start in self.starts]


def a_bar(symbol: Symbol, start: datetime, interval: BarInterval) -> Bar:
    ten, size = Price(Decimal(10)), Quantity(Decimal(1))
    return Bar(symbol, start, ten, ten, ten, ten, size, 1, None, interval)


def wanted(interval: BarInterval = MINUTE_1, until: datetime = NOON, limit: int = 10) -> Stretch:
    return Stretch.of_whole_bars(
        IBM, interval, ZoneInfo("UTC"), first=None, until=until, limit=limit
    )


@pytest.fixture
def filling(database: Database, redis: Redis) -> Callable[..., Gaps]:
    def fill(vendor: Vendor, since: datetime = END, wall: SteppedWall | None = None) -> Gaps:
        wall = wall or SteppedWall(NOON + timedelta(days=30))
        return Gaps(vendor, lambda _: since, database, Cache(redis), wall)

    return fill


async def test_what_the_vendor_has_of_a_gap_is_stored_and_nothing_else(
    filling: Callable[..., Gaps], database: Database
) -> None:
    vendor = Vendor(MINUTE_1)

    await filling(vendor).fill(wanted())

    assert vendor.asked == [(MINUTE_1, WEEK_BEFORE, NOON)]
    assert len(await Stretches(database.engine).lines(wanted(until=NOON + timedelta(days=2)))) == 2


async def test_of_a_bar_that_the_vendor_tells_twice_the_last_is_stored(
    filling: Callable[..., Gaps], database: Database
) -> None:
    class Repeating(Vendor):
        async def bars(
            self, symbol: Symbol, interval: BarInterval, first: datetime, until: datetime
        ) -> Sequence[Bar]:
            return 2 * list(await super().bars(symbol, interval, first, until))

    await filling(Repeating(MINUTE_1)).fill(wanted())

    assert len(await Stretches(database.engine).lines(wanted())) == 2


async def test_everybody_shares_one_call_and_nobody_asks_again(
    filling: Callable[..., Gaps],
) -> None:
    vendor = Vendor(MINUTE_1)
    filled = filling(vendor)

    await asyncio.gather(*(filled.fill(wanted(limit=limit)) for limit in range(1, 100)))
    await filled.fill(wanted(until=NOON - timedelta(days=1)))

    assert len(vendor.asked) == 2
    assert vendor.asked[1][1:] == (
        WEEK_BEFORE - timedelta(days=1),
        WEEK_BEFORE,
    )


async def test_what_the_feed_itself_told_is_not_asked_for(filling: Callable[..., Gaps]) -> None:
    vendor = Vendor(MINUTE_1)
    filled = filling(vendor, NOON - timedelta(hours=1))

    await filled.fill(wanted())
    await filled.fill(wanted(until=NOON + timedelta(hours=3)))

    assert vendor.asked == [(MINUTE_1, WEEK_BEFORE, NOON - timedelta(hours=1))]


@pytest.mark.parametrize(
    ("offered", "asked"),
    [([MINUTE_1], [MINUTE_1]), ([MINUTE_1, MINUTE_5], [MINUTE_5]), ([BarInterval.DAY_1], [])],
)
async def test_what_the_vendor_does_not_have_is_made_of_the_longest_bars_that_it_has(
    offered: list[BarInterval],
    asked: list[BarInterval],
    filling: Callable[..., Gaps],
    database: Database,
) -> None:
    vendor = Vendor(*offered)

    await filling(vendor).fill(wanted(BarInterval.HOUR_1))

    assert [interval for interval, _, _ in vendor.asked] == asked
    assert len(await Stretches(database.engine).lines(wanted(BarInterval.HOUR_1))) == len(asked)


async def test_a_refusal_is_no_error_and_not_repeated_at_once(
    filling: Callable[..., Gaps],
) -> None:
    vendor, wall = Vendor(MINUTE_1), SteppedWall(NOON)
    vendor.refusal = FeedRefused("rate_limited", "too many requests")
    filled = filling(vendor, END, wall)

    for _ in range(3):
        await filled.fill(wanted())
    assert len(vendor.asked) == 1

    vendor.refusal = None
    await wall.step(gaps.AGAIN_SECONDS)
    await filled.fill(wanted())
    assert len(vendor.asked) == 2


async def test_nobody_waits_long_for_a_vendor_and_the_answer_is_kept_all_the_same(
    filling: Callable[..., Gaps], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gaps, "PATIENCE_SECONDS", 0.01)
    vendor = Vendor(MINUTE_1)
    vendor.answers.clear()
    filled = filling(vendor)

    await filled.fill(wanted())
    assert await Stretches(database.engine).lines(wanted()) == []
    vendor.answers.set()
    await filled.finish()

    assert len(await Stretches(database.engine).lines(wanted())) == 2
    assert len(vendor.asked) == 1


async def test_what_a_vendor_has_later_is_asked_for_later(
    filling: Callable[..., Gaps], database: Database
) -> None:
    """It has two minutes, and tells the third a quarter of an hour late."""
    vendor, wall = Vendor(MINUTE_1), SteppedWall(NOON)
    filled = filling(vendor, END, wall)

    await filled.fill(wanted())
    await filled.fill(wanted())
    assert len(vendor.asked) == 1, "not at once"

    vendor.starts.append(NOON - MINUTE)
    await wall.step(60)
    await filled.fill(wanted(until=NOON + MINUTE))

    newest_told = NOON - 2 * MINUTE
    assert vendor.asked[1:] == [(MINUTE_1, newest_told, NOON + MINUTE)]
    assert len(await Stretches(database.engine).lines(wanted())) == 3


@pytest.mark.parametrize(("weeks_asked", "volume"), [(1, 5), (0, 1)], ids=["all of it", "a part"])
async def test_what_is_longer_is_made_again_if_all_of_it_was_told(
    filling: Callable[..., Gaps], database: Database, weeks_asked: int, volume: int
) -> None:
    """An earlier run was there on one day of a week, and made a week of that."""
    vendor, monday = Vendor(BarInterval.DAY_1), datetime(2013, 9, 30, tzinfo=UTC)
    vendor.starts = [monday + timedelta(days=n) for n in range(5)]
    week = Stretch(
        IBM, BarInterval.WEEK_1, ZoneInfo("UTC"), monday, monday + timedelta(days=7), limit=1
    )
    async with database.transaction() as tx:
        await save_bars(tx.connection, [a_bar(IBM, monday, BarInterval.WEEK_1)])

    until = monday + timedelta(days=5 + 7 * weeks_asked)
    await filling(vendor).fill(wanted(BarInterval.DAY_1, until))

    (kept,) = await Stretches(database.engine).lines(week)
    assert f'"volume":"{volume}"' in kept
