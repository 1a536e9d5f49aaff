"""A clock that moves when told to."""

from datetime import UTC, datetime


class StoppedClock:
    """It shows the moment at which it was made until ``time`` is set to another."""

    def __init__(self) -> None:
        self.time = datetime.now(UTC)

    def __call__(self) -> datetime:
        """What it shows."""
        return self.time
