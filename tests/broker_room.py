"""The order service with a broker beside it: a fake that speaks Alpaca's wire."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import time
from typing import Any

import httpx
from fakes.alpaca_broker import KEY, SECRET, FakeAlpacaBroker, Json
from fakes.server import serving
from trading_desk import Desk, trading_desk

from chassis.testing import token_for
from vocabulary import AccountId

SEALING_KEY = b64encode(bytes(range(32))).decode()
KEYS = {"key_id": KEY, "secret": SECRET, "environment": "paper"}


@dataclass
class Room:
    """A desk, and the broker that its trader has."""

    desk: Desk
    broker: FakeAlpacaBroker

    async def choose(
        self, method: str, body: Json | None = None, *, trader: AccountId | None = None
    ) -> httpx.Response:
        """Ask about the trader's broker, having proved a moment ago who they are."""
        token = token_for(trader or self.desk.trader, authenticated_at=int(time()))
        headers = {"authorization": f"Bearer {token}"}
        return await self.desk.client.request(
            method, "/api/orders/broker", headers=headers, json=body
        )

    async def connect(self, **changes: str) -> None:
        """Let the trader's orders go to the broker."""
        answer = await self.choose("PUT", KEYS | changes)
        assert answer.status_code == 200, answer.text

    async def place(self, **terms: Any) -> Json:  # noqa: ANN401  # whatever an order has
        """Place an order, and have risk approve it."""
        placed = await self.desk.place(**terms)
        await self.desk.approve()
        return placed

    async def reach(self, order: Json, *statuses: str) -> Json:
        """The order, once its status is one of these."""
        found: Json = {}

        async def is_so() -> bool:
            found.update(await self.desk.see(order["order_id"]))
            return found["status"] in statuses

        try:
            await eventually(is_so)
        except TimeoutError as error:
            raise AssertionError(f"{found['status']} for ever: {found['reason']}") from error
        await self.desk.simulation.settle()
        return await self.desk.see(order["order_id"])

    async def events(self, order: Json) -> list[Json]:
        """The life of an order, step by step."""
        answer = await self.desk.ask("GET", f"/{order['order_id']}/events")
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]


async def eventually(is_so: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    """Wait for something to come true."""
    async with asyncio.timeout(seconds):
        while not await is_so():  # noqa: ASYNC110  # nobody tells a test
            await asyncio.sleep(0.02)


@asynccontextmanager
async def broker_room(postgres_url: str, **settings: object) -> AsyncGenerator[Room]:
    """A room in which orders may go to the paper broker, unless the settings say otherwise."""
    async with serving(FakeAlpacaBroker()) as broker:
        usual: dict[str, object] = {
            "live_routing": "paper",
            "broker_key": SEALING_KEY,
            "broker_poll_seconds": 0.3,
            "alpaca_paper_url": broker.url,
            "alpaca_live_url": broker.url,
        }
        async with trading_desk(postgres_url, **(usual | settings)) as desk:
            await desk.show(("9.90", "100"), ("10.10", "100"))
            yield Room(desk, broker)
