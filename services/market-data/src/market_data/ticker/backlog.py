"""What the market has taken and the tape does not have yet."""

import asyncio
from collections import deque
from datetime import datetime
from typing import NamedTuple

from market_data.domain.ticks import Tick

ROOM = 20_000
"""So many ticks wait for the tape; then the feed waits, too."""


class Began(NamedTuple):
    """The market began at ``time``, or began anew: what was taken before is void."""

    time: datetime


class Backlog:
    """Everything in order. ``news`` is set when there is something to write down."""

    def __init__(self) -> None:
        self._waiting: deque[Tick | Began] = deque()
        self._room = asyncio.Event()
        self.news = asyncio.Event()
        self.add = self._waiting.append

    def __len__(self) -> int:
        return len(self._waiting)

    def take(self, most: int) -> list[Tick | Began]:
        """The oldest, and make room for others."""
        taken = self._waiting.popleft
        group = [taken() for _ in range(min(most, len(self._waiting)))]
        if len(self._waiting) < ROOM:
            self._room.set()
        return group

    async def room(self) -> None:
        """Wait until not too much waits."""
        while len(self._waiting) >= ROOM:
            self._room.clear()
            await self._room.wait()
