"""Market time, as far as this process has heard."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from events import MarketClock
from vocabulary import ClockState

SILENCE_SECONDS = 5.0
"""The clock is told every second. When it was not for so long, nobody knows that it still goes."""

_SECOND = timedelta(seconds=1)
_GOES_ON = frozenset({ClockState.LIVE, ClockState.REPLAY})


class MarketTime:
    """The newest MARKET_CLOCK, and what has passed since at its speed.

    It stands while the market is paused, and where ticks come as fast as they can, until the next
    clock. A clock that was taken back takes this one back too.
    """

    def __init__(self, wall: Callable[[], float] = monotonic) -> None:
        self._wall = wall
        self._clock: MarketClock | None = None
        self._heard_at = 0.0

    @property
    def clock(self) -> MarketClock | None:
        """What was heard last; ``None`` before anything was."""
        return self._clock

    def hear(self, clock: MarketClock) -> None:
        """Go by a newer clock."""
        self._clock, self._heard_at = clock, self._wall()

    def now(self) -> datetime | None:
        """What time it is on the market; ``None`` before the first clock."""
        clock = self._clock
        if clock is None or clock.speed is None or clock.state not in _GOES_ON:
            return clock and clock.time
        passed = min(self._wall() - self._heard_at, SILENCE_SECONDS)
        return clock.time + passed * clock.speed * _SECOND
