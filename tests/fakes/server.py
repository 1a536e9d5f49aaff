"""What all fake vendors are: a server on a port of its own that counts, tells, and misbehaves."""

import asyncio
import socket
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

Refusal = tuple[int, Mapping[str, str]]


class FakeVendor(ABC):
    """Answers requests and speaks to sockets until it is told to be bad at it."""

    def __init__(self) -> None:
        self.port = 0
        self.requests: Counter[str] = Counter()
        """How often each path was asked for, with what it was asked about."""
        self.sockets: list[WebSocket] = []
        """Those that have subscribed."""
        self.subscribed: Counter[str] = Counter()
        """How often each channel and symbol was subscribed to."""
        self.connections = 0
        self.is_away = False
        """Whether nobody is let in."""
        self.refusals: list[Refusal] = []
        """How the next requests are refused."""
        self.headers: dict[str, str] = {}

    @property
    def url(self) -> str:
        """Where requests go."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def stream_url(self) -> str:
        """Where sockets go."""
        return f"ws://127.0.0.1:{self.port}"

    @abstractmethod
    def answer(self, request: Request) -> object:
        """What is known, as JSON."""

    @abstractmethod
    async def greet(self, socket: WebSocket) -> None:
        """Speak first, and hear who it is and what it wants."""

    @abstractmethod
    async def tell(self, *messages: object) -> None:
        """Say this to all that have subscribed."""

    def now(self) -> datetime:
        """What time it is there."""
        return datetime.now(UTC)

    async def hang_up(self, code: int = 1011) -> None:
        """Drop everybody."""
        sockets, self.sockets = self.sockets, []
        for one in sockets:
            await one.close(code)

    async def connected(self, number: int = 1) -> None:
        """Wait until so many have subscribed."""
        await self.until(lambda: len(self.sockets) >= number)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for something to come true."""
        async with asyncio.timeout(60):
            while not is_so():  # noqa: ASYNC110  # nobody tells a fake
                await asyncio.sleep(0.005)

    async def ask(self, request: Request) -> Response:
        """Count a request, and answer or refuse it."""
        self.requests[request.url.path + "?" + self.subject(request)] += 1
        if self.refusals:
            status, headers = self.refusals.pop(0)
            return JSONResponse({"message": "no"}, status, headers=dict(headers))
        return JSONResponse(self.answer(request), headers=self.headers)

    def subject(self, request: Request) -> str:
        """What a request is about, besides its path."""
        return request.query_params.get("symbols", "")

    async def connect(self, socket: WebSocket) -> None:
        """Count a connection, and stay with it until somebody hangs up."""
        if self.is_away:
            await socket.close()
            return
        await socket.accept()
        self.connections += 1
        try:
            await self.greet(socket)
            while True:
                await socket.receive()
        except (WebSocketDisconnect, RuntimeError):  # hung up by them, or by us
            pass
        finally:
            if socket in self.sockets:
                self.sockets.remove(socket)


V = TypeVar("V", bound=FakeVendor)


@asynccontextmanager
async def serving(vendor: V) -> AsyncGenerator[V]:
    """The vendor, open until the block ends."""
    app = Starlette(
        routes=[
            WebSocketRoute("/{path:path}", vendor.connect),
            Route("/{path:path}", vendor.ask, methods=["GET", "POST", "PATCH", "DELETE"]),
        ]
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        vendor.port = listener.getsockname()[1]
        config = uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve([listener]))
        try:
            while not server.started:  # noqa: ASYNC110  # uvicorn has nothing to wait for
                await asyncio.sleep(0.005)
            yield vendor
        finally:
            await vendor.hang_up()
            server.should_exit = True
            await task
