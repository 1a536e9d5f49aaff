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
    everything up to that time. On the way to its ``target`` it goes at full speed, and then does
    what it did before.
    """

    def __init__(self, running: ClockState, start: datetime, speed: float, wall: float) -> None:
        self.speed = speed
        self.target: datetime | None = None
        self._running = running
        self._state = running
        self._market, self._wall = start, wall
        self._held_at = _END_OF_TIME

    @property
    def state(self) -> ClockState:
        """What market time is doing."""
        return self._state if self.target is None else self._running

    @property
    def pace(self) -> float:
        """Market seconds per second at this moment, if it is running."""
        return self.speed if self.target is None else FULL_SPEED

    def now(self, wall: float) -> datetime:
        """Market time."""
        if self.state is not self._running or self.pace == FULL_SPEED:
            return self._market
        return min(self._held_at, self._market + self._passed(wall))

    def horizon(self, wall: float) -> datetime:
        """Ticks up to this time are due."""
        if self.target is not None:
            return self.target
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

    def hold(self, time: datetime, wall: float) -> None:
        """Do not pass ``time``, that of the next tick, until told to."""
        self._held_at = time
        if self.target is not None and self.target < time:  # all that was due by then is out
            self._market, self._wall = self.target, wall
            self.target = None

    def release(self) -> None:
        """Everything known is delivered; go on as fast as you should."""
        self._held_at = _END_OF_TIME

    def delivered(self, time: datetime, wall: float) -> None:
        """Everything up to ``time`` is out; hold there.

        At full speed that is what makes time go. At any other, a delivery that cannot keep up
        would let the clock run away from it for ever; far behind, the clock starts again from it.
        """
        self._held_at = time
        if self.pace == FULL_SPEED or self._is_behind(time, wall):
            self._market, self._wall = max(time, self._market), wall

    def play(self, wall: float) -> None:
        """Go on.

        Raises:
            AlreadyEnded: there is nothing left to play.
        """
        self._stand_still(wall)
        self._state = self._running

    def pause(self, wall: float) -> None:
        """Stop until told to go on.

        Raises:
            AlreadyEnded: it has stopped for good.
        """
        self._stand_still(wall)
        self.target = None
        self._state = ClockState.PAUSED

    def run_at(self, speed: float, wall: float) -> None:
        """From now on go at ``speed`` market seconds per second.

        Raises:
            AlreadyEnded: there is nothing left to play.
        """
        self._stand_still(wall)
        self.speed = speed

    def go_to(self, target: datetime, wall: float) -> None:
        """Go to a time that is not over as fast as ticks can be delivered.

        Raises:
            AlreadyEnded: there is nothing left to play.
        """
        self._stand_still(wall)
        self.target = max(target, self._market)

    def begin_anew(self, start: datetime, target: datetime, wall: float) -> None:
        """Go back to ``start``, and from there to ``target``, even after the end."""
        if self._state is ClockState.ENDED:
            self._state = self._running
        self._market, self._wall = start, wall
        self._held_at = start
        self.target = max(target, start)

    def end(self, wall: float) -> None:
        """Stop for good."""
        self._stand_still(wall)
        self.target = None
        self._state = ClockState.ENDED

    def _stand_still(self, wall: float) -> None:
        if self._state is ClockState.ENDED:
            raise AlreadyEnded("the feed has ended; start it again to play it again")
        self._market, self._wall = self.now(wall), wall

    def _is_behind(self, time: datetime, wall: float) -> bool:
        allowed = LAG_SECONDS_MAX * self.speed * _SECOND
        return self._market + self._passed(wall) - time > allowed

    def _passed(self, wall: float) -> timedelta:
        return (wall - self._wall) * self.speed * _SECOND
