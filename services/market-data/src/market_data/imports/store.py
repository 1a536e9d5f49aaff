"""From files into the database, a part in each transaction, so that what is killed goes on."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from market_data.domain.actions import CorporateAction
from market_data.domain.progress import Progress
from market_data.imports.bars import home_of
from market_data.imports.history import HistoryFile
from market_data.repository.actions import PER_TRANSACTION, lock_actions, store_actions
from market_data.repository.bars import save_bars
from market_data.repository.imports import find_progress, save_progress
from market_data.repository.rollups import roll_up

Transactions = Callable[[], AbstractAsyncContextManager[AsyncConnection]]
"""Opens a transaction, which is committed at the end of its block."""
Watch = Callable[[Progress], None]

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
    told = 0
    for bars, line in file.parts(progress.line):
        progress = progress.after(bars, line, file.broken.count - told)
        told = file.broken.count
        async with transactions() as connection:
            await save_bars(connection, bars)
            await save_progress(connection, progress)
        watch(progress)
    async with transactions() as connection:
        await _roll_up(connection, progress)
        progress = replace(progress, finished=True)
        await save_progress(connection, progress)
    return progress


async def _beginning(file: HistoryFile, transactions: Transactions, *, again: bool) -> Progress:
    path = file.lines.path.resolve()
    now = path.stat()
    fresh = Progress(str(path), file.interval, now.st_size, now.st_mtime_ns, file.only)
    if again:
        return fresh
    async with transactions() as connection:
        return fresh.goes_on_from(await find_progress(connection, fresh.path, fresh.interval))


async def _roll_up(connection: AsyncConnection, progress: Progress) -> None:
    if progress.first and progress.last:
        zones = {symbol: home_of(symbol) for symbol in progress.symbols}
        until = progress.last + _MOMENT
        await roll_up(connection, zones, progress.first, until, progress.interval)


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
    for first in range(0, len(last), PER_TRANSACTION):
        async with transactions() as connection:
            part = await _store(connection, last[first : first + PER_TRANSACTION])
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
