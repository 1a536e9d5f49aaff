"""Bars that the database puts together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from market_data.domain.bars import EVERYWHERE, MINUTE, SOURCES, Bar, bar_start, merged
from market_data.domain.trading_days import NEW_YORK
from market_data.repository.bars import save_bars, save_told_bars, select_bars
from market_data.repository.rollups import roll_up
from market_data.tables import rollups
from vocabulary import BarInterval, Price, Quantity, Symbol

pytestmark = pytest.mark.real

IBM, COIN = Symbol("IBM"), Symbol("BTCUSD")
ZONES = {IBM: NEW_YORK, COIN: EVERYWHERE}
SPRING = datetime(2013, 3, 9, 22, tzinfo=UTC)
"""An evening in New York; in the night the clocks are put forward."""
TWO_DAYS = timedelta(days=2)


def a_bar(start: datetime, price: int, symbol: Symbol = IBM, **changed: object) -> Bar:
    low, high = Price(Decimal(price)), Price(Decimal(price + 2))
    size, turnover = Quantity(Decimal("1.5")), Decimal(price) * Decimal("1.5")
    fields = {"interval": BarInterval.MINUTE_1, "turnover": turnover} | changed
    return Bar(symbol, start, low, high, low, high, size, 2, **fields)  # pyright: ignore[reportArgumentType]


def some_minutes(symbol: Symbol, seed: int) -> list[Bar]:
    dice = Random(seed)  # noqa: S311  # the same bars every time
    numbers = sorted(dice.sample(range(2 * 24 * 60), 300))
    return [a_bar(SPRING + n * MINUTE, dice.randint(10, 99), symbol) for n in numbers]


async def stored(connection: AsyncConnection) -> dict[tuple[Symbol, BarInterval, datetime], Bar]:
    found = [Bar(**row) for row in (await connection.execute(select_bars(rollups))).mappings()]
    return {(bar.symbol, BarInterval(bar.interval), bar.start): bar for bar in found}


def expected(
    minutes: Sequence[Bar], zone: ZoneInfo
) -> dict[tuple[Symbol, BarInterval, datetime], Bar]:
    """All at once, each straight from the minutes."""
    bars: dict[tuple[Symbol, BarInterval, datetime], Bar] = {}
    for interval in SOURCES:
        groups: defaultdict[datetime, list[Bar]] = defaultdict(list)
        for minute in minutes:
            groups[bar_start(minute.start, interval, zone)].append(minute)
        for start, group in groups.items():
            bars[group[0].symbol, interval, start] = merged(group, start, interval)
    return bars


async def test_longer_bars_are_made_of_shorter_ones(connection: AsyncConnection) -> None:
    shares, coins = some_minutes(IBM, 1), some_minutes(COIN, 2)
    await save_bars(connection, [*shares, *coins])

    await roll_up(connection, ZONES, SPRING, SPRING + TWO_DAYS)

    assert await stored(connection) == expected(shares, NEW_YORK) | expected(coins, EVERYWHERE)


async def test_a_part_that_is_made_again_mends_every_bar_it_is_in(
    connection: AsyncConnection,
) -> None:
    minutes = some_minutes(IBM, 3)
    await save_bars(connection, minutes)
    await roll_up(connection, ZONES, SPRING, SPRING + TWO_DAYS)
    mended = a_bar(minutes[7].start, 500, turnover=None)
    await save_bars(connection, [mended])

    await roll_up(connection, ZONES, mended.start, mended.start + MINUTE)

    minutes[7] = mended
    assert await stored(connection) == expected(minutes, NEW_YORK)


async def test_bars_without_shorter_ones_stay_and_make_longer_ones(
    connection: AsyncConnection,
) -> None:
    days = [
        a_bar(datetime(2013, 12, day, 5, tzinfo=UTC), day, interval=BarInterval.DAY_1)
        for day in (27, 30, 31)
    ]
    await save_bars(connection, days)

    await roll_up(connection, ZONES, days[0].start, days[-1].start + MINUTE, BarInterval.DAY_1)

    bars = await stored(connection)
    assert [bar for bar in bars.values() if bar.interval == BarInterval.DAY_1] == days
    weeks = [bar for (_, interval, _), bar in sorted(bars.items()) if interval == "1Week"]
    assert [(week.start.day, week.open, week.close) for week in weeks] == [
        (23, 27, 29),
        (30, 30, 33),
    ]
    ends = {bar.close for bar in bars.values() if bar.interval in {"1Month", "1Year"}}
    assert ends == {33}


@pytest.mark.parametrize(
    ("parts", "opens"), [(1, Decimal(10)), (3, Decimal(20))], ids=["fewer", "all"]
)
async def test_what_somebody_told_stays_unless_there_is_as_much(
    connection: AsyncConnection, parts: int, opens: Decimal
) -> None:
    """Of the day that an archive told, of three minutes, there are so many."""
    day = a_bar(bar_start(SPRING, BarInterval.DAY_1, NEW_YORK), 20, interval=BarInterval.DAY_1)
    told = replace(day, open=Price(Decimal(10)), low=Price(Decimal(10)))
    told = replace(told, volume=Quantity(Decimal("4.5")))
    lowest = a_bar(SPRING + 2 * MINUTE, 10)
    minutes = [a_bar(SPRING, 20), a_bar(SPRING + MINUTE, 20), lowest]
    await save_told_bars(connection, [told])
    await save_bars(connection, minutes[:parts])

    for _ in range(2):
        await roll_up(connection, ZONES, SPRING, SPRING + TWO_DAYS)

    made = (await stored(connection))[IBM, BarInterval.DAY_1, told.start]
    assert (made.open, made.volume) == (opens, told.volume)


async def test_what_is_made_again_is_not_written_again(connection: AsyncConnection) -> None:
    await save_bars(connection, some_minutes(IBM, 4))
    await roll_up(connection, ZONES, SPRING, SPRING + TWO_DAYS)
    await connection.commit()
    written = await _versions(connection)

    await roll_up(connection, ZONES, SPRING, SPRING + TWO_DAYS)

    assert len(written) == 1
    assert await _versions(connection) == written


async def _versions(connection: AsyncConnection) -> set[str]:
    """By which transaction each row was written last."""
    return set(await connection.scalars(text("select xmin::text from rollups")))
