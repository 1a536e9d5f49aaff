"""Restarts, and servers that are away."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from live_market import MONDAY, OpenExchange, eventually
from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from chassis.startup import CannotStart
from events import Bar, ClockSteered, Quote
from market_data.ticker.newest import KEY
from market_data.ticker.wall import SteppedWall

pytestmark = pytest.mark.real


def later(seconds: float) -> SteppedWall:
    return SteppedWall(MONDAY + timedelta(seconds=seconds))


@asynccontextmanager
async def without_table(database_url: str) -> AsyncGenerator[None]:
    """The database refuses to store bars within the block, or to show them."""
    engine = create_async_engine(database_url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(text("alter table minutes rename to gone"))
    try:
        yield
    finally:
        async with engine.begin() as connection:
            await connection.execute(text("alter table gone rename to minutes"))


_REFUSE = """
create function refuse() returns trigger language plpgsql as
$$ begin raise exception 'no room' using errcode = '53100'; end $$
"""
_AT_COMMIT = """
create constraint trigger refuse after insert on outbox deferrable initially deferred
for each row execute function refuse()
"""


@asynccontextmanager
async def without_commits(database_url: str) -> AsyncGenerator[None]:
    """What is published within the block is taken, and refused when it is committed."""
    engine = create_async_engine(database_url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(text(_REFUSE))
        await connection.execute(text(_AT_COMMIT))
    try:
        yield
    finally:
        async with engine.begin() as connection:
            await connection.execute(text("drop function refuse cascade"))


async def test_sequences_go_on_after_a_restart(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        await market.wall.step(30)
        before = max(quote.sequence for quote in market.of(Quote))

    async with exchange(later(31), symbols="IBM") as market:
        assert min(quote.sequence for quote in market.of(Quote)) > before


async def test_sequences_go_on_even_if_the_wall_went_back(
    exchange: OpenExchange, redis: Redis
) -> None:
    async with exchange(symbols="IBM") as market:
        await market.wall.step(30)
        await eventually(lambda: _is_in(redis, b"IBM"))
        before = max(quote.sequence for quote in market.of(Quote))

    async with exchange(later(-3600), symbols="IBM") as market:
        assert min(quote.sequence for quote in market.of(Quote)) > before


async def _is_in(redis: Redis, symbol: bytes) -> bool:
    return symbol in await redis.hkeys(KEY)


async def test_a_restart_answers_at_once_from_what_redis_kept(
    exchange: OpenExchange, redis: Redis, tmp_path: Path
) -> None:
    """The second run's feed has no quote of BAC before an hour has passed."""
    header = "timestamp,symbol,bid_price,bid_size,ask_price,ask_size"
    recording = tmp_path / "BAC.quotes.csv"
    recording.write_text(f"{header}\n2013-10-07T12:00:00Z,BAC,13.9,100,13.91,200\n")
    ibm = tmp_path / "IBM.quotes.csv"
    ibm.write_text(f"{header}\n2013-10-07T12:00:00Z,IBM,181,100,182,200\n")
    async with exchange(feed="csv", replay_path=tmp_path) as market:
        await eventually(lambda: _is_in(redis, b"BAC"))
        quote = await market.get("quote/BAC")
    recording.write_text(f"{header}\n2013-10-07T13:00:00Z,BAC,14,100,15,200\n")

    async with exchange(feed="csv", replay_path=tmp_path) as market:
        assert await market.get("quote/BAC") == quote


async def test_a_replay_that_starts_again_shows_nothing_of_its_end(
    exchange: OpenExchange, redis: Redis, tmp_path: Path
) -> None:
    for symbol, time in (("IBM", "12:00"), ("BAC", "12:30")):
        (tmp_path / f"{symbol}.csv").write_text(
            "timestamp,symbol,open,high,low,close,volume\n"
            f"2013-10-07T{time}:00Z,{symbol},14,14,14,14,400\n"
        )
    async with exchange(feed="csv", replay_path=tmp_path, speed="max") as market:
        await eventually(lambda: _is_in(redis, b"BAC"))
        assert (await market.get("quote/BAC"))["bid"] == "13.99"
        before = max(quote.sequence for quote in market.of(Quote))

    async with exchange(feed="csv", replay_path=tmp_path) as market:
        quote = await market.get("quote/BAC")
        told = [one for one in market.of(Quote) if one.symbol == "BAC"]

    assert (quote["bid"], quote["ask"], quote["last"]) == (None, None, None)
    assert [(one.bid, one.sequence > before) for one in told] == [(None, True)]


