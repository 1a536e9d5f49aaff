"""The states of one partition in memory, and how events change them."""

from collections.abc import Collection, Hashable, Iterable, Sequence, Set
from typing import Any, Generic, TypeVar

from opentelemetry.trace import SpanKind
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.envelope import Envelope, first
from chassis.consumer import Consumer
from chassis.tracing import tracing
from chassis.transaction import Transaction
from events import Event

State = TypeVar("State")

KEPT_MAX = 50_000


class States(Generic[State]):
    """Loads states, folds events into them, and saves them, in the transaction it is given.

    A state that was just loaded is first shown the newest price of its key, so that nobody can
    tell it from one that was never away.
    """

    def __init__(self, consumer: Consumer[State]) -> None:
        self._consumer = consumer
        self._repository = consumer.repository
        self._states: dict[Hashable, State] = {}
        self._latest: dict[Hashable, Event] = {}

    def forget(self) -> None:
        """Load everything again: a transaction failed, or somebody else may have been active."""
        self._states.clear()

    def committed(self) -> None:
        """What was folded last is stored for good."""

    def key_of(self, event: Event) -> Hashable:
        """Which state the event concerns."""
        return self._consumer.handlers.key_of(event)

    def disregard(self, price: Event) -> None:
        """Do not show this price again."""
        key = self.key_of(price)
        if self._latest.get(key) is price:
            del self._latest[key]

    async def fold(self, tx: Transaction, envelopes: Sequence[Envelope[Any]]) -> None:
        """Handle domain events in order of arrival; save what changed, publish their effects."""
        receive = self._consumer.handlers.receive
        keys = {self.key_of(envelope.data) for envelope in envelopes}
        self._show_newest(tx, await self._load(tx, keys))
        for envelope in envelopes:
            state = self._states[self.key_of(envelope.data)]
            if tracing.on:
                self._handle_traced(tx, state, envelope)
                continue
            for number, event in enumerate(receive(state, envelope)):
                tx.publish_effect(event, envelope, number)
        await self._save(tx.connection, keys)

    async def show_prices(self, tx: Transaction, prices: Collection[Event]) -> None:
        """Handle market events: no inbox remembers them, and most change nothing that is saved."""
        newest = {self.key_of(price): price for price in prices}
        self._latest |= newest
        await self._load(tx, newest.keys())
        if touched := self._show_newest(tx, newest.keys()):
            await self._save(tx.connection, touched)

    def _handle_traced(self, tx: Transaction, state: State, envelope: Envelope[Any]) -> None:
        name = f"handle {envelope.type}"
        with tracing.span(name, SpanKind.CONSUMER, envelope.traceparent) as traceparent:
            effects = list(self._consumer.handlers.receive(state, envelope))
        for number, event in enumerate(effects):
            tx.publish_effect(event, envelope, number, traceparent)

    def _show_newest(self, tx: Transaction, keys: Set[Hashable]) -> set[Hashable]:
        """Show each state the newest price of its key; return the keys where that had an effect."""
        return {
            key
            for key in keys & self._latest.keys()
            if self._show(tx, self._states[key], self._latest[key])
        }

    def _show(self, tx: Transaction, state: State, price: Event) -> bool:
        """Whether the price had any effect. Each effect of one price shares its correlation id."""
        effects: Iterable[Event] = self._consumer.handlers.handle(state, price)
        cause: Envelope[Event] | None = None
        for number, event in enumerate(effects):
            cause = cause or first(price, price.owner)
            tx.publish_effect(event, cause, number)
        return cause is not None

    async def _load(self, tx: Transaction, keys: Set[Hashable]) -> Set[Hashable]:
        """Have the states of ``keys`` in memory; return the keys of those that were not."""
        if not self._consumer.keeps_state or len(self._states) > KEPT_MAX:
            self._states.clear()
        is_stale = self._consumer.is_stale
        if is_stale is not None:
            for key in [
                each for each in keys & self._states.keys() if is_stale(self._states[each])
            ]:
                del self._states[key]
        missing = keys - self._states.keys()
        if missing and self._repository is not None:
            self._states.update(await self._repository.load(tx.connection, missing))
        return missing

    async def _save(self, connection: AsyncConnection, keys: set[Hashable]) -> None:
        if self._repository is not None:
            await self._repository.save(connection, [self._states[key] for key in keys])
