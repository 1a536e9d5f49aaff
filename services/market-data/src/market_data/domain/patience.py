"""How long to wait: before the next try, and for an answer of a vendor who counts."""

from dataclasses import dataclass

_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Backoff:
    """Ever longer pauses between tries, in seconds, so that nobody hammers at a closed door."""

    first: float
    longest: float

    def pause(self, failures: int, draw: float) -> float:
        """Seconds to wait after so many failures in a row, at least one.

        ``draw`` is from 0 to 1 and spreads the upper half of the pause, so that many who lost the
        same vendor do not come back at the same moment.
        """
        doublings = min(failures - 1, 32)
        whole = min(self.longest, self.first * 2**doublings)
        return whole * (1 + draw) / 2


class Allowance:
    """How many requests a vendor still takes: a bucket that fills up again evenly.

    Times are seconds of any clock that never goes back. What the vendor says itself is believed.
    """

    def __init__(self, per_minute: float, now: float) -> None:
        self._size = per_minute
        self._left = per_minute
        self._as_of = now
        self._closed_until = now

    def wait(self, now: float) -> float:
        """Seconds until the next request may be made; 0 if that is now."""
        self._fill(now)
        filling = max(0.0, 1 - self._left) * _MINUTE / self._size
        return max(filling, self._closed_until - now, 0.0)

    def take(self, now: float) -> None:
        """One request is made."""
        self._fill(now)
        self._left -= 1

    def told(self, limit: float, left: float, now: float) -> None:
        """The vendor says how many requests a minute it takes, and how many of them are left."""
        self._size = max(limit, 1.0)
        self._left, self._as_of = min(left, self._size), now

    def refused(self, retry_after: float, now: float) -> None:
        """The vendor wants no requests for so many seconds."""
        self._left, self._as_of = min(self._left, 1.0), now
        self._closed_until = now + retry_after

    def _fill(self, now: float) -> None:
        gained = (now - self._as_of) * self._size / _MINUTE
        self._left, self._as_of = min(self._size, self._left + gained), now
