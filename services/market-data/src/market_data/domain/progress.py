"""How far the import of one file has come."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from market_data.domain.bars import Bar
from vocabulary import BarInterval, Symbol


@dataclass(frozen=True, slots=True)
class Progress:
    """What is stored of a file, up to and with ``line``.

    ``size`` in bytes and ``modified``, in nanoseconds, tell whether it is still the same file.
    ``first`` and ``last`` are where the earliest and the latest of its bars start. When all of it
    is stored, longer bars are made of it in ``steps``.
    """

    path: str
    interval: BarInterval
    size: int
    modified: int
    only: Symbol | None = None
    line: int = 0
    bars: int = 0
    broken: int = 0
    symbols: frozenset[Symbol] = frozenset()
    first: datetime | None = None
    last: datetime | None = None
    steps: int = 0
    steps_done: int = 0
    finished: bool = False

    def goes_on_from(self, earlier: "Progress | None") -> "Progress":
        """Where an earlier import of the same file, for the same symbol, has left off."""
        if earlier is None:
            return self
        same = (earlier.size, earlier.modified, earlier.only)
        return earlier if same == (self.size, self.modified, self.only) else self

    def with_steps(self, count: int) -> "Progress":
        """With so many steps to do; were they others before, none of these is done."""
        return self if count == self.steps else replace(self, steps=count, steps_done=0)

    def after(self, bars: Iterable[Bar], line: int, broken: int) -> "Progress":
        """With these bars more, up to ``line``, and so many broken lines more."""
        several = list(bars)
        starts = [bar.start for bar in several]
        return replace(
            self,
            line=line,
            bars=self.bars + len(several),
            broken=self.broken + broken,
            symbols=self.symbols | {bar.symbol for bar in several},
            first=min((one for one in (self.first, *starts) if one), default=None),
            last=max((one for one in (self.last, *starts) if one), default=None),
        )
