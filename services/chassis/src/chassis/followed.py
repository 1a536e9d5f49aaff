"""The states of a partition that follow the tape: told, and stored together with what they heard.

They live in memory. What the database has of them is as old as the last transaction, so the tape is
kept in memory, too, from the strip on with which one can begin knowing nothing: after a transaction
that failed, what was changed is loaded again and told what it has missed.
"""

from collections import deque
from collections.abc import Sequence
from logging import getLogger
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from bus.envelope import Envelope
from bus.interface import Subscription
from bus.tape import Bookmark, Strip
from chassis import metrics
from chassis.batches import Batches
from chassis.consumer import Consumer, Follower, Progress
from chassis.outage import Doubt
from chassis.states import States
from chassis.tracing import tracing
from chassis.transaction import Database, Transaction

State = TypeVar("State")

TOLD_MAX = 10_000
"""So many strips are kept where none says how everything stands."""
TAKE_YOUR_TIME = "set local idle_in_transaction_session_timeout = 0"
"""There may be a lot to do between what is loaded and what is stored."""

logger = getLogger(__name__)


class Followed(States[State]):
    """States that a follower keeps; events are handled between two strips of the tape."""

    def __init__(self, consumer: Consumer[State], follower: Follower) -> None:
        super().__init__(consumer)
        self._follower = follower
        self._told: deque[Strip] = deque()
        self._stored: Progress | None = None
        self._is_forgotten = False

    @property
    def is_behind(self) -> bool:
        """Whether the tape is read again, up to where it was when it was stored last."""
        stored = self._stored
        return stored is not None and not (self._told and self._told[-1].offset >= stored.offset)

    @property
    def time(self) -> int | None:
        """Market time as far as the tape was told, in microseconds; ``None`` before it was."""
        return self._told[-1].written.time if self._told else None

    async def load(self, connection: AsyncConnection) -> Bookmark | None:
        """Begin with what is stored; return where to read on, or ``None`` for the beginning."""
        self._told.clear()
        self._is_forgotten = False
        await connection.execute(text(TAKE_YOUR_TIME))
        self._stored = await self._follower.load(connection)
        return None if self._stored is None else self._stored.start

    def is_new(self, strip: Strip) -> bool:
        """Whether a strip was never told before, also not by somebody else."""
        return strip.is_torn or self._stored is None or strip.offset > self._stored.offset

    def tell(self, strip: Strip) -> None:
        """Let the states hear a strip of the tape."""
        if strip.is_torn:
            self._told.clear()  # what was before does not lead here
            self._stored = None
        self._told.append(strip)
        if len(self._told) > TOLD_MAX:
            self._told.popleft()
        self._follower.tell(strip)

    async def restore(self, connection: AsyncConnection) -> None:
        """Bring back what a failure has spoilt."""
        if self._is_forgotten or self._follower.is_spoilt:
            await connection.execute(text(TAKE_YOUR_TIME))
            await self._follower.restore(connection, self._told)
            self._is_forgotten = False

    async def save(self, tx: Transaction) -> None:
        """Store all that has changed, and how far the tape was told."""
        await self._follower.save(tx, self._progress(), self._follower.changed)

    async def save_apart(self, tx: Transaction) -> None:
        """Store all that has changed and can be stored; give up what cannot."""
        for key in self._follower.changed:
            try:
                async with tx.connection.begin_nested():
                    await self._follower.save(tx, None, [key])
            except Exception as error:
                if Doubt().is_outage(error):
                    raise
                logger.exception("%s cannot be stored, and is left alone", key)
                metrics.GIVEN_UP.labels(tx.actor).inc()
                self._follower.give_up(key, error)
        await self._follower.save(tx, self._progress(), ())

    @override
    def forget(self) -> None:
        super().forget()
        self._is_forgotten = True

    @override
    def committed(self) -> None:
        if (progress := self._progress()) is not None:
            self._stored = progress
            while self._told[0].bookmark != progress.start:
                self._told.popleft()
        self._follower.saved()

    @override
    async def fold(self, tx: Transaction, envelopes: Sequence[Envelope[Any]]) -> None:
        await self.restore(tx.connection)
        await self._follower.prepare(tx.connection, envelopes)
        for envelope in envelopes:
            with tracing.handling(f"handle {envelope.type}", envelope.traceparent):
                self._follower.receive(envelope)
        await self.save(tx)

    def _progress(self) -> Progress | None:
        """What is to be stored of how far the tape was told; nothing while it is read again."""
        if self.is_behind or not self._told:
            return None
        whole = (strip for strip in reversed(self._told) if strip.written.complete)
        last = self._told[-1]
        return Progress(next(whole, self._told[0]).bookmark, last.offset, last.written.time)


class TapeBatches(Batches[State]):
    """Batches of one partition that follows the tape."""

    def __init__(self, consumer: Consumer[State], where: Subscription, database: Database) -> None:
        assert consumer.follow is not None  # noqa: S101  # it follows
        self.follower = consumer.follow(where)
        self.followed = Followed(consumer, self.follower)
        self._store_doubt = Doubt()
        super().__init__(consumer, where, database, self.followed)

    async def load(self, connection: AsyncConnection) -> Bookmark | None:
        """Begin with what is stored; return where to read the tape, or ``None`` for all of it."""
        async with self._database.transaction(connection):
            return await self.followed.load(connection)

    async def restore(self, connection: AsyncConnection) -> None:
        """Bring back what was spoilt by what the tape has told."""
        if self.follower.is_spoilt:
            async with self._database.transaction(connection):
                await self.followed.restore(connection)

    async def store(self, connection: AsyncConnection) -> None:
        """Store what the tape has changed; what cannot be stored does not keep the rest from it."""
        with self._store_doubt.weighing():
            try:
                async with self._database.transaction(connection, self._consumer) as tx:
                    await self.followed.restore(connection)
                    await self.followed.save(tx)
            except Exception as error:
                self.followed.forget()
                metrics.FAILED.labels(self._consumer).inc()
                if self._store_doubt.is_outage(error):
                    raise
                logger.exception("%s: what the tape has changed is stored apart", self._name)
                async with self._database.transaction(connection, self._consumer) as tx:
                    await self.followed.restore(connection)
                    await self.followed.save_apart(tx)
        self.followed.committed()

    @override
    async def _recover(self, connection: AsyncConnection) -> None:
        """No event is to blame for what the tape has brought: that is stored first."""
        await self.store(connection)
