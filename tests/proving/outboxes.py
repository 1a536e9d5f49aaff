"""An outbox, what is done with it, and a bus with a mind of its own."""

import asyncio
from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from bus import tables
from bus.interface import Unpublished
from bus.memory import InMemoryBus
from bus.message import Message, pack
from bus.outbox import Outbox
from proving.catalogue import some
from vocabulary import AccountId


class FaultyBus(InMemoryBus):
    """A bus with a mind of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.attempts: list[list[Message]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.loses_confirms = False

    @override
    async def publish(self, messages: Sequence[Message]) -> None:
        self.attempts.append(list(messages))
        await self.open.wait()
        await super().publish(messages)
        if self.loses_confirms:
            raise Unpublished("the connection died", [one.id for one in messages])


async def commit(engine: AsyncEngine, outbox: Outbox, messages: Sequence[Message]) -> None:
    async with engine.begin() as connection:
        await outbox.add(connection, messages)
    outbox.submit(messages)


async def rows(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(tables.outbox)) or 0


def one_by_one(count: int) -> list[Message]:
    """Messages about one account, of one event each."""
    account = AccountId(uuid4())
    return [message for one in some(count, account) for message in pack([one])]
