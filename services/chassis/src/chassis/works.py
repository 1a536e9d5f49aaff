"""What a running process consists of, and how its parts are watched."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from logging import getLogger
from typing import Any

from sqlalchemy import Pool, QueuePool

from bus import inbox
from bus.interface import Bus
from chassis import metrics
from chassis.commands import Commands
from chassis.health import Health
from chassis.outage import is_outage
from chassis.prices import Prices
from chassis.security import TokenVerifier
from chassis.settings import ServiceSettings
from chassis.transaction import Database

MORE_CONNECTIONS = 10
"""So many more than its size a pool of SQLAlchemy opens when it has to, unless told otherwise."""
logger = getLogger(__name__)


class Died(Exception):
    """A part of the process ended by itself, so the process ended too."""


def stop_process() -> None:
    """Have the process stop as if it was told to from outside."""
    os.kill(os.getpid(), signal.SIGTERM)


@dataclass
class Running:
    """The parts of a process at work. ``database`` is missing where a process owns no data."""

    settings: ServiceSettings
    bus: Bus
    tokens: TokenVerifier
    prices: Prices
    health: Health = field(default_factory=Health)
    own_database: Database | None = None
    own_commands: Commands | None = None
    stop: Callable[[], None] = stop_process
    """What happens when a part has died."""
    died: list[BaseException] = field(default_factory=list[BaseException])
    _gauges: list[Callable[[Prices], None]] = field(default_factory=list[Callable[[Prices], None]])
    _tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    @property
    def database(self) -> Database:
        """The service's own database.

        Raises:
            LookupError: the process owns no data.
        """
        if self.own_database is None:
            raise LookupError(f"{self.settings.service_name} has no database")
        return self.own_database

    @property
    def commands(self) -> Commands:
        """The group commit of the service's own database.

        Raises:
            LookupError: the process owns no data.
        """
        if self.own_commands is None:
            raise LookupError(f"{self.settings.service_name} has no database")
        return self.own_commands

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Run ``work`` in the background. If it dies, so does the process."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def every(
        self, seconds: float, work: Callable[[], Awaitable[object]], name: str
    ) -> asyncio.Task[None]:
        """Do ``work`` after so many seconds each time. While a server is away it waits for it."""
        return self.spawn(_repeat(seconds, work, name), name)

    def watch(self, observe: Callable[[Prices], None]) -> None:
        """Let ``observe`` bring a gauge up to date when somebody looks; it sees the prices."""
        self._gauges.append(observe)

    async def observe(self) -> None:
        """Bring the gauges up to date that are counted only when somebody looks."""
        for observe in self._gauges:
            observe(self.prices)
        if self.own_database is None:
            return
        _count_connections(self.database.engine.pool)
        metrics.OUTBOX_DEPTH.set(await self.database.outbox.depth())
        metrics.OUTBOX_AGE_SECONDS.set(await self.database.outbox.age_seconds())
        async with self.database.engine.connect() as connection:
            metrics.PARKED_WAITING.set(await inbox.count_parked(connection))

    async def stop_tasks(self) -> None:
        """Cancel what was spawned and wait for it."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled():  # a connection that dies may do that; whoever means it asks the task
            error = None if task.cancelling() else Died("cancelled, but by nobody")
        else:
            error = task.exception()
        if error is None:
            return
        logger.critical("%s died; stopping the process", task.get_name(), exc_info=error)
        self.died.append(error)
        self.stop()


async def _repeat(seconds: float, work: Callable[[], Awaitable[object]], name: str) -> None:
    failures = 0
    while True:
        await asyncio.sleep(seconds)
        try:
            await work()
        except Exception as error:
            if not is_outage(error):
                raise
            failures += 1
            if failures == 1:
                logger.warning("%s: tried again until a server is back: %s", name, error)
        else:
            failures = 0


def _count_connections(pool: Pool) -> None:
    """``used`` are out of the pool; at ``most`` so many can be."""
    if isinstance(pool, QueuePool):  # tests have others
        used = pool.checkedout()
        metrics.POOL.labels("used").set(used)
        metrics.POOL.labels("idle").set(pool.checkedin())
        metrics.POOL.labels("most").set(pool.size() + MORE_CONNECTIONS)


Work = Callable[[Running], AbstractAsyncContextManager[Mapping[str, object]]]
"""Opens a resource of one service; what it yields is reachable as ``request.state.<name>``."""
