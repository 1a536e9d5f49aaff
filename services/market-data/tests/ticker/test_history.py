"""Bars of the past and of this moment, from memory, from the cache and from the database."""

import asyncio
import json
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from prometheus_client import REGISTRY
from redis.asyncio import Redis
from sqlalchemy import text
from tape import IBM, LOT, NOON, Deck, Tape, at

from chassis.transaction import Database
from market_data.domain.bars import MINUTE, Bar
from market_data.domain.ticks import TradeTick
from market_data.queries.cache import Cache
from market_data.queries.stretches import Stretches
from market_data.repository.bars import save_bars
from market_data.ticker.history import History, Page, Wish
from market_data.ticker.recent import RecentBars
from market_data.ticker.recorder import Recorder
from vocabulary import BarInterval, Price, Symbol

pytestmark = pytest.mark.real

NEWEST = Wish(IBM, BarInterval.MINUTE_1, None, None, 10)
HOUR = timedelta(hours=1)


class Place:
    """A market, its recorder and its past."""

    def __init__(self, database: Database, redis: Redis) -> None:
        self.deck = Deck(Tape(), 1)
        self.market = self.deck.market
        self.database = database
        self.recorder = Recorder(database, self.deck.wall)
        self.cache = Cache(redis)
        self.history = History(self.market, self.recorder, Stretches(database.engine), self.cache)

    async def trade(self, second: float, price: int) -> None:
        """Time goes on to a second after noon, and somebody trades."""
        await self.deck.wall.step(max(0.0, second - self.deck.second))
        self.late(second, price)

    def late(self, second: float, price: int) -> None:
        """Somebody traded back then."""
        self.market.take(TradeTick(at(second), IBM, Price(Decimal(price)), LOT))
        self.market.close_bars(self.market.time())

    async def store(self) -> None:
        """What is finished goes to the database."""
        self.recorder.keep(self.market.finished_bars())
        await self.recorder.store()

    async def closes(self, wish: Wish = NEWEST) -> str:
        """Minute, price and whether it grows, of every bar."""
        page = await self.history.page(wish)
        await self.cache.finish()
        return " ".join(map(shown, page.lines))


def shown(line: str) -> str:
    bar = json.loads(line)
    return f"{bar['start'][11:16]}={bar['close']}{'' if bar['closed'] else '+'}"


@pytest.fixture
async def place(database: Database, redis: Redis) -> AsyncGenerator[Place]:
    place = Place(database, redis)
    yield place
    await place.history.finish()


def count(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"{name}_total", labels) or 0.0


async def test_a_bar_is_seen_once_wherever_it_is(place: Place) -> None:
    await place.trade(1, 10)
    assert await place.closes() == "12:00=10+"

    await place.trade(61, 11)
    assert await place.closes() == "12:00=10 12:01=11+"  # told to nobody yet
    place.recorder.keep(place.market.finished_bars())
    assert await place.closes() == "12:00=10 12:01=11+"  # waits for the database
    await place.recorder.store()
    for _ in range(2):
        assert await place.closes() == "12:00=10 12:01=11+"  # stored, and kept in the cache


async def test_a_correction_is_seen_at_once_though_the_bar_was_kept(place: Place) -> None:
    await place.trade(1, 10)
    await place.trade(61, 11)
    await place.store()
    for interval in (BarInterval.MINUTE_1, BarInterval.MINUTE_5):
        await place.closes(replace(NEWEST, interval=interval))

    place.late(59, 99)

    assert await place.closes() == "12:00=99 12:01=11+"
    await place.store()
    assert await place.closes() == "12:00=99 12:01=11+"
    hour = json.loads(
        (await place.history.page(replace(NEWEST, interval=BarInterval.HOUR_1))).lines[0]
    )
    assert (hour["high"], hour["closed"]) == ("99", False)


async def test_a_correction_in_the_last_moment_is_seen(place: Place) -> None:
    """A minute is closed when somebody looks, up to a second after it is over."""
    await place.trade(59 * 60, 10)
    await place.trade(119 * 60 + 59, 11)
    await place.store()
    await place.deck.wall.step(1.5)
    assert "12:59=10" in await place.closes()
    await place.cache.finish()

    place.late(59 * 60 + 30, 20)
    await place.store()

    assert "12:59=20" in await place.closes()


async def test_what_is_kept_needs_no_database(place: Place) -> None:
    await place.trade(1, 10)
    await place.trade(61, 11)
    await place.store()
    before = await place.closes()
    async with place.database.engine.begin() as connection:
        await connection.execute(text("delete from minutes"))

    assert await place.closes() == before

    place.cache.renew()
    assert await place.closes() == "12:01=11+"


