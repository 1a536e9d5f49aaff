"""A recorded day of three real stocks: what is stored is what its trades say, bar by bar."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from live_market import Exchange, OpenExchange, eventually
from sqlalchemy import literal, select, union_all

from market_data.tables import minutes, rollups
from vocabulary import BarInterval

DAY = Path(__file__).parents[3] / ".." / "shared" / "market-data" / "ticks" / "2013-10-07"
NEW_YORK = ZoneInfo("America/New_York")
SECONDS = {"1Min": 60, "5Min": 300, "15Min": 900, "30Min": 1800, "1Hour": 3600}
SYMBOLS = ("AIG", "BAC", "IBM")

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DAY.exists(), reason=f"recorded prices are not at {DAY}"),
]


Bars = dict[tuple[str, str, datetime], tuple[Any, ...]]


class Print(NamedTuple):
    """One line of a recording."""

    time: datetime
    price: Decimal
    size: Decimal


def prints(symbol: str) -> Iterator[Print]:
    with gzip.open(DAY / f"{symbol}.trades.csv.gz", "rt") as lines:
        for row in csv.DictReader(lines):
            time = datetime.fromisoformat(row["timestamp"]).astimezone(UTC)
            if size := Decimal(row["size"]):
                yield Print(time, Decimal(row["price"]), size)


@cache
def start_of(time: datetime, interval: str) -> datetime:
    """By hand, and not by the code that is tried out."""
    if seconds := SECONDS.get(interval):
        return datetime.fromtimestamp(int(time.timestamp()) // seconds * seconds, UTC)
    there = time.astimezone(NEW_YORK)
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0)
    start = {
        "4Hour": midnight.replace(hour=there.hour - there.hour % 4),
        "1Day": midnight,
        "1Week": midnight - timedelta(days=there.isoweekday() - 1),
        "1Month": midnight.replace(day=1),
        "1Year": midnight.replace(day=1, month=1),
    }[interval]
    return start.astimezone(UTC)


def recomputed(symbol: str) -> Bars:
    """Every bar of a symbol, each straight from the prints that fall into it."""
    groups: defaultdict[tuple[str, str, datetime], list[Print]] = defaultdict(list)
    for one in prints(symbol):
        for interval in BarInterval:
            minute = one.time.replace(second=0, microsecond=0)
            groups[symbol, interval, start_of(minute, interval)].append(one)
    return {key: bar_of(tape) for key, tape in groups.items()}


def bar_of(tape: list[Print]) -> tuple[Any, ...]:
    prices = [one.price for one in tape]
    turnover = sum(Fraction(one.price) * Fraction(one.size) for one in tape)
    volume = sum(one.size for one in tape)
    return prices[0], max(prices), min(prices), prices[-1], volume, len(tape), turnover


async def stored(market: Exchange) -> Bars:
    told = ("open", "high", "low", "close", "volume", "trades", "turnover")
    everything = union_all(
        *(
            select(table.c.symbol, interval, table.c.start, *(table.c[name] for name in told))
            for table, interval in (
                (minutes, literal("1Min").label("interval")),
                (rollups, rollups.c.interval),
            )
        )
    )
    engine = market.simulation.database("market_data").engine
    async with engine.connect() as connection:
        rows = await connection.execute(everything)
        return {
            (row.symbol, row.interval, row.start): (*row[3:9], Fraction(row.turnover))
            for row in rows
        }


@pytest.fixture(scope="module")
def expected() -> Bars:
    """Every bar of the day."""
    return {key: bar for symbol in SYMBOLS for key, bar in recomputed(symbol).items()}


async def has_ended(market: Exchange) -> bool:
    await market.wall.step(1)
    return (await market.get("clock"))["state"] == "ended"


async def has_stored(market: Exchange, number: int) -> bool:
    return len(await stored(market)) >= number


async def test_the_stored_bars_of_a_day_are_what_its_trades_say(
    exchange: OpenExchange, expected: Bars
) -> None:
    async with exchange(feed="csv", replay_path=DAY, speed="max") as market:
        await eventually(lambda: has_ended(market))
        await eventually(lambda: has_stored(market, len(expected)))
        found = await stored(market)

    assert {interval for _, interval, _ in found} == set(BarInterval)
    assert found == expected


async def test_a_day_that_is_broken_off_and_replayed_again_leaves_the_same_bars(
    exchange: OpenExchange, expected: Bars
) -> None:
    """What the first run stored of the day does not count twice in the second."""
    ibm = {key: bar for key, bar in expected.items() if key[0] == "IBM"}
    chosen = {"feed": "csv", "replay_path": DAY, "symbols": "IBM"}
    async with exchange(**chosen, speed=1000) as market:
        await market.wall.step(10)

    async with exchange(**chosen, speed="max") as market:
        left = await stored(market)
        await eventually(lambda: has_ended(market))
        await eventually(lambda: has_stored(market, len(ibm)))
    async with exchange(symbols="AIG") as market:
        found = await stored(market)

    assert 0 < len(left) < len(ibm)
    assert {key: bar for key, bar in found.items() if key[0] == "IBM"} == ibm
