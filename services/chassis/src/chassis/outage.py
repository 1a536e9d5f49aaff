"""Tell a database that is away, or has a bad moment, from an event or a command at fault."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import exc

AWAY = ("08", "25006", "53", "57P", "58")
"""Classes of SQLSTATE: no connection, read-only, no resources, shutting down, system error."""
MOMENTARY = ("40001", "40P01", "55P03", "57014")
"""It could not be serialized, was the victim of a deadlock, or waited too long: for a lock, or at
all. A disk that stalls does that to whatever comes along."""
SETBACKS_MAX = 5


class Doubt:
    """Whether trouble of the moment is still that, or the fault of what is being done.

    It is an outage at first: let go, and begin again later. But one statement that takes too long
    each time would keep its partition waiting for ever, and everything else on it: the broker
    counts vain deliveries, and after twenty gives up on all that came with it, bad or good. So
    after ``SETBACKS_MAX`` in a row it is looked for, by halves, and parked like any other.

    That is sound because the runner proves, before it spends a delivery on another vain try, that a
    row can be committed: a server that is stuck does not count, only work that fails on one that is
    not. And five leave room for another process that takes over and begins to count anew.
    """

    def __init__(self) -> None:
        self._setbacks = 0

    @contextmanager
    def weighing(self) -> Generator[None]:
        """Count what ends the block; a block that ends well clears all doubt."""
        try:
            yield
        except Exception as error:
            self._setbacks += is_momentary(error)
            raise
        self._setbacks = 0

    def is_outage(self, error: Exception) -> bool:
        """Whether to let go and begin again, rather than to look for what is at fault."""
        suspicious = self._setbacks >= SETBACKS_MAX and is_momentary(error)
        return is_outage(error) and not suspicious


def is_outage(error: Exception) -> bool:
    """Whether trying the same again later may succeed, because nothing was wrong with it."""
    if not isinstance(error, exc.DBAPIError):
        return isinstance(error, (OSError, exc.TimeoutError, exc.PendingRollbackError))
    return error.connection_invalidated or _state(error).startswith((*AWAY, *MOMENTARY))


def is_momentary(error: Exception) -> bool:
    """Whether the server is there and works, and only this did not get through."""
    return isinstance(error, exc.DBAPIError) and _state(error) in MOMENTARY


def _state(error: exc.DBAPIError) -> str:
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state or ""