async def test_nobody_sees_the_future_that_an_earlier_run_stored(place: Place) -> None:
    one = Price(Decimal(7))
    async with place.database.transaction() as tx:
        bars = [Bar(IBM, NOON + n * MINUTE, one, one, one, one, LOT, 1, None) for n in range(-2, 3)]
        await save_bars(tx.connection, bars)

    assert await place.closes() == "11:58=7 11:59=7"
    assert await place.closes(replace(NEWEST, until=NOON + HOUR)) == "11:58=7 11:59=7"
    await place.trade(1, 10)
    assert await place.closes() == "11:58=7 11:59=7 12:00=10+"


async def test_after_a_jump_back_nobody_sees_what_was_finished_before(place: Place) -> None:
    await place.trade(1, 10)
    await place.trade(61, 11)
    await place.trade(150, 12)
    place.recorder.keep(place.market.finished_bars())

    place.market.begin_anew(at(70))
    await place.deck.wall.step(0)

    assert place.deck.second < 120
    assert "12:02" not in await place.closes()
    assert "12:01" not in await place.closes()
    recent = RecentBars(place.market, place.recorder, place.database)
    assert await recent.newest([IBM], BarInterval.MINUTE_1, 1) == {IBM: []}


async def test_at_the_end_everything_is_over(place: Place) -> None:
    await place.trade(1, 10)
    await place.trade(61, 11)
    place.market.end()

    assert await place.closes() == "12:00=10 12:01=11"
    await place.store()
    assert await place.closes() == "12:00=10 12:01=11"
    assert await place.closes(replace(NEWEST, interval=BarInterval.YEAR_1)) == "05:00=11"


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_pages_lead_back_through_memory_and_database(limit: int, place: Place) -> None:
    for minute in range(7):
        await place.trade(minute * 60 + 1, minute + 1)
        if minute == 4:
            await place.store()
    found: list[str] = []
    wish: Wish | None = replace(NEWEST, limit=limit)
    while wish is not None:
        page: Page = await place.history.page(wish)
        found = [*map(shown, page.lines), *found]
        assert len(page.lines) <= limit
        wish = replace(wish, until=datetime.fromisoformat(page.cursor)) if page.cursor else None

    assert found == [f"12:0{minute}={minute + 1}" for minute in range(6)] + ["12:06=7+"]


async def test_a_thousand_who_want_the_same_make_one_query(place: Place) -> None:
    await place.trade(1, 10)
    await place.trade(61, 11)
    await place.store()
    queries = count("market_cache", cache="responses", outcome="miss")
    begun = count("market_history_fetches", how="begun")

    pages = await asyncio.gather(*(place.history.page(NEWEST) for _ in range(1000)))

    assert all(page == pages[0] for page in pages)
    assert count("market_cache", cache="responses", outcome="miss") == queries + 1
    assert count("market_history_fetches", how="begun") == begun + 1


async def test_garbage_in_redis_is_not_shown(place: Place, redis: Redis) -> None:
    await place.trade(1, 10)
    await place.trade(3 * 3600, 11)
    await place.store()
    before = await place.closes()
    keys = await redis.keys("market:*")  # pyright: ignore[reportUnknownMemberType]
    assert len(keys) >= 2
    for key in keys:
        await redis.set(key, b"garbage")

    assert await place.closes() == before


async def test_without_redis_the_answers_are_the_same(database: Database) -> None:
    async with Redis.from_url("redis://127.0.0.1:1") as nowhere:  # pyright: ignore[reportUnknownMemberType]
        place = Place(database, nowhere)
        await place.trade(1, 10)
        await place.trade(3 * 3600, 11)
        await place.store()

        assert await place.closes() == "12:00=10 15:00=11+"


async def test_names_that_nobody_knows_are_not_kept(place: Place, redis: Redis) -> None:
    made_up = replace(NEWEST, symbol=Symbol("MADEUP123"))

    assert await place.closes(made_up) == ""
    assert not await redis.keys("*MADEUP*")  # pyright: ignore[reportUnknownMemberType]


async def test_what_was_imported_and_does_not_tick_is_shown(place: Place) -> None:
    one = Price(Decimal(7))
    apple, day = Symbol("AAPL"), BarInterval.DAY_1
    start = NOON.replace(hour=4) - timedelta(days=3)
    async with place.database.transaction() as tx:
        await save_bars(tx.connection, [Bar(apple, start, one, one, one, one, LOT, 0, None, day)])

    assert await place.closes(replace(NEWEST, symbol=apple, interval=day)) == "04:00=7"
