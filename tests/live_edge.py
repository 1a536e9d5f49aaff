"""The stream process for tests: a real server on a free port, the bus in memory, clients."""

import asyncio
import json
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from time import time
from typing import Any
from uuid import UUID, uuid4

import uvicorn
from fastapi import FastAPI
from prometheus_client import REGISTRY
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bus.envelope import Envelope, first
from bus.memory import InMemoryBus
from bus.message import pack
from chassis.lifespan import assemble_parts, open_works
from chassis.security import TokenVerifier
from chassis.service import assemble
from chassis.testing import known_keys
from chassis.tokens import Principal
from events import Event, OrderAccepted, Quote
from stream.credentials import Tickets
from stream.domain.vigil import Patience
from stream.main import create_service, reachable
from stream.settings import StreamSettings
from vocabulary import AccountId, OrderId, SessionId, Symbol, UserId

ORIGIN = "http://localhost:8080"
TIMEOUT_SECONDS = 60
PRIVATE = ["orders", "portfolio"]
Message = dict[str, Any]


def an_account() -> AccountId:
    """One that nobody else has."""
    return AccountId(uuid4())


def an_event(account_id: AccountId, number: int = 0) -> OrderAccepted:
    """Something private; ``number`` is told by its order's id."""
    return OrderAccepted(
        order_id=OrderId(UUID(int=number)), account_id=account_id, symbol=Symbol("IBM")
    )


def a_quote(symbol: str, sequence: int) -> Quote:
    """Something public, at noon."""
    sides = {"bid": "10.1", "bid_size": "100", "ask": "10.2", "ask_size": "200"}
    when = {"sequence": sequence, "time": "2026-01-01T12:00:00Z"}
    return Quote.model_validate({"symbol": symbol, **when, **sides})


def numbers(messages: list[Message]) -> list[int]:
    """Which events these messages tell of."""
    return [UUID(message["data"]["order_id"]).int for message in messages]


def metric(name: str, **labels: str) -> float:
    """What the process tells Prometheus, from all tests so far."""
    return REGISTRY.get_sample_value(name, labels) or 0


@asynccontextmanager
async def closing(reason: str) -> AsyncGenerator[None]:
    """Wait at the end of the block until one more connection was closed for this reason."""
    name = "stream_connections_closed_total"
    before = metric(name, reason=reason)
    yield
    async with asyncio.timeout(2 * TIMEOUT_SECONDS):
        while metric(name, reason=reason) == before:  # noqa: ASYNC110  # only a counter
            await asyncio.sleep(0.01)


@dataclass
class Client:
    """One WebSocket, seen from its far end."""

    socket: ClientConnection

    async def send(self, action: str, **fields: object) -> None:
        """Say something."""
        await self.socket.send(json.dumps({"action": action, **fields}))

    async def receive(self) -> Message:
        """The next message."""
        async with asyncio.timeout(TIMEOUT_SECONDS):
            return json.loads(await self.socket.recv())

    async def receive_many(self, number: int) -> list[Message]:
        """The next messages."""
        return [await self.receive() for _ in range(number)]

    async def until(self, kind: str) -> Message:
        """The next message of a type, past all others."""
        while (message := await self.receive())["type"] != kind:
            pass
        return message

    async def subscribe(self, *channels: str, **fields: object) -> Message:
        """Listen; return the answer."""
        await self.send("subscribe", channels=channels, **fields)
        return await self.until("subscribed")

    async def nothing_comes(self) -> bool:
        """Whether the next message is the answer to a ping."""
        await self.send("ping")
        return (await self.receive())["type"] == "pong"

    async def closed(self) -> tuple[int, str]:
        """The code and reason with which the server closes, past all messages."""
        async with asyncio.timeout(2 * TIMEOUT_SECONDS):
            try:
                while True:
                    await self.socket.recv()
            except ConnectionClosed as end:
                return (end.rcvd.code, end.rcvd.reason) if end.rcvd else (1006, "")


