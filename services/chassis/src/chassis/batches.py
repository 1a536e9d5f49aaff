"""What has arrived on one partition becomes transactions; what cannot be handled is put aside."""

import asyncio
from collections.abc import Sequence, Set
from logging import getLogger
from typing import Any, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bus import inbox
from bus.envelope import Envelope, Origin
from bus.inbox import Parked, Waiting
from bus.interface import Subscription
from chassis import context, metrics
from chassis.consumer import Consumer
from chassis.measure import Measure
from chassis.outage import Doubt
from chassis.states import States
from chassis.transaction import Database
from events import Event

State = TypeVar("State")

TRIES = 3
PAUSE_SECONDS = 0.1

logger = getLogger(__name__)


class Batches(Generic[State]):
    """Handles events of one partition, together where that works.

    A batch that fails is halved until the event at fault stands alone. After ``TRIES`` tries that
    one is parked, later events of its key behind it; everything else goes on. Only a database that
    is away, or has a bad moment, ends this with an error: nobody knows then what was committed, but
    the inbox will.
    """

    def __init__(
        self,
        consumer: Consumer[State],
        where: Subscription,
        database: Database,
        states: States[State] | None = None,
    ) -> None:
        self.committed = 0
        """How many transactions with events."""
        self._where = where
        self._consumer = where.consumer
        self._name = f"{where.consumer}.{where.partition}"
        self._states = states or States(consumer)
        self._measure = Measure(where.consumer)
        self._database = database
        # each has its own, or the one that goes well would clear the other of all doubt
        self._doubt, self._price_doubt, self._redrive_doubt = Doubt(), Doubt(), Doubt()

    def forget(self) -> None:
        """Load every state again: somebody else may have been active."""
        self._states.forget()

    def key_of(self, event: Event) -> object:
        """Which state the event concerns."""
        return self._states.key_of(event)

    async def show_prices(self, connection: AsyncConnection, prices: Sequence[Event]) -> None:
        """Show all at once; if that fails, by halves, until the one at fault stands alone."""
        with self._price_doubt.weighing():
            await self._show_prices(connection, prices)

    async def handle(self, connection: AsyncConnection, envelopes: Sequence[Envelope[Any]]) -> None:
        """Handle all at once; if that fails, by halves, until the one at fault stands alone."""
        with self._doubt.weighing():
            await self._handle(connection, envelopes)

    async def redrive(self, connection: AsyncConnection) -> None:
        """Try parked events again that somebody asked for, each in a transaction of its own."""
        async with self._database.transaction(connection):
            waiting = await inbox.to_redrive(connection, self._where)
        failed: set[str] = set()
        with self._redrive_doubt.weighing():
            for one in waiting:
                if one.key not in failed and not await self._redriven(connection, one):
                    failed.add(one.key)

    async def _show_prices(self, connection: AsyncConnection, prices: Sequence[Event]) -> None:
        try:
            async with self._database.transaction(connection, self._consumer) as tx:
                await self._states.show_prices(tx, prices)
        except Exception as error:
            self._states.forget()
            if self._price_doubt.is_outage(error):
                raise
            if middle := len(prices) // 2:
                await self._show_prices(connection, prices[:middle])
                await self._show_prices(connection, prices[middle:])
                return
            self._states.disregard(prices[0])
            logger.exception("%s: a price had no effect", self._name)

    async def _handle(
        self, connection: AsyncConnection, envelopes: Sequence[Envelope[Any]]
    ) -> None:
        error = await self._attempt(connection, envelopes)
        if error is None:
            return
        if middle := len(envelopes) // 2:
            await self._handle(connection, envelopes[:middle])
            await self._handle(connection, envelopes[middle:])
            return
        for _ in range(TRIES - 1):
            await asyncio.sleep(PAUSE_SECONDS)
            error = await self._attempt(connection, envelopes)
            if error is None:
                return
        [one] = envelopes
        with context.within(Origin(one.correlationid, one.traceparent)):
            logger.error("%s: parking %s", self._name, one.id, exc_info=error)
        await self._commit(connection, envelopes, at_fault=repr(error))

    async def _attempt(
        self, connection: AsyncConnection, envelopes: Sequence[Envelope[Any]]
    ) -> Exception | None:
        """Commit, or return what went wrong."""
        try:
            await self._commit(connection, envelopes)
        except Exception as error:
            self._states.forget()
            metrics.FAILED.labels(self._consumer).inc()
            if self._doubt.is_outage(error):
                raise
            await self._recover(connection)
            return error
        return None

    async def _recover(self, connection: AsyncConnection) -> None:
        """Get ready to try again, after a batch that failed through no fault of the database."""

    async def _commit(
        self, connection: AsyncConnection, envelopes: Sequence[Envelope[Any]], at_fault: str = ""
    ) -> None:
        """Handle all in one transaction; with ``at_fault``, park the one envelope instead."""
        with self._measure.batch(envelopes):
            async with self._database.transaction(connection, self._consumer) as tx:
                taken = await inbox.take(connection, self._consumer, envelopes)
                fresh, aside = taken.fresh, list[Parked]()
                if at_fault or taken.blocked:
                    fresh, aside = self._set_aside(fresh, taken.blocked, at_fault)
                if fresh:
                    await self._states.fold(tx, fresh)
                await inbox.park(connection, self._consumer, aside)
        self._states.committed()
        self.committed += 1
        self._measure.count(len(fresh), len(aside))

    def _set_aside(
        self, fresh: Sequence[Envelope[Any]], blocked: Set[str], at_fault: str
    ) -> tuple[list[Envelope[Any]], list[Parked]]:
        todo: list[Envelope[Any]] = []
        aside: list[Parked] = []
        for envelope in fresh:
            key = self._key_of(envelope)
            if at_fault:
                aside.append(Parked(envelope, key, at_fault, TRIES))
            elif key in blocked:
                aside.append(Parked(envelope, key, "an earlier event of its key is parked"))
            else:
                todo.append(envelope)
        return todo, aside

    def _key_of(self, envelope: Envelope[Any]) -> str:
        try:
            key = str(self._states.key_of(envelope.data))
        except AttributeError:  # no event of ours: a binding is left over from another version
            key = envelope.subject
        return key.replace("\0", "\N{REPLACEMENT CHARACTER}")  # PostgreSQL stores no NUL

    async def _redriven(self, connection: AsyncConnection, one: Waiting) -> bool:
        try:
            async with self._database.transaction(connection, self._consumer) as tx:
                if await inbox.unpark(connection, one):
                    await self._states.fold(tx, [one.envelope()])
            self._states.committed()
        except Exception as error:
            self._states.forget()
            if self._redrive_doubt.is_outage(error):
                raise
            async with self._database.transaction(connection):
                await inbox.park_again(connection, self._consumer, one, repr(error))
            return False
        self._measure.count(1)
        return True
