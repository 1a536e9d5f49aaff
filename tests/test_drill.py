"""The drill: a service is killed under load, and a whole house is brought back from its backup."""

import asyncio
import json
from argparse import Namespace
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from bench import stack
from bench.http import Client
from bench.stack import Stack
from bench.traders import Trader
from chaos.faults import FAULTS
from chaos.scenario import suffer
from operating import outcry
from proving.receiver import eventually
from yarl import URL

pytestmark = [pytest.mark.system, pytest.mark.timeout(900)]

PORT_SHIFT = 7_000
RECOVERY_SECONDS_MAX = 60.0
"""On a machine that does other things beside; what is promised on a quiet one is measured there."""


@pytest.fixture(scope="module")
def house() -> Generator[Stack]:
    with stack.running("drill", PORT_SHIFT, is_fresh=True) as started:
        yield started


async def test_nothing_is_lost_when_a_service_is_killed_under_load(house: Stack) -> None:
    options = Namespace(scenario="smoke", seed=7, traders=3, rate=10.0, after=10.0)
    report = await suffer(house, FAULTS["smoke"], options)
    recovery, books = report.verdicts
    assert books.is_met, report.text()
    assert recovery.value is not None
    assert recovery.value < RECOVERY_SECONDS_MAX, report.text()
    ((_, _, rows),) = report.tables
    assert [row[1] for row in rows] == ["SIGKILL to risk"]


class Customer:
    """Somebody with an account, and what is known of it."""

    def __init__(self, house: Stack) -> None:
        url = URL(house.origin)
        self._client = Client(url.host or "", url.port or 0)
        self.trader = Trader(self._client, house.origin, "IBM")

    async def buys(self, number: int) -> None:
        for _ in range(number):
            order_id = await self.trader.place("buy")
            async with asyncio.timeout(60):
                await self.trader.tally.ended(order_id)

    async def portfolio(self) -> dict[str, Any]:
        """Only what is booked: what shares are worth goes on changing."""
        shown = (await self.trader.portfolio()).body
        return {name: shown[name] for name in ("account_id", "cash", "realised")}

    async def is_booked_beyond(self, known: dict[str, Any]) -> None:
        """An order is filled before it is booked: wait until it is."""

        async def is_booked() -> bool:
            return await self.portfolio() != known

        await eventually(is_booked)

    async def leaves(self) -> None:
        await self.trader.leave()
        self._client.close()


async def test_a_house_that_was_lost_is_brought_back(house: Stack, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    customer = Customer(house)
    await customer.trader.enter(5)
    await customer.buys(3)
    await _in_thread(house, "check", "--patience", "90")
    known = await customer.portfolio()
    taken = json.loads(await _in_thread(house, "backup", str(folder), "--json"))
    assert taken["closed_seconds"] > 0
    assert taken["bytes"] > 0
    await customer.buys(2)  # all goes on; and this will be lost
    await customer.is_booked_beyond(known)
    await customer.leaves()

    await _in_thread(house, "down")
    told = json.loads(await _in_thread(house, "restore", str(folder), "--json"))
    assert "before-restore" in told["before"]
    await _in_thread(house, "up")
    for command in (
        ("check", "--patience", "90"),
        ("ledger",),
        ("ledger", "verify"),
        ("audit", "verify"),
    ):
        await _in_thread(house, *command)
    assert json.loads(await _in_thread(house, "parked", "list", "--json")) == []
    again = Customer(house)
    again.trader.resume(customer.trader)
    assert await again.portfolio() == known
    await again.trader.listen()
    await again.buys(2)
    await again.leaves()
    await _in_thread(house, "check", "--patience", "90")


async def _in_thread(house: Stack, *command: str) -> str:
    return await asyncio.to_thread(outcry, house, *command)
