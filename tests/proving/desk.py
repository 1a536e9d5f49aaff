"""The desk of an operator: a tally that has parked events, and its front door."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import time
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import select
from tally.handlers import POISON
from tally.main import create_service
from tally.tables import tallies

from bus.tables import parked_audit
from chassis.testing import (
    Simulation,
    drop_database,
    fresh_database,
    simulation,
    some_account,
    token_for,
)
from proving.catalogue import created
from proving.front_door import SETTINGS
from proving.receiver import Receiver
from proving.stage import EFFECTS, accounts
from vocabulary import AccountId, Symbol, UserId

PARKED = "/api/tally/admin/parked"
IBM = Symbol("IBM")
OLGA = UserId(uuid4())


def bearer(*roles: str, signed_in_seconds_ago: float = 0) -> dict[str, str]:
    """What Olga sends with her requests."""
    since = int(time() - signed_in_seconds_ago)
    token = token_for(some_account(), *roles, authenticated_at=since, user_id=OLGA)
    return {"authorization": f"Bearer {token}"}


@dataclass
class Desk:
    """What Olga, who is an administrator, does and sees."""

    system: Simulation
    client: httpx.AsyncClient

    async def park(self, behind: int = 0) -> list[AccountId]:
        """Two accounts, each with an event that nobody can handle, and so many behind it."""
        people = accounts(2)
        for number in range(behind + 1):
            for one in people:
                await self.system.publish(created(one, number + 1, IBM if number else POISON))
        return people

    async def listed(self, **query: str | int) -> dict[str, Any]:
        """A page of what is parked."""
        answer = await self.client.get(PARKED, headers=bearer("admin"), params=query)
        assert answer.is_success, answer.text
        return answer.json()

    async def shown(self, position: int) -> dict[str, Any]:
        """One event that is parked."""
        answer = await self.client.get(f"{PARKED}/{position}", headers=bearer("admin"))
        assert answer.is_success, answer.text
        return answer.json()

    async def waiting(self) -> dict[int, bool]:
        """The positions of what is parked, and whether it is about to be tried again."""
        return {one["position"]: one["redrive"] for one in (await self.listed())["items"]}

    async def redrive(self, position: int, note: str = "") -> httpx.Response:
        """Ask for another try."""
        path, query = f"{PARKED}/{position}/redrive", {"note": note}
        return await self.client.post(path, headers=bearer("admin"), params=query)

    async def discard(self, position: int | str, note: str = "") -> httpx.Response:
        """Give an event up."""
        path, query = f"{PARKED}/{position}", {"note": note}
        return await self.client.delete(path, headers=bearer("admin"), params=query)

    async def deeds(self) -> list[tuple[str, str, str]]:
        """What was done, by whom and why."""
        query = select(parked_audit).order_by(parked_audit.c.position)
        async with self.system.database("order").engine.connect() as connection:
            return [(row.action, row.actor, row.note) for row in await connection.execute(query)]

    async def counted(self) -> dict[AccountId, int]:
        """How many orders of each account have been handled."""
        async with self.system.database("order").engine.connect() as connection:
            return {row.account_id: row.orders for row in await connection.execute(select(tallies))}


@asynccontextmanager
async def desk_at(postgres_url: str) -> AsyncGenerator[Desk]:
    """A desk until the end of the block."""
    url = await fresh_database(postgres_url, "tally")
    async with (
        simulation(postgres_url) as system,
        system.bus.listening(EFFECTS, Receiver().arrived),
    ):
        yield Desk(system, await system.start(create_service(SETTINGS), url))
    await drop_database(url)
