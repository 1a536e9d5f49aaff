"""The tape without a broker, for tests."""

import asyncio
from collections.abc import AsyncGenerator

from bus.tape import Bookmark, Reel, Strip, TapeLost, decode_tape, encode_tape
from events import TapeWritten

KEPT_MAX = 100_000


class MemoryTape:
    """Keeps the newest strips, as they would travel; each has an offset, counted from 0."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []
        self._first = 0
        self._news = asyncio.Event()

    def write(self, written: TapeWritten) -> None:
        """Add a strip."""
        self._kept.append(encode_tape(written))
        if len(self._kept) > KEPT_MAX:
            self.forget(KEPT_MAX // 2)
        self._tell()

    @property
    def kept(self) -> list[TapeWritten]:
        """All that there is."""
        return [decode_tape(body) for body in self._kept]

    def forget(self, count: int) -> None:
        """Drop the oldest, as when they were kept long enough."""
        del self._kept[:count]
        self._first += count

    def wipe(self) -> None:
        """Lose everything and count anew, as a broker does whose disk was changed."""
        self._kept, self._first = [], 0
        self._tell()

    async def strips(self, reel: Reel) -> AsyncGenerator[Strip]:
        """All that there is from where the reel begins, and all that comes."""
        while True:
            news = self._news
            try:
                for offset, body in enumerate(self._from(reel.place), self._offset(reel.place)):
                    if (strip := reel.take(offset, decode_tape(body))) is not None:
                        yield strip
            except TapeLost:
                reel.begin_anew()
            else:
                await news.wait()

    def _offset(self, place: Bookmark | None) -> int:
        return self._first if place is None else max(place.offset, self._first)

    def _from(self, place: Bookmark | None) -> list[bytes]:
        """What there is from ``place`` on, that strip included."""
        kept = self._kept[self._offset(place) - self._first :]
        if place is not None and not kept:
            raise TapeLost
        return kept

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