async def test_quotes_of_another_source_are_not_mixed_in(
    exchange: OpenExchange, redis: Redis, tmp_path: Path
) -> None:
    async with exchange(symbols="IBM"):
        await eventually(lambda: _is_in(redis, b"IBM"))
    (tmp_path / "IBM.trades.csv").write_text(
        "timestamp,symbol,price,size\n2013-10-07T12:00:00Z,IBM,10,1\n"
    )

    async with exchange(feed="csv", replay_path=tmp_path) as market:
        assert (await market.get("quote/IBM", status=404))["code"] == "no_quote_yet"


async def test_what_cannot_be_read_in_redis_is_ignored(
    exchange: OpenExchange, redis: Redis
) -> None:
    await redis.hset(KEY, mapping={"IBM": "no quote", "BAC": "{}"})

    async with exchange(symbols="IBM") as market:
        assert (await market.get("quote/IBM"))["symbol"] == "IBM"


async def test_without_redis_everything_goes_on(
    exchange: OpenExchange, caplog: pytest.LogCaptureFixture
) -> None:
    async with exchange(symbols="IBM", redis_url="redis://127.0.0.1:1") as market:
        await market.wall.step(10)
        assert (await market.get("quote/IBM"))["symbol"] == "IBM"

    away = [line for line in caplog.messages if line.startswith("Redis is away")]
    assert len(away) == 1


async def test_bars_wait_for_a_database_that_is_away_and_prices_do_not(
    exchange: OpenExchange, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with exchange(symbols="IBM") as market:
        async with without_table(database_url):
            await market.wall.step(130)
            await eventually(lambda: _is_logged(caplog, "bars wait for the database"))
            assert len([bar for bar in market.of(Bar) if bar.closed]) == 2

        await market.wall.step(20)

        await eventually(market.has_stored(2))


async def test_nobody_steers_while_that_cannot_be_written_down(
    exchange: OpenExchange, database_url: str
) -> None:
    async with exchange(symbols="IBM") as market:
        async with without_commits(database_url):
            for wish in ({"action": "pause"}, {"action": "jump", "to": "2025-01-06T15:30:00Z"}):
                assert (await market.steer(wish, status=503))["code"] == "unavailable"
        clock = await market.get("clock")
        assert (clock["state"], clock["time"]) == ("live", "2025-01-06T15:00:00Z")
        assert not [one for one in await market.said() if isinstance(one, ClockSteered)]

        assert (await market.steer({"action": "pause"}))["state"] == "paused"
        assert [one.action for one in await market.said() if isinstance(one, ClockSteered)]


async def _is_logged(caplog: pytest.LogCaptureFixture, words: str) -> bool:
    return any(words in line for line in caplog.messages)


async def test_a_minute_with_a_restart_in_it_is_one_bar(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        await market.wall.step(20)
        (first,) = (await market.get("ohlcv/IBM"))["items"]
        assert not first["closed"]

    async with exchange(later(30), symbols="IBM") as market:
        (resumed,) = (await market.get("ohlcv/IBM"))["items"]
        await market.wall.step(40)
        bars = (await market.get("ohlcv/IBM"))["items"]

    assert resumed["open"] == first["open"]
    assert resumed["trades"] >= first["trades"]
    assert bars[0]["open"] == first["open"]
    assert bars[0]["closed"]
    assert Decimal(bars[0]["volume"]) > Decimal(first["volume"])
    assert bars[0]["trades"] > first["trades"]


async def test_a_replay_that_is_told_again_stores_the_same_bars_again(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    lines = [f"2013-10-07T12:00:{second:02}Z,IBM,{second + 1},10" for second in range(60)]
    (tmp_path / "IBM.trades.csv").write_text("\n".join(["timestamp,symbol,price,size", *lines]))
    stored: list[object] = []
    for _ in range(2):
        async with exchange(feed="csv", replay_path=tmp_path, speed="max") as market:
            await market.wall.step(1)
            await eventually(market.has_stored(1))
            stored.append(await market.stored())

    assert stored[0] == stored[1]


async def test_a_feed_that_cannot_start_stops_the_start_and_says_why(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    (tmp_path / "IBM.trades.csv").write_text("timestamp,symbol,price\n")

    with pytest.raises(CannotStart, match=r"^the feed csv: missing_column: .* size is missing"):
        async with exchange(feed="csv", replay_path=tmp_path):
            raise AssertionError("it started")  # pragma: no cover


async def test_a_database_that_is_away_at_the_end_does_not_hold_up_the_end(
    exchange: OpenExchange, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    stack = AsyncExitStack()
    market = await stack.enter_async_context(exchange(symbols="IBM"))
    await market.wall.step(20)

    async with without_table(database_url):
        await stack.aclose()

    assert await _is_logged(caplog, "bars were not stored")
