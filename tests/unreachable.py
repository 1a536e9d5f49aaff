"""A database that nobody reaches for a while."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine


@contextmanager
def unreachable(engine: AsyncEngine) -> Generator[None]:
    """Whoever wants a connection within the block is refused one, as if the server was away."""

    def refuse(*_: object) -> None:
        raise ConnectionRefusedError("nobody answers")

    event.listen(engine.sync_engine, "checkout", refuse)
    try:
        yield
    finally:
        event.remove(engine.sync_engine, "checkout", refuse)