@dataclass
class LiveEdge:
    """The process at work, and ways to reach it from both sides."""

    app: FastAPI
    bus: InMemoryBus
    tickets: Tickets
    server: uvicorn.Server
    port: int
    clients: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def ticket(
        self,
        account_id: AccountId,
        user_id: UUID | None = None,
        seconds: float = 900,
        session_id: UUID | None = None,
    ) -> str:
        """A ticket from a token that expires in so many seconds."""
        who = Principal(
            UserId(user_id or account_id),
            account_id,
            SessionId(session_id or uuid4()),
            expires_at=int(time() + seconds),
        )
        return await self.tickets.issue(who)

    async def connect(self, **options: Any) -> Client:  # noqa: ANN401  # the library's own
        """Open a WebSocket, and say nothing yet."""
        url = f"ws://127.0.0.1:{self.port}/ws"
        plain = {"compression": None, "ping_interval": None, "close_timeout": 0.5}
        opening = connect(url, **plain, **options)
        return Client(await self.clients.enter_async_context(opening))

    async def enter(
        self,
        account_id: AccountId,
        session_id: UUID | None = None,
        **options: Any,  # noqa: ANN401  # the library's own
    ) -> Client:
        """Open a WebSocket and show a ticket."""
        client = await self.connect(**options)
        await client.send(
            "authenticate", ticket=await self.ticket(account_id, session_id=session_id)
        )
        assert (await client.receive())["type"] == "authenticated"
        return client

    async def tell(self, *events: Event) -> list[Envelope[Any]]:
        """Let private events happen."""
        envelopes = [first(event, "test") for event in events]
        await self.bus.publish(pack(envelopes))
        return envelopes

    async def show(self, *prices: Event) -> None:
        """Let the market say something."""
        for price in prices:
            await self.bus.publish_prices([price])

    async def until_connected(self, number: int) -> None:
        """Wait until so many connections are open, and no more."""
        async with asyncio.timeout(2 * TIMEOUT_SECONDS):
            while len(self.server.server_state.connections) != number:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


def settings_for(redis_url: str) -> StreamSettings:
    """Settings that reach nothing but Redis."""
    return StreamSettings.model_validate(
        {"port": 1, "rabbitmq_password": "", "redis_url": redis_url, "public_origin": ORIGIN}
    )


@asynccontextmanager
async def live_edge(
    redis_url: str,
    patience: Patience | None = None,
    reach: Callable[[FastAPI], FastAPI] = reachable,
    message_bytes_max: int = 64 * 1024,
) -> AsyncGenerator[LiveEdge]:
    """The edge on a free port until the block ends."""
    service = create_service(settings_for(redis_url), patience)
    bus = InMemoryBus()
    running = assemble_parts(service, bus, None, TokenVerifier(known_keys()))
    running.stop = lambda: None
    state: dict[str, Any] = {}

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[dict[str, Any]]:
        app.state.running = running
        async with AsyncExitStack() as stack:
            stack.push_async_callback(running.stop_tasks)
            state.update(await open_works(service, running, stack))
            yield state

    app = reach(assemble(service, FastAPI(lifespan=lifespan)))
    server = uvicorn.Server(_config(app, message_bytes_max))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = asyncio.create_task(server.serve([listener]))
        while not server.started:  # noqa: ASYNC110  # uvicorn has nothing to wait for
            await asyncio.sleep(0.01)
        edge = LiveEdge(app, bus, state["tickets"], server, listener.getsockname()[1])
        try:
            async with edge.clients:
                yield edge
        finally:
            server.should_exit = True
            await serving
    for error in running.died:
        raise error


def _config(app: FastAPI, message_bytes_max: int) -> uvicorn.Config:
    """As ``chassis.__main__`` configures it, but for patience."""
    return uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=message_bytes_max,
        ws_per_message_deflate=False,
        ws_ping_interval=0.5,
        ws_ping_timeout=10,
        log_config=None,
        timeout_graceful_shutdown=10,
    )
