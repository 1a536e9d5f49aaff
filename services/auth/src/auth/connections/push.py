"""Opens what notifies devices when the process starts, and keeps it going."""

from collections.abc import AsyncGenerator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from logging import getLogger

from sqlalchemy.exc import SQLAlchemyError

from auth.connections.hearing import Hearing
from auth.connections.push_services import PushServices
from auth.connections.sending import Sending
from auth.connections.vapid import Sender
from chassis.transaction import Database
from chassis.works import Running

NEWS_INTERVAL_SECONDS = 1.0
"""How often it is read who is notified of which accounts, by all replicas."""

logger = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Push:
    """What requests need of it."""

    public_key: str
    origins: Collection[str]
    hearing: Hearing

    async def refresh(self, database: Database) -> None:
        """Hear of somebody new at once; if that fails, within a second or two."""
        try:
            await self.hearing.load(database)
        except (SQLAlchemyError, OSError) as error:
            logger.warning("who is notified was not read: %s", type(error).__name__)


@asynccontextmanager
async def open_push(
    sender: Sender,
    origins: Collection[str],
    clock: Callable[[], datetime],
    running: Running,
) -> AsyncGenerator[Mapping[str, object]]:
    """Hear and send, within the block."""
    async with PushServices.open(sender, origins) as services:
        sending = Sending(services, clock)
        hearing = Hearing(clock, sending.wake)
        push = Push(sender.public_key, origins, hearing)
        await hearing.load(running.database)
        running.spawn(hearing.listen(running.bus, running.database), "news")
        running.spawn(sending.work(running.database), "push")
        load = partial(hearing.load, running.database)
        running.every(NEWS_INTERVAL_SECONDS, load, "who is notified")
        yield {"push": push}
