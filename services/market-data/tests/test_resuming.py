"""Restarts in the middle of bars of every interval."""

from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from live_market import MONDAY, Exchange, OpenExchange, eventually
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from chassis.transaction import Database
from market_data.domain.bars import SOURCES, Bar, bar_start, merged
from market_data.domain.trading_days import NEW_YORK
from market_data.repository.bars import Save, save_bars, select_bars
from market_data.tables import behind, minutes, rollups
from market_data.ticker import recorder
from market_data.ticker.recorder import Recorder
from market_data.ticker.wall import SteppedWall
from vocabulary import BarInterval, Price, Quantity, Symbol

pytestmark = pytest.mark.real

Shown = dict[tuple[BarInterval, datetime], Bar]


async def kept(url: str) -> tuple[list[Bar], Shown]:
    """The minutes, and what is longer."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        shortest = await connection.execute(select_bars(minutes).order_by(minutes.c.start))
        longer = await connection.execute(select_bars(rollups))
        short = [Bar(**row) for row in shortest.mappings()]
        long = [Bar(**row) for row in longer.mappings()]
    await engine.dispose()
    return short, {(BarInterval(bar.interval), bar.start): bar for bar in long}


def made_of(short: list[Bar]) -> Shown:
    """What is to be kept if these are all minutes there are."""
    made: Shown = {}
    for interval in SOURCES:
        for start in {bar_start(one.start, interval, NEW_YORK) for one in short}:
            parts = [one for one in short if bar_start(one.start, interval, NEW_YORK) == start]
            made[interval, start] = merged(parts, start, interval)
    return made


async def forget_longer(url: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(delete(rollups))
    await engine.dispose()


FRIDAY = MONDAY - timedelta(days=3)


class Killed(Exception):
    """The process ended here."""


def killed_at_the_second(save: Save) -> Save:
    """Stores once."""
    numbers = count()

    async def save_or_die(connection: AsyncConnection, bars: Collection[Bar]) -> None:
        if next(numbers):
            raise Killed
        await save(connection, bars)

    return save_or_die


def minute(start: datetime, price: int) -> Bar:
    paid, size = Price(Decimal(price)), Quantity(Decimal(100))
    return Bar(Symbol("IBM"), start, paid, paid, paid, paid, size, 1, Decimal(100 * price))


def later(seconds: float) -> SteppedWall:
    return SteppedWall(MONDAY + timedelta(seconds=seconds))


async def test_bars_of_every_interval_go_on_after_a_restart(
    exchange: OpenExchange, database_url: str
) -> None:
    async with exchange(symbols="IBM", quotes_per_second=1) as market:
        await market.wall.step(130)
    before, _ = await kept(database_url)

    async with exchange(later(140), symbols="IBM", quotes_per_second=1) as market:
        await market.wall.step(200)

    after, longer = await kept(database_url)
    assert [bar.start.minute for bar in after] == [0, 1, 2, 3, 4, 5]
    assert after[:2] == before[:2]
    assert (after[2].open, after[2].trades > before[2].trades) == (before[2].open, True)
    assert longer == made_of(after)


async def test_a_run_that_was_cut_off_is_caught_up_with(
    exchange: OpenExchange, database_url: str
) -> None:
    """It stored its minutes, and no bar that is longer; and nobody was there when they ended."""
    async with exchange(symbols="IBM", quotes_per_second=1) as market:
        await market.wall.step(130)
    await forget_longer(database_url)

    async with exchange(later(24 * 3600), symbols="IBM", quotes_per_second=1) as market:
        await market.wall.step(70)

    short, longer = await kept(database_url)
    assert {bar.start.day for bar in short} == {6, 7}
    assert longer == made_of(short)


async def test_a_run_that_was_killed_while_much_waited_is_caught_up_with(
    exchange: OpenExchange,
    database_url: str,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It had stored a minute of Friday that was corrected, and not the day that this is in."""
    friday = [minute(FRIDAY, 10), minute(FRIDAY + timedelta(hours=1), 11)]
    monday = minute(MONDAY - timedelta(hours=1), 12)
    run = Recorder(database, SteppedWall(MONDAY))
    run.keep([*friday, *made_of(friday).values(), monday, *made_of([monday]).values()])
    await run.store()

    friday[0] = minute(FRIDAY, 15)
    run.keep([friday[0], *made_of([*friday, monday]).values()])
    with monkeypatch.context() as patched:
        patched.setattr(recorder, "BARS_PER_TRANSACTION", 1)
        patched.setattr(recorder, "save_bars", killed_at_the_second(save_bars))
        with pytest.raises(Killed):
            await run.store()

    async with exchange(symbols="IBM"):
        short, longer = await kept(database_url)
    assert short[:3] == [*friday, monday]
    assert {key: longer[key] for key in made_of(short)} == made_of(short)


async def test_when_all_that_waited_is_stored_there_is_nothing_to_catch_up_with(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "BARS_PER_TRANSACTION", 3)
    run = Recorder(database, SteppedWall(MONDAY))
    friday = [minute(FRIDAY, 10)]
    run.keep([*friday, *made_of(friday).values()])

    await run.store()

    async with database.engine.connect() as connection:
        assert (await connection.execute(select(behind))).all() == []


def write(folder: Path, *lines: str) -> Path:
    file = folder / "IBM.trades.csv"
    file.write_text("\n".join(["timestamp,symbol,price,size", *lines]))
    return file


async def replayed(market: Exchange) -> bool:
    await market.wall.step(1)
    return (await market.get("clock"))["state"] == "ended"


async def test_the_next_day_goes_into_the_week_that_the_day_before_began(
    exchange: OpenExchange, database_url: str, tmp_path: Path
) -> None:
    """And a day that is told once more, from its start, does not count once more."""
    monday, tuesday = (f"2013-10-0{day}T13:30:00Z,IBM,{day},10" for day in (7, 8))
    for line in (monday, tuesday, tuesday):
        async with exchange(feed="csv", replay_path=write(tmp_path, line), speed="max") as market:
            await eventually(lambda: replayed(market))

    short, longer = await kept(database_url)
    assert [bar.start.day for bar in short] == [7, 8]
    assert longer == made_of(short)


async def test_a_day_that_is_begun_anew_goes_into_the_same_week_again(
    exchange: OpenExchange, database_url: str, tmp_path: Path
) -> None:
    monday, tuesday = (f"2013-10-0{day}T13:30:00Z,IBM,{day},10" for day in (7, 8))
    async with exchange(feed="csv", replay_path=write(tmp_path, monday), speed="max") as market:
        await eventually(lambda: replayed(market))
    path = write(tmp_path, tuesday, "2013-10-08T13:40:00Z,IBM,9,10")
    async with exchange(feed="csv", replay_path=path, speed="max") as market:
        await eventually(lambda: replayed(market))
        await market.steer({"action": "jump", "to": "2013-10-08T13:30:00Z"})
        await eventually(lambda: replayed(market))

    short, longer = await kept(database_url)
    assert [bar.start.day for bar in short] == [7, 8, 8]
    assert longer == made_of(short)
