"""The watch and the rulebook of a process, where commits fail and reads take their time."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest

from chassis.transaction import Database
from events import Event
from risk.commands.watching import Watch
from risk.domain.market import Unheard
from risk.domain.rulebook import EVERYBODY, Rulebook, Scope
from risk.queries import following
from risk.queries.following import Following
from risk.repository import Accounts

FIRE = {(Scope.HOUSE, EVERYBODY): "fire"}


class Desk:
    """A database with open orders, of which the first commits may fail."""

    def __init__(self, orders: Sequence[int], failures: int = 0) -> None:
        self.orders = list(orders)
        self._failures = failures
        self.told: list[Event] = []

    async def execute(self, _query: object) -> list[SimpleNamespace]:
        """All open orders."""
        return [
            SimpleNamespace(account_id=UUID(int=9), symbol="ACME", order_id=UUID(int=one))
            for one in self.orders
        ]

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[SimpleNamespace]:
        """What is told in one that fails, nobody hears."""
        said: list[Event] = []
        yield SimpleNamespace(connection=self, publish=said.append)
        if self._failures:
            self._failures -= 1
            raise ConnectionError("nothing was committed")
        self.told += said

    @property
    def database(self) -> Database:
        """What the watch takes it for."""
        return cast("Database", self)


def watch(rulebook: Rulebook) -> Watch:
    return Watch(Accounts(rulebook), rulebook, Unheard())


async def test_what_could_not_be_told_is_told_again_and_then_not() -> None:
    desk, looking = Desk([1], failures=1), watch(Rulebook(halts=FIRE))

    with pytest.raises(ConnectionError):
        await looking.look(desk.database)
    await looking.look(desk.database)
    await looking.look(desk.database)

    assert len(desk.told) == 1


async def test_of_a_new_halt_all_open_orders_are_told_anew() -> None:
    desk, rulebook = Desk([1]), Rulebook(halts=FIRE)
    looking = watch(rulebook)
    await looking.look(desk.database)

    rulebook.halts = {}
    await looking.look(desk.database)
    rulebook.halts = FIRE
    await looking.look(desk.database)

    assert len(desk.told) == 2


async def test_what_was_read_first_is_not_known_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """An administrator halts trading while the process is reading what held before."""
    stored, is_slow = dict[Any, str](), asyncio.Event()

    @asynccontextmanager
    async def connect() -> AsyncGenerator[None]:
        yield

    async def read(_connection: None, rulebook: Rulebook) -> None:
        halts = dict(stored)
        if not is_slow.is_set():
            is_slow.set()
            await asyncio.sleep(0.02)
        rulebook.halts = halts

    monkeypatch.setattr(following, "read_rulebook", read)
    database = cast("Database", SimpleNamespace(engine=SimpleNamespace(connect=connect)))
    rules = Following(Rulebook())
    older = asyncio.create_task(rules.read(database))
    await is_slow.wait()

    stored.update(FIRE)
    await rules.read(database)
    await older

    assert rules.rulebook.halts == FIRE
