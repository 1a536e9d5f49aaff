"""Bars that the database writes as text, and what is made of shorter ones where one is missing."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from market_data.domain.bars import SOURCES, Bar, zone_of
from market_data.domain.stretch import Stretch, resampled
from market_data.queries.lines import line
from market_data.queries.stretches import find_bars, find_lines
from market_data.repository.bars import save_bars
from market_data.repository.history import read_lines
from market_data.repository.rollups import roll_up
from market_data.tables import rollups
from vocabulary import AssetClass, BarInterval, Price, Quantity, Symbol

pytestmark = pytest.mark.real

IBM = Symbol("IBM")
NEW_YORK = zone_of(AssetClass.STOCK)
SUNDAY = datetime(2013, 3, 10, tzinfo=UTC)  # clocks are put forward in New York
DAYS = 4
END = SUNDAY + timedelta(days=DAYS)


def wanted(interval: BarInterval, limit: int = 10_000) -> Stretch:
    return Stretch.of_whole_bars(IBM, interval, NEW_YORK, first=SUNDAY, until=END, limit=limit)


def minute(start: datetime, dice: Random) -> Bar:
    """Any minute; averages that end in half of the last decimal are not rare."""
    prices = sorted(Price(Decimal(dice.randrange(1, 10**9)).scaleb(-8)) for _ in range(4))
    volume = Quantity(Decimal(dice.choice([0, 1, 2, 4, 8, 100, 1600, dice.randrange(1, 10**12)])))
    volume = Quantity(volume.scaleb(-dice.choice([0, 0, 9])))
    turnover = Decimal(dice.randrange(10**14)).scaleb(-dice.randrange(18))
    return Bar(
        IBM,
        start,
        prices[dice.randrange(4)],
        prices[3],
        prices[0],
        prices[dice.randrange(4)],
        volume,
        dice.randrange(1000),
        dice.choice([turnover, turnover, None]),
    )


def minutes(pause: timedelta = timedelta(minutes=7)) -> list[Bar]:
    """Some in every hour, but none on the second day."""
    dice = Random(7)  # noqa: S311
    starts = [SUNDAY + pause * number for number in range(timedelta(days=DAYS) // pause)]
    return [minute(start, dice) for start in starts if start.day != SUNDAY.day + 1]


@pytest.fixture
async def stored(connection: AsyncConnection) -> list[Bar]:
    """Minutes, and all that is made of them."""
    bars = minutes()
    await save_bars(connection, bars)
    await roll_up(connection, {IBM: NEW_YORK}, SUNDAY, END)
    return bars


def folded(bars: Iterable[Bar], interval: BarInterval) -> list[Bar]:
    return resampled(bars, interval, NEW_YORK)


async def test_the_database_writes_lines_as_we_do(
    connection: AsyncConnection, stored: list[Bar]
) -> None:
    lines, _ = await read_lines(connection, wanted(BarInterval.MINUTE_1))

    assert lines == [line(bar, closed=True) for bar in stored]


async def averages(
    connection: AsyncConnection, volume: Quantity, turnovers: Iterable[Decimal]
) -> list[str]:
    """What the database writes as the average price of so many shares."""
    one = Price(Decimal(1))
    bars = [
        Bar(IBM, SUNDAY + timedelta(minutes=number), one, one, one, one, volume, 1, turnover)
        for number, turnover in enumerate(turnovers)
    ]
    await save_bars(connection, bars)
    lines, _ = await read_lines(connection, wanted(BarInterval.MINUTE_1))
    return [one.split('"vwap":"')[1].split('"')[0] for one in lines]


async def test_an_average_is_rounded_to_the_even_neighbour(connection: AsyncConnection) -> None:
    """1, 3 and 5 half units of the last decimal: to 0, 2 and 2."""
    turnovers = [Decimal(2 * 10**8 + halves).scaleb(-8) for halves in (1, 3, 5, 4)]

    assert await averages(connection, Quantity(Decimal(2)), turnovers) == [
        "1",
        "1.00000002",
        "1.00000002",
        "1.00000002",
    ]


async def test_what_is_nearly_half_a_unit_is_rounded_to_the_nearer_neighbour(
    connection: AsyncConnection,
) -> None:
    """The quotient differs from 1 and a half unit in its 26th decimal, which nobody computes."""
    half, least = Decimal("1000000005000"), Decimal(1).scaleb(-14)

    assert await averages(
        connection, Quantity(Decimal(10**12)), [half - least, half, half + least]
    ) == ["1", "1", "1.00000001"]


async def test_only_the_newest_are_read(connection: AsyncConnection, stored: list[Bar]) -> None:
    lines, _ = await read_lines(connection, wanted(BarInterval.MINUTE_1, 3))

    assert lines == [line(bar, closed=True) for bar in stored[-3:]]


@pytest.mark.parametrize("interval", list(SOURCES))
async def test_stored_bars_are_what_the_minutes_make(
    interval: BarInterval, connection: AsyncConnection, stored: list[Bar]
) -> None:
    assert await find_bars(connection, wanted(interval)) == folded(stored, interval)


@pytest.mark.parametrize("interval", list(SOURCES))
@pytest.mark.parametrize("keep", ["no", "no longer than an hour", "every third"])
async def test_a_missing_bar_is_made_of_shorter_ones(
    keep: str, interval: BarInterval, connection: AsyncConnection, stored: list[Bar]
) -> None:
    if keep == "every third":
        longer = [bar.start for bar in folded(stored, interval)]
        gone = rollups.c.start.in_([start for n, start in enumerate(longer) if n % 3])
        await connection.execute(delete(rollups).where(gone))
    elif keep == "no":
        await connection.execute(delete(rollups))
    else:
        long = [BarInterval.HOUR_4, BarInterval.DAY_1, BarInterval.MONTH_1]
        await connection.execute(delete(rollups).where(rollups.c.interval.in_(long)))
    expected = folded(stored, interval)

    assert await find_bars(connection, wanted(interval)) == expected
    assert await find_bars(connection, wanted(interval, 2)) == expected[-2:]
    assert await find_lines(connection, wanted(interval, 5)) == [
        line(bar, closed=True) for bar in expected[-5:]
    ]


async def test_an_imported_day_without_minutes_stays_as_it_is(
    connection: AsyncConnection, stored: list[Bar]
) -> None:
    days = folded(stored, BarInterval.DAY_1)
    await connection.execute(delete(rollups))
    await save_bars(connection, days[:1])

    assert await find_bars(connection, wanted(BarInterval.DAY_1)) == days
    (week, *_) = await find_bars(connection, wanted(BarInterval.WEEK_1))
    assert week.open == days[0].open
