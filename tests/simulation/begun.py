"""The block of a transaction, which is committed or undone at its end."""

from collections.abc import Generator
from typing import Any, Protocol, Self


class Undecided(Protocol):
    """A session, as far as the end of a transaction is concerned."""

    def open(self) -> None:
        """Begin."""
        ...

    async def commit(self) -> None:
        """Let everybody see what was done."""
        ...

    def roll_back(self) -> None:
        """Undo everything."""
        ...


class Begun:
    """A transaction that has begun, or is about to."""

    def __init__(self, session: Undecided) -> None:
        self._session = session

    def __await__(self) -> Generator[Any, Any, Self]:
        self._session.open()
        yield from ()
        return self

    async def __aenter__(self) -> Self:
        self._session.open()
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                await self._session.commit()
        finally:
            self._session.roll_back()
