"""The ``csv`` feed itself: all recordings merged by time."""

import heapq
from collections.abc import AsyncGenerator, Generator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import chain, islice
from operator import attrgetter

from market_data.domain.ticks import Tick, moved
from market_data.feeds.feed import FeedRefused, FeedReport, Steering
from market_data.feeds.replay.files import Recording, find_recordings
from market_data.feeds.replay.reader import LoggedBrokenLines, RecordingReader
from market_data.settings import MarketDataSettings
from vocabulary import ClockState

TICKS_PER_GROUP = 500


class Replay:
    """A feed that tells what was recorded, from the first tick to the last, or round and round.

    Each round is moved on by whole days, so that market time never goes back.
    """

    name = "csv"
    time = ClockState.REPLAY
    steering = Steering.ANYWHERE

    def __init__(self, source: str, recordings: Sequence[Recording], *, loop: bool) -> None:
        self.source = source
        instruments = {one.instrument.symbol: one.instrument for one in recordings}
        self.instruments = list(instruments.values())
        self._recordings = recordings
        self._loop = loop
        self._broken = LoggedBrokenLines()
        self._lines_before = 0
        self._readers: list[RecordingReader] = []
        self._told: list[Generator[Tick]] = []
        self._round = self._start_round()
        first = next(self._round, None)
        if first is None:
            raise FeedRefused("no_ticks", f"there is not one tick in {source}")
        self.begins = first.time
        self._round = chain([first], self._round)
        self._is_told = False

    async def ticks(self) -> AsyncGenerator[Sequence[Tick]]:
        """Everything that was recorded; when called again, from the first tick on again.

        Raises:
            FeedRefused: a file is damaged or goes back in time.
        """
        if self._is_told:
            self._round = self._start_round()
        self._is_told = True
        shift, last = timedelta(), self.begins
        while True:
            group, problem = self._next_group()
            if group:
                last = group[-1].time
                yield [moved(tick, shift) for tick in group] if shift else group
            if problem is not None:
                raise problem
            if group:
                continue
            if not self._loop:
                return
            shift += timedelta(days=(last - self.begins).days + 1)
            self._round = self._start_round()

    def report(self) -> FeedReport:
        """How far it is in this round, and what was wrong in all of them."""
        total = sum(reader.lines.bytes_total for reader in self._readers)
        done = sum(reader.lines.bytes_read for reader in self._readers)
        return FeedReport(
            lines_read=self._lines_before + self._lines_of_round(),
            lines_broken=self._broken.count,
            progress=done / total if total else 1.0,
            broken=tuple(self._broken.first),
        )

    def close(self) -> None:
        """Close the files, wherever they are."""
        for one in self._told:
            one.close()

    def _next_group(self) -> tuple[list[Tick], FeedRefused | None]:
        """What can be read is told, before what is wrong is said."""
        group: list[Tick] = []
        try:
            group.extend(islice(self._round, TICKS_PER_GROUP))
        except FeedRefused as problem:
            return group, problem
        return group, None

    def _start_round(self) -> Iterator[Tick]:
        self._lines_before += self._lines_of_round()
        self._readers = [RecordingReader(one, self._broken) for one in self._recordings]
        self.close()
        self._told = [reader.ticks() for reader in self._readers]
        return heapq.merge(*self._told, key=attrgetter("time"))

    def _lines_of_round(self) -> int:
        return sum(reader.lines.lines_read for reader in self._readers)


@asynccontextmanager
async def open_feed(settings: MarketDataSettings, _now: datetime) -> AsyncGenerator[Replay]:
    """The recordings that the settings name. The first line of each is read at once.

    Raises:
        FeedRefused: there is nothing to replay, or a file is not what its name says.
    """
    path = settings.replay_path
    recordings = find_recordings(path, settings.symbols)
    replay = Replay(f"csv {path}", recordings, loop=settings.replay_loop)
    try:
        yield replay
    finally:
        replay.close()
