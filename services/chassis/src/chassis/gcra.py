"""How many requests a rate allows: the generic cell rate algorithm, as arithmetic.

A bucket is one number: the moment at which nothing will be left of what was admitted. A request is
admitted if, with it, that moment is no further away than a whole burst takes. So of any stretch of
time, wherever it begins, one can say how much was admitted at most: a burst, and the rate times
its length. A counter for each second, as is often seen, admits twice as much around its edges.

Moments and durations are whole microseconds. There is no clock here: now is an argument.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

MICROSECONDS = 1_000_000
BUCKETS_MIN = 1024
"""With fewer, it is not worth while to look for buckets that are empty again."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests a second, and so many at once after a pause: at least one of them."""

    rate_per_second: float
    burst: int

    @property
    def interval(self) -> int:
        """Microseconds that one request costs; rounded up, so that the rate is never exceeded."""
        return ceil(MICROSECONDS / self.rate_per_second)

    @property
    def whole(self) -> int:
        """Microseconds that a whole burst costs."""
        return self.burst * self.interval


class Verdict(NamedTuple):
    """How many of the requests may come, and what the bucket is like after that."""

    admitted: int
    debt: int
    """Microseconds until nothing is left of what was admitted."""


def decide(limit: Limit, debt: int, wanted: int) -> Verdict:
    """Of ``wanted`` requests that come now, admit as many as the limit allows.

    A debt of more than a burst was made by another limit, or by a clock that was set back: it is
    taken for a burst, so nobody is locked out for longer than that.
    """
    debt = max(0, min(debt, limit.whole))
    admitted = min(wanted, (limit.whole - debt) // limit.interval)
    return Verdict(admitted, debt + admitted * limit.interval)


def wait(limit: Limit, debt: int) -> int:
    """Microseconds until one more is admitted."""
    return max(0, debt + limit.interval - limit.whole)


class Buckets:
    """The buckets of many keys, as one process knows them.

    What it knows from elsewhere it is told by ``note``. Keys of which nobody else may know are in
    ``doubt``.
    """

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._empty_at: dict[str, int] = {}
        self._doubtful: set[str] = set()
        self._enough = BUCKETS_MIN

    def __len__(self) -> int:
        return len(self._empty_at)

    def take(self, wanted: Mapping[str, int], now: int) -> dict[str, Verdict]:
        """Decide by what is known here, and doubt that anybody else knows."""
        verdicts = {
            key: decide(self._limit, self._debt(key, now), number) for key, number in wanted.items()
        }
        self.note(verdicts, now)
        self._doubtful.update(wanted)
        return verdicts

    def note(self, verdicts: Mapping[str, Verdict], now: int) -> None:
        """Remember what was decided, here or elsewhere."""
        for key, verdict in verdicts.items():
            self._empty_at[key] = now + verdict.debt
        self._doubtful.difference_update(verdicts)
        if len(self._empty_at) > self._enough:
            self._forget_empty_ones(now)

    def doubt_all(self) -> None:
        """Somebody else may have forgotten everything."""
        self._doubtful.update(self._empty_at)

    def doubtful_debt(self, key: str, now: int) -> int:
        """What has to be told of the key, in case nobody else knows; mostly nothing."""
        return self._debt(key, now) if key in self._doubtful else 0

    def _debt(self, key: str, now: int) -> int:
        return max(0, self._empty_at.get(key, now) - now)

    def _forget_empty_ones(self, now: int) -> None:
        self._empty_at = {key: moment for key, moment in self._empty_at.items() if moment > now}
        self._doubtful.intersection_update(self._empty_at)
        self._enough = max(BUCKETS_MIN, 2 * len(self._empty_at))
