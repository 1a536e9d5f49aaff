"""Keeps the rulebook of a process up to date with what is stored.

Whoever changes it here sees it at once; changes by other replicas are seen within a second.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from chassis.transaction import Database
from chassis.works import Running
from risk.domain.rulebook import Rulebook
from risk.repository.rulebook import read_rulebook

LOOK_SECONDS = 1.0


class Following:
    """The rulebook that all accounts of the process share, and where it is stored."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._reading = asyncio.Lock()

    async def read(self, database: Database) -> None:
        """Go by what is stored now; one at a time, or what was read first might be known last."""
        async with self._reading, database.engine.connect() as connection:
            await read_rulebook(connection, self.rulebook)

    @asynccontextmanager
    async def at_work(self, running: Running) -> AsyncGenerator[Mapping[str, object]]:
        """Know the rules before the first order comes, and follow them within the block."""
        await self.read(running.database)
        running.every(LOOK_SECONDS, partial(self.read, running.database), "rulebook")
        yield {"following": self}
