"""Market time: where it stands, how fast it goes, and who may look at it."""

from datetime import UTC, datetime, timedelta
from math import inf

from vocabulary import ClockState

FULL_SPEED = inf
"""Market time goes as fast as ticks can be delivered."""
LAG_SECONDS_MAX = 1.0
"""Seconds by which delivery may fall behind before the clock waits for it."""

_SECOND = timedelta(seconds=1)
_MICROSECOND = 1e-6
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


class AlreadyEnded(Exception):
    """The feed is at its end; there is no time left to play."""


class Clock:
    """Market time as a function of the seconds of a wall clock, which is handed in.

    It never passes a tick that is known but not delivered: whoever reads the clock has been told
    everything up to that time.
    """

    def __init__(self, running: ClockState, start: datetime, speed: float, wall: float) -> None:
        self.state = running
        self.speed = speed
        self._running = running
        self._market, self._wall = start, wall
        self._held_at = _END_OF_TIME

    def now(self, wall: float) -> datetime:
        """Market time."""
        if self.state is not self._running or self.speed == FULL_SPEED:
            return self._market
        return min(self._held_at, self._market + self._passed(wall))

    def horizon(self, wall: float) -> datetime:
        """Ticks up to this time are due."""
        if self.state is self._running and self.speed == FULL_SPEED:
            return _END_OF_TIME
        return self.now(wall)

    def seconds_until(self, time: datetime, wall: float) -> float:
        """How long until ``time`` is due, in seconds of the wall clock; for ever while stopped."""
        if time <= self.horizon(wall):
            return 0
        if self.state is not self._running:
            return inf
        seconds = (time - self._market).total_seconds() / self.speed - (wall - self._wall)
        return max(seconds, _MICROSECOND)

    def hold(self, time: datetime) -> None:
        """Do not pass ``time``, that of the next tick, until told to."""
        self._held_at = time

    def release(self) -> None:
        """Everything known is delivered; go on as fast as you should."""
        self._held_at = _END_OF_TIME

    def delivered(self, time: datetime, wall: float) -> None:
        """Everything up to ``time`` is out; hold there.

        At full speed that is what makes time go. At any other, a delivery that cannot keep up
        would let the clock run away from it for ever; far behind, the clock starts again from it.
        """
        self._held_at = time
        if self.speed == FULL_SPEED or self._is_behind(time, wall):
            self._market, self._wall = max(time, self._market), wall

    def play(self, wall: float) -> None:
        """Go on.

        Raises:
            AlreadyEnded: there is nothing left to play.
        """
        self._stand_still(wall)
        self.state = self._running

    def pause(self, wall: float) -> None:
        """Stop until told to go on.

        Raises:
            AlreadyEnded: it has stopped for good.
        """
        self._stand_still(wall)
        self.state = ClockState.PAUSED

    def run_at(self, speed: float, wall: float) -> None:
        """From now on go at ``speed`` market seconds per second.

        Raises:
            AlreadyEnded: there is nothing left to play.
        """
        self._stand_still(wall)
        self.speed = speed

    def end(self, wall: float) -> None:
        """Stop for good."""
        self._stand_still(wall)
        self.state = ClockState.ENDED

    def _stand_still(self, wall: float) -> None:
        if self.state is ClockState.ENDED:
            raise AlreadyEnded("the feed has ended; start it again to play it again")
        self._market, self._wall = self.now(wall), wall

    def _is_behind(self, time: datetime, wall: float) -> bool:
        allowed = LAG_SECONDS_MAX * self.speed * _SECOND
        return self._market + self._passed(wall) - time > allowed

    def _passed(self, wall: float) -> timedelta:
        return (wall - self._wall) * self.speed * _SECOND
