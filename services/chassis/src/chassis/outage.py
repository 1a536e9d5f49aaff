"""Tell a database that is away from an event or a command that is at fault."""

from sqlalchemy import exc

NOT_OUR_FAULT = ("08", "25006", "53", "57P", "58")
"""Classes of SQLSTATE: no connection, read-only, no resources, shutting down, system error."""


def is_outage(error: Exception) -> bool:
    """Whether trying the same again later may succeed, because nothing was wrong with it."""
    if not isinstance(error, exc.DBAPIError):
        return isinstance(error, (OSError, exc.TimeoutError, exc.PendingRollbackError))
    state: str | None = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or (state or "").startswith(NOT_OUR_FAULT)
