"""Strips of a tape, numbered as a process would."""

import os
from itertools import count

from events import TapeWritten
from vocabulary import uuid7

_MOMENTS = count(1_700_000_000_000)


class Writer:
    """One process that writes. Those made later were started later."""

    def __init__(self) -> None:
        self.run = uuid7(next(_MOMENTS), os.urandom(10))
        self._number = 0

    def strip(self, *, skip: int = 0) -> TapeWritten:
        """The next one, or one that leaves so many out."""
        self._number += 1 + skip
        items = [["q", "IBM", self._number, 10**10, 10**11, 10**10 + 10**6, 2 * 10**11]]
        return TapeWritten(run=self.run, number=self._number, time=self._number, items=items)

    def strips(self, count: int) -> list[TapeWritten]:
        """So many."""
        return [self.strip() for _ in range(count)]
