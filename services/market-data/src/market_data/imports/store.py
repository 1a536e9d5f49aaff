"""From files into the database, a part in each transaction, so that what is killed goes on."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import NamedTuple, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outage import SETBACKS_MAX, is_momentary
from market_data.domain.actions import CorporateAction
from market_data.domain.bars import Bar
from market_data.domain.parts import in_parts
from market_data.domain.progress import Progress
from market_data.domain.steps import Step, steps
from market_data.imports.bars import home_of
from market_data.imports.history import HistoryFile
from market_data.repository.actions import PER_TRANSACTION, lock_actions, store_actions
from market_data.repository.bars import save_told_bars
from market_data.repository.imports import find_progress, save_progress
from market_data.repository.rollups import make_bars

Transactions = Callable[[], AbstractAsyncContextManager[AsyncConnection]]
"""Opens a transaction, which is committed at the end of its block."""
Watch = Callable[[Progress], None]

T = TypeVar("T")
PAUSE_SECONDS = 0.1
_MOMENT = timedelta(microseconds=1)


async def import_history(
    file: HistoryFile, transactions: Transactions, watch: Watch, *, again: bool = False
) -> Progress:
    """Store the bars of one file and make the longer ones, from where it was left off.

    With ``again`` from the start, even if the file was imported before.

    Raises:
        FeedRefused: the file is damaged; what was read before that is stored.
    """
    progress = await _beginning(file, transactions, again=again)
    if progress.finished:
        return progress
    if not progress.steps_done:  # or all of it is stored
        progress = await _store_parts(file, progress, transactions, watch)
    progress = await _make_longer_bars(progress, transactions, watch)
    progress = replace(progress, finished=True)
    await _tried(transactions, partial(save_progress, progress=progress))
    return progress


async def _beginning(file: HistoryFile, transactions: Transactions, *, again: bool) -> Progress:
    path = file.lines.path.resolve()
    now = path.stat()
    fresh = Progress(str(path), file.interval, now.st_size, now.st_mtime_ns, file.only)
    if again:
        return fresh
    async with transactions() as connection:
        return fresh.goes_on_from(await find_progress(connection, fresh.path, fresh.interval))


async def _store_parts(
    file: HistoryFile, progress: Progress, transactions: Transactions, watch: Watch
) -> Progress:
    told = 0
    for bars, line in file.parts(progress.line):
        progress = progress.after(bars, line, file.broken.count - told)
        told = file.broken.count
        await _tried(transactions, partial(_store_part, bars=bars, progress=progress))
        watch(progress)
    return progress


async def _store_part(
    connection: AsyncConnection, bars: Collection[Bar], progress: Progress
) -> None:
    await save_told_bars(connection, bars)
    await save_progress(connection, progress)


async def _make_longer_bars(
    progress: Progress, transactions: Transactions, watch: Watch
) -> Progress:
    if progress.first is None or progress.last is None:
        return progress
    zones = {symbol: home_of(symbol) for symbol in progress.symbols}
    todo = list(steps(zones, progress.interval, progress.first, progress.last + _MOMENT))
    progress = progress.with_steps(len(todo))
    for step in todo[progress.steps_done :]:
        progress = replace(progress, steps_done=progress.steps_done + 1)
        await _tried(transactions, partial(_take_step, step=step, progress=progress))
        watch(progress)
    return progress


async def _take_step(connection: AsyncConnection, step: Step, progress: Progress) -> None:
    await make_bars(connection, step)
    await save_progress(connection, progress)


async def _tried(transactions: Transactions, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """Work in a transaction; in another one if it met with others who write the same."""
    setbacks = 0
    while True:
        try:
            async with transactions() as connection:
                return await work(connection)
        except DBAPIError as error:
            if setbacks == SETBACKS_MAX or not is_momentary(error):
                raise
        setbacks += 1
        await asyncio.sleep(PAUSE_SECONDS * setbacks)


class Outcome(NamedTuple):
    """How many actions were new, were corrected, and were known; and which came too late."""

    new: int
    corrected: int
    known: int
    too_late: Sequence[CorporateAction]
    """Corrections of what is effective already: somebody may hold what came of it."""

    def and_then(self, other: "Outcome") -> "Outcome":
        """Both together."""
        return Outcome(
            self.new + other.new,
            self.corrected + other.corrected,
            self.known + other.known,
            (*self.too_late, *other.too_late),
        )


async def import_actions(
    actions: Collection[CorporateAction], transactions: Transactions
) -> Outcome:
    """Store actions. The service announces those that are new or corrected."""
    last = list({one.action_id: one for one in actions}.values())
    total = Outcome(0, 0, 0, ())
    for some in in_parts(last, PER_TRANSACTION):
        part = await _tried(transactions, partial(_store, actions=some))
        total = total.and_then(part)
    return total


async def _store(connection: AsyncConnection, actions: Sequence[CorporateAction]) -> Outcome:
    kept = await store_actions(connection, actions)
    left = {
        one.action_id: one
        for one in actions
        if one.action_id not in kept.new and one.action_id not in kept.corrected
    }
    late = [
        left[there.action.action_id]
        for there in await lock_actions(connection, left)
        if there.action != left[there.action.action_id]
    ]
    return Outcome(len(kept.new), len(kept.corrected), len(left) - len(late), tuple(late))
