"""Longer bars are made of what was imported, whatever happens on the way."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from market_data.domain.progress import Progress
from market_data.imports import store
from market_data.imports.history import HistoryFile, find_history
from market_data.imports.store import Transactions, import_history

pytestmark = pytest.mark.real
Written = Callable[..., Path]
HEADER = "timestamp,symbol,open,high,low,close,volume"
BEGINNING = datetime(2013, 1, 7, 15, tzinfo=UTC)
DAYS = 100
FAIL = "do $$ begin raise exception 'not now' using errcode = '{state}'; end $$"


class Killed(Exception):
    """The process ended here."""


@pytest.fixture
def path(written: Written) -> Path:
    """A minute on each of a hundred days."""
    times = [BEGINNING + timedelta(days=number) for number in range(DAYS)]
    lines = [f"{time:%Y-%m-%dT%H:%M}:00Z,IBM,10,12,9,11,{time.day}" for time in times]
    return written("IBM.csv", HEADER, *lines)


def opened(path: Path) -> HistoryFile:
    (recording,) = find_history(path)
    return HistoryFile(recording, None, None)


async def longer(engine: AsyncEngine) -> dict[str, int]:
    """How many there are of each interval."""
    made = "select interval, count(*) as bars from rollups group by 1"
    async with engine.connect() as connection:
        return {row.interval: row.bars for row in await connection.execute(text(made))}


def unlucky(transactions: Transactions, states: Sequence[str]) -> Transactions:
    """Transactions that end as these states say, the first ones first; an empty one is none."""
    left = list(states)

    @asynccontextmanager
    async def begin() -> AsyncGenerator[AsyncConnection]:
        async with transactions() as connection:
            yield connection
            if left and (state := left.pop(0)):
                await connection.execute(text(FAIL.format(state=state)))

    return begin


async def test_they_are_made_in_steps_that_are_shown(
    engine: AsyncEngine, transactions: Transactions, path: Path
) -> None:
    seen: list[Progress] = []

    last = await import_history(opened(path), transactions, seen.append)

    steps = [(one.steps_done, one.steps) for one in seen if one.steps_done]
    count = 4 * 4 + 5  # four stretches of what is not longer than an hour, one of what is
    assert steps == [(number, count) for number in range(1, count + 1)]
    assert (last.finished, last.steps_done) == (True, count)
    made = await longer(engine)
    assert {interval for interval, bars in made.items() if bars == DAYS} == {
        *("5Min", "15Min", "30Min", "1Hour", "4Hour", "1Day")
    }
    assert (made["1Week"], made["1Month"], made["1Year"]) == (15, 4, 1)


async def test_an_import_that_is_killed_while_they_are_made_goes_on_there(
    engine: AsyncEngine, transactions: Transactions, path: Path
) -> None:
    def die(progress: Progress) -> None:
        if progress.steps_done == 9:
            raise Killed

    with pytest.raises(Killed):
        await import_history(opened(path), transactions, die)
    async with engine.connect() as connection:
        shown = await connection.execute(text("select steps_done, finished from imports"))
        assert tuple(shown.one()) == (9, False)

    seen: list[Progress] = []
    file = opened(path)
    await import_history(file, transactions, seen.append)

    assert [one.steps_done for one in seen] == list(range(10, 22))
    assert file.lines.lines_read == 0
    assert len(await longer(engine)) == 9


async def test_steps_of_another_size_begin_again(
    engine: AsyncEngine, transactions: Transactions, path: Path
) -> None:
    await import_history(opened(path), transactions, lambda _: None)
    async with engine.begin() as connection:
        cut = "update imports set finished = false, steps = 30, steps_done = 20"
        await connection.execute(text(cut))
        await connection.execute(text("truncate rollups"))
    seen: list[Progress] = []

    await import_history(opened(path), transactions, seen.append)

    assert [one.steps_done for one in seen if one.steps_done] == list(range(1, 22))
    assert len(await longer(engine)) == 9


@pytest.mark.parametrize("state", ["40P01", "40001"])
async def test_what_does_not_get_through_is_done_again(
    state: str,
    engine: AsyncEngine,
    transactions: Transactions,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store, "PAUSE_SECONDS", 0)
    states = [state, "", state, state, "", "", state]

    progress = await import_history(
        opened(path), unlucky(transactions, states), lambda _: None, again=True
    )

    assert (progress.finished, progress.bars) == (True, DAYS)
    assert len(await longer(engine)) == 9


@pytest.mark.parametrize("states", [["22012"], ["40P01"] * 6])
async def test_what_fails_for_another_reason_or_too_often_is_not_done_again(
    states: list[str],
    transactions: Transactions,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store, "PAUSE_SECONDS", 0)

    with pytest.raises(DBAPIError, match="not now"):
        await import_history(
            opened(path), unlucky(transactions, states), lambda _: None, again=True
        )
