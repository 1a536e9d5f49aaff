"""How a connection to a vendor is doing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HealthState(StrEnum):
    """What can be said of a connection, from the best to the worst."""

    LIVE = "live"
    """It tells."""
    CONNECTING = "connecting"
    """It was never there yet."""
    STALE = "stale"
    """It was there, and said nothing, while the market was open: it is made anew."""
    DOWN = "down"
    """It broke, or was refused: it is tried again."""


_FROM_BEST_TO_WORST = list(HealthState)


@dataclass(frozen=True, slots=True)
class Health:
    """One connection. ``since`` is wall time; ``last_error`` stays after it was overcome."""

    line: str
    state: HealthState
    since: datetime
    reconnects: int = 0
    last_error: str | None = None


def worst(lines: Sequence[Health]) -> HealthState:
    """What can be said of all of them together; there is at least one."""
    return max((one.state for one in lines), key=_FROM_BEST_TO_WORST.index)
