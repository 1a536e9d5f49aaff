"""The market-data service on real PostgreSQL and Redis, with made time."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from time import monotonic, time
from typing import Any, TypeVar

import httpx
from sqlalchemy import select

from bus.envelope import new_id
from bus.interface import Subscription
from chassis.testing import Simulation, sign_in, simulation, some_account, token_for
from events import (
    CATALOGUE,
    Bar,
    Depth,
    Event,
    InstrumentStatusShown,
    MarketClock,
    MarketSnapshot,
    Quote,
    Trade,
)
from market_data.main import create_service
from market_data.settings import MarketDataSettings
from market_data.tables import minutes
from market_data.ticker.wall import SteppedWall
from vocabulary import UserId

E = TypeVar("E", bound=Event)
Query = Mapping[str, str | int | float]
MONDAY = datetime(2025, 1, 6, 15, tzinfo=UTC)
"""What the wall says when a test begins: within the regular session of the stock exchanges."""
NAMES = frozenset(
    one.name
    for one in (Quote, Depth, Trade, InstrumentStatusShown, Bar, MarketSnapshot, MarketClock)
)
EVERYTHING = Subscription("test.listener", frozenset(CATALOGUE))
PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.01


class Exchange:
    """The service, what it has told so far, and somebody who is signed in."""

    def __init__(self, simulated: Simulation, client: httpx.AsyncClient, wall: SteppedWall) -> None:
        self.simulation = simulated
        self.client = client
        self.wall = wall
        self.told: list[Event] = []
        self.admin_id = UserId(new_id())
        self._trader, self._admin = sign_in(some_account()), _just_signed_in(self.admin_id)

    async def get(
        self, path: str, query: Query | None = None, *, status: int = 200, admin: bool = False
    ) -> Any:  # noqa: ANN401
        """The answer to a trader, or to an administrator, as JSON."""
        url = httpx.URL(f"/api/market/{path}").copy_merge_params(dict(query or {}))
        answer = await self.client.get(url, headers=self._admin if admin else self._trader)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def steer(self, wish: Query, *, status: int = 200, admin: bool = True) -> Any:  # noqa: ANN401
        """The answer to an administrator, or to a trader, as JSON."""
        headers = self._admin if admin else self._trader
        answer = await self.client.post("/api/market/clock", json=wish, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    def of(self, kind: type[E]) -> list[E]:
        """What was told of one kind."""
        return [event for event in self.told if isinstance(event, kind)]

    async def stored(self) -> list[Any]:
        """The one-minute bars in the database."""
        engine = self.simulation.database("market_data").engine
        async with engine.connect() as connection:
            return list(
                await connection.execute(
                    select(minutes).order_by(minutes.c.symbol, minutes.c.start)
                )
            )

    async def said(self) -> list[Event]:
        """What was said for good, which waits for the database, unlike prices."""
        outbox = self.simulation.database("market_data").outbox
        while await outbox.relay():
            pass
        await self.simulation.settle()
        return [envelope.data for envelope in self.simulation.bus.history]

    def has_stored(self, number: int) -> Callable[[], Awaitable[bool]]:
        """Whether there are so many bars in the database."""

        async def check() -> bool:
            return len(await self.stored()) >= number

        return check

    def arrived(self, _name: str, events: Sequence[Event]) -> None:
        """Remember what is told."""
        self.told.extend(events)


def _just_signed_in(admin: UserId) -> dict[str, str]:
    token = token_for(some_account(), "admin", authenticated_at=int(time()), user_id=admin)
    return {"authorization": f"Bearer {token}"}


async def eventually(true: Callable[[], Awaitable[bool]]) -> None:
    """Give a real server the time it needs."""
    deadline = monotonic() + PATIENCE_SECONDS
    while not await true():
        assert monotonic() < deadline, "it never came true"
        await asyncio.sleep(PAUSE_SECONDS)


@asynccontextmanager
async def open_exchange(
    postgres_url: str, database_url: str, settings: MarketDataSettings, wall: SteppedWall
) -> AsyncGenerator[Exchange]:
    """The service at work. More than once on the same database is a restart."""
    async with simulation(postgres_url) as simulated, httpx.AsyncClient(timeout=60) as nobody:
        exchange = Exchange(simulated, nobody, wall)
        async with (
            simulated.bus.listening(EVERYTHING, lambda _delivery: None),
            simulated.bus.listening_to_prices(NAMES, exchange.arrived),
        ):
            exchange.client = await simulated.start(create_service(settings, wall), database_url)
            await wall.settle()
            yield exchange


OpenExchange = Callable[..., AbstractAsyncContextManager[Exchange]]
"""Opens the service with these settings."""
