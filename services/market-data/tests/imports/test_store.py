"""Files become rows, whatever happens on the way."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from market_data.domain.progress import Progress
from market_data.imports.history import LINES_PER_PART, HistoryFile, find_history
from market_data.imports.store import Transactions, import_history
from market_data.tables import rollups
from vocabulary import BarInterval

pytestmark = pytest.mark.real
Written = Callable[..., Path]
HEADER = "timestamp,symbol,open,high,low,close,volume"


class Killed(Exception):
    """The process ended here."""


def opened(path: Path) -> HistoryFile:
    (recording,) = find_history(path)
    return HistoryFile(recording, None, None)


async def imported(path: Path, transactions: Transactions, *, again: bool = False) -> Progress:
    return await import_history(opened(path), transactions, lambda _: None, again=again)


async def closes(engine: AsyncEngine, interval: BarInterval) -> list[str]:
    query = select(rollups).filter_by(interval=interval).order_by(rollups.c.start)
    async with engine.connect() as connection:
        rows = await connection.execute(query)
        return [f"{row.start:%Y-%m-%d} {row.close.normalize():f}" for row in rows]


async def count(engine: AsyncEngine, table: str) -> int:
    async with engine.connect() as connection:
        return int(await connection.scalar(text(f"select count(*) from {table}")) or 0)  # noqa: S608


def minutes(number: int) -> list[str]:
    return [
        f"2013-07-{1 + n // 1440:02}T{n // 60 % 24:02}:{n % 60:02}:00Z,IBM,10,12,9,11,1"
        for n in range(number)
    ]


async def test_days_make_weeks_months_and_years(
    engine: AsyncEngine, transactions: Transactions, written: Written
) -> None:
    days = ["2013-12-30", "2013-12-31", "2014-01-02"]
    lines = [f"{day},IBM,10,12,9,{n + 10},1" for n, day in enumerate(days)]

    progress = await imported(written("IBM.csv", HEADER, *lines, "nonsense"), transactions)

    assert (progress.bars, progress.line, progress.broken) == (3, 5, 1)
    assert await closes(engine, BarInterval.DAY_1) == [
        "2013-12-30 10",
        "2013-12-31 11",
        "2014-01-02 12",
    ]
    assert await closes(engine, BarInterval.WEEK_1) == ["2013-12-30 12"]
    assert await closes(engine, BarInterval.MONTH_1) == ["2013-12-01 11", "2014-01-01 12"]
    assert await closes(engine, BarInterval.YEAR_1) == ["2013-01-01 11", "2014-01-01 12"]


async def test_minutes_make_every_longer_bar(
    engine: AsyncEngine, transactions: Transactions, written: Written
) -> None:
    await imported(written("IBM.csv.gz", HEADER, *minutes(10)), transactions)

    assert await count(engine, "minutes") == 10
    assert await closes(engine, BarInterval.MINUTE_5) == ["2013-07-01 11", "2013-07-01 11"]
    assert await closes(engine, BarInterval.YEAR_1) == ["2013-01-01 11"]


async def test_an_import_that_is_killed_goes_on_where_it_was(
    engine: AsyncEngine, transactions: Transactions, written: Written
) -> None:
    path = written("IBM.csv", HEADER, "nonsense", *minutes(2 * LINES_PER_PART))

    def die(progress: Progress) -> None:
        if progress.line == LINES_PER_PART:
            raise Killed

    with pytest.raises(Killed):
        await import_history(opened(path), transactions, die)
    assert await count(engine, "minutes") == LINES_PER_PART - 2

    seen: list[Progress] = []
    progress = await import_history(opened(path), transactions, seen.append)

    read = [one.line for one in seen if not one.steps_done]
    assert read == [2 * LINES_PER_PART, 2 * LINES_PER_PART + 2]
    assert (progress.bars, progress.broken, progress.finished) == (2 * LINES_PER_PART, 1, True)
    assert await count(engine, "minutes") == 2 * LINES_PER_PART
    assert progress.first == datetime(2013, 7, 1, tzinfo=UTC)
    assert (await closes(engine, BarInterval.YEAR_1)) == ["2013-01-01 11"]


async def test_what_was_imported_is_not_read_again_unless_it_has_changed_or_somebody_wants_it(
    engine: AsyncEngine, transactions: Transactions, written: Written
) -> None:
    path = written("IBM.csv", HEADER, "2013-12-30,IBM,10,12,9,10,1")
    first = await imported(path, transactions)
    async with engine.begin() as connection:
        await connection.execute(text("truncate rollups"))

    assert await imported(path, transactions) == first
    assert await closes(engine, BarInterval.DAY_1) == []
    assert await imported(path, transactions, again=True) == first
    assert await closes(engine, BarInterval.DAY_1) == ["2013-12-30 10"]
    written("IBM.csv", HEADER, "2013-12-30,IBM,10,12,9,10.5,1")
    assert (await imported(path, transactions)).bars == 1
    assert await closes(engine, BarInterval.DAY_1) == ["2013-12-30 10.5"]


async def test_a_file_that_is_cut_off_is_stored_as_far_as_it_goes_and_not_finished(
    engine: AsyncEngine, transactions: Transactions, tmp_path: Path
) -> None:
    path = tmp_path / "IBM.csv.gz"
    content = "\n".join([HEADER, *minutes(2 * LINES_PER_PART)])
    path.write_bytes(gzip.compress(content.encode())[:-50])

    with pytest.raises(Exception, match="damaged after line"):
        await imported(path, transactions)

    assert LINES_PER_PART < await count(engine, "minutes") < 2 * LINES_PER_PART
    async with engine.connect() as connection:
        assert await connection.scalar(text("select finished from imports")) is False
