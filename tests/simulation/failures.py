"""How a simulated database says that something went wrong: as SQLAlchemy and the driver do."""

from sqlalchemy import exc


class SqlState(Exception):
    """What the server says is wrong."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def broken_key(what: str) -> exc.IntegrityError:
    """A row that is there already."""
    return exc.IntegrityError(what, None, SqlState("23505"))


def failed(sqlstate: str, *, is_lost: bool = False) -> exc.DBAPIError:
    """A statement that failed, and perhaps its session with it."""
    return exc.DBAPIError("simulated", None, SqlState(sqlstate), connection_invalidated=is_lost)
