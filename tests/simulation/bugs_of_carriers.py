"""Bugs that somebody could put into what carries events: inbox, outbox, leases, batches.

Only tests ever do, and from outside; each is as small as a careless edit would be.
"""
# ruff: noqa: ANN401, SLF001
# pyright: reportPrivateUsage=false
# they reach for what is private, and take the place of functions of all kinds

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from bus import envelope, inbox
from bus.outbox import Outbox
from chassis import commands
from chassis.batches import Batches
from chassis.commands import Commands
from chassis.runner import Runner
from chassis.states import States
from chassis.transaction import Database

Change = tuple[Any, str, Any]
Plant = Callable[[], Sequence[Change]]


async def nothing(*_: Any, **__: Any) -> None:
    """Does nothing, where something should be done."""


def nobody(*_: Any, **__: Any) -> None:
    """Does nothing, where something should be done."""


def inbox_off() -> Sequence[Change]:
    """What was handled is handled again."""
    old = inbox.take

    async def take(connection: Any, consumer: str, envelopes: Sequence[Any]) -> Any:
        taken = await old(connection, consumer, envelopes)
        return replace(taken, fresh=envelopes)

    return [(inbox, "take", take)]


def inbox_forgets_one() -> Sequence[Change]:
    """One event of each batch is not remembered."""
    old = inbox.take

    async def take(connection: Any, consumer: str, envelopes: Sequence[Any]) -> Any:
        taken = await old(connection, consumer, envelopes[1:])
        return replace(taken, fresh=[*taken.fresh, *envelopes[:1]])

    return [(inbox, "take", take)]


def inbox_of_all_consumers() -> Sequence[Change]:
    """What one consumer has handled, nobody else of its service does."""
    old = inbox.take

    async def take(connection: Any, _consumer: str, envelopes: Sequence[Any]) -> Any:
        return await old(connection, "all", envelopes)

    return [(inbox, "take", take)]


def acknowledged_before_commit() -> Sequence[Change]:
    """A message is settled when it comes."""
    old: Any = Runner.deliver  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

    def deliver(self: Any, delivery: Any) -> None:
        old(self, delivery)
        self._early = asyncio.ensure_future(delivery.acknowledge())

    return [(Runner, "deliver", deliver)]


def outbox_lost() -> Sequence[Change]:
    """Messages are in memory, and nowhere else."""
    old = Outbox.add

    async def add(self: Any, connection: Any, _messages: Sequence[Any]) -> None:
        await old(self, connection, ())

    return [(Outbox, "add", add)]


def outbox_forgets_failures() -> Sequence[Change]:
    """What the broker did not confirm is tidied away as if it had."""
    old = Outbox._publish

    async def publish(self: Any, messages: Sequence[Any]) -> None:
        await old(self, messages)
        self._confirmed = [*self._confirmed, *(one.id for one in messages)]

    return [(Outbox, "_publish", publish)]


def published_before_commit() -> Sequence[Change]:
    """What is to be said is said at once, whether or not it ever comes true."""
    old = Outbox.add

    async def add(self: Any, connection: Any, messages: Sequence[Any]) -> None:
        await old(self, connection, messages)
        await self._publish(messages)

    return [(Outbox, "add", add)]


def relay_asleep() -> Sequence[Change]:
    """Nobody publishes what was left behind."""

    async def relay(_self: object) -> int:
        return 0

    return [(Outbox, "relay", relay)]


def effects_by_chance() -> Sequence[Change]:
    """The same effect of the same cause has another name each time."""

    def by_chance(*_: object) -> UUID:
        return envelope.new_id()

    return [(envelope, "effect_id", by_chance)]


def effects_not_told_apart() -> Sequence[Change]:
    """All effects of one cause have the same name."""
    old = envelope.effect_id

    def first_of_all(cause: UUID, source: str, _number: int) -> UUID:
        return old(cause, source, 0)

    return [(envelope, "effect_id", first_of_all)]


def lease_not_held() -> Sequence[Change]:
    """Everybody acts for every partition."""

    @asynccontextmanager
    async def lease(self: Any, _name: str) -> AsyncGenerator[Any]:
        async with self.engine.connect() as connection:
            yield connection

    return [(Database, "lease", lease)]


def state_not_forgotten() -> Sequence[Change]:
    """After a transaction that failed, states are as if it had not."""
    return [(States, "forget", nobody)]


def failure_overlooked() -> Sequence[Change]:
    """A batch that failed is taken for one that did not."""

    async def attempt(self: Any, connection: Any, envelopes: Any) -> None:
        try:
            await self._commit(connection, envelopes)
        except Exception:
            self._states.forget()

    return [(Batches, "_attempt", attempt)]


def end_of_batch_dropped() -> Sequence[Change]:
    """The last of many events is remembered as handled, and is not."""
    old: Any = States.fold  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

    async def fold(self: Any, tx: Any, envelopes: Sequence[Any]) -> None:
        await old(self, tx, envelopes[: max(1, len(envelopes) - len(envelopes) // 2)])

    return [(States, "fold", fold)]


def answered_before_commit() -> Sequence[Change]:
    """Whoever asks is told what will be, once it is committed."""

    async def commit(self: Any, execute: Any, group: Any, **_: Any) -> None:
        try:
            async with self._database.transaction() as tx:
                answers = await execute(tx, [command for command, _ in group])
                for (_, future), answer in zip(group, answers, strict=True):
                    commands._settle(future, answer)
        except Exception as error:
            for _, future in group:
                commands._settle(future, error)

    return [(Commands, "_commit", commit)]


BUGS: Mapping[str, Plant] = {
    plant.__name__: plant
    for plant in (
        inbox_off,
        inbox_forgets_one,
        inbox_of_all_consumers,
        acknowledged_before_commit,
        outbox_lost,
        outbox_forgets_failures,
        published_before_commit,
        relay_asleep,
        effects_by_chance,
        effects_not_told_apart,
        lease_not_held,
        state_not_forgotten,
        failure_overlooked,
        end_of_batch_dropped,
        answered_before_commit,
    )
}
