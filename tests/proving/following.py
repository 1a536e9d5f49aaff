"""A follower that notes down what it is told, and a runner that tells it."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from tally.handlers import make_handlers

from bus.envelope import Envelope
from bus.interface import Subscription
from bus.tape import Strip
from chassis.consumer import Consumer, Progress
from chassis.tape_runner import TapeRunner
from chassis.transaction import Transaction
from proving.stage import Stage
from proving.tapes import Writer


class Notes:
    """Follows the tape with a pencil: what it was told, and what was saved of that."""

    def __init__(self, _where: Subscription) -> None:
        self.told: list[int] = []
        self.again: list[int] = []
        self.received: list[tuple[int, int]] = []
        self.unsaved: list[int] = []
        self.saves: list[Progress | None] = []
        self.stored: Progress | None = None
        self.is_urgent = self.is_spoilt = False
        self.broken: dict[str, Exception] = {}
        self.fails = 0
        self.left = 0

    @property
    def changed(self) -> Sequence[str]:
        return ["all"] if self.unsaved and "all" not in self.broken else []

    async def load(self, _connection: AsyncConnection) -> Progress | None:
        self.told, self.unsaved = [], []
        return self.stored

    async def restore(self, _connection: AsyncConnection, strips: Sequence[Strip]) -> None:
        self.again = [strip.offset for strip in strips]
        self.is_spoilt = False

    async def prepare(
        self, _connection: AsyncConnection, _envelopes: Sequence[Envelope[Any]]
    ) -> None:
        pass

    def receive(self, envelope: Envelope[Any]) -> None:
        """Note down after which strip it came."""
        self.received.append((envelope.data.quantity, self.told[-1] if self.told else -1))

    def tell(self, strip: Strip) -> None:
        self.told.append(strip.offset)
        self.unsaved.append(strip.offset)

    async def save(self, tx: Transaction, progress: Progress | None, keys: Collection[str]) -> None:
        if self.fails and keys:
            self.fails -= 1
            await tx.connection.execute(text("select 1 / 0"))
        self.saves.append(progress)

    def saved(self) -> None:
        self.is_urgent, self.unsaved = False, []
        self.stored = self.saves[-1] or self.stored

    def leave(self) -> None:
        self.left += 1

    def give_up(self, key: str, error: Exception) -> None:
        self.broken[key] = error


class Following:
    """A runner that follows, its notes, and the tape."""

    def __init__(self, stage: Stage) -> None:
        self.notes = Notes(Subscription("order.tally", frozenset()))
        consumer = Consumer("order.tally", make_handlers(), follow=lambda _where: self.notes)
        [where] = consumer.subscriptions(1)
        self.stage, self.bus = stage, stage.bus
        self.runner: TapeRunner[Any] = TapeRunner(consumer, where, stage.database, stage.bus)
        self.writer = Writer()

    async def write(self, strips: int = 1, *, complete: bool = False) -> None:
        """Let the tape go on."""
        for strip in self.writer.strips(strips):
            await self.bus.publish_tape(strip.model_copy(update={"complete": complete}))
        await let_it_read()

    @asynccontextmanager
    async def leading(self) -> AsyncGenerator[AsyncConnection]:
        """It leads; the test says when it steps."""
        async with (
            self.stage.database.lease(self.runner.name) as connection,
            self.runner.listening(connection),
        ):
            await let_it_read()
            yield connection


async def let_it_read() -> None:
    """Give the reader of the tape its turn until it has read what there is."""
    for _ in range(3):
        await asyncio.sleep(0)
