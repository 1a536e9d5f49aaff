"""A signed-in trader: HTTP and WebSocket through the gateway, and everything that was heard."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from secrets import token_hex, token_urlsafe
from ssl import SSLContext, create_default_context
from time import perf_counter
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from outcry.errors import Problem

PATIENCE_SECONDS = 20.0
CHANNELS = ("orders", "portfolio")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Heard:
    """One event as the browser was told of it, and when: seconds of a monotonic clock."""

    type: str
    seq: int
    id: str
    causationid: str
    data: Json
    at: float


@dataclass
class Session:
    """What the demo does, it does through this."""

    http: httpx.AsyncClient
    heard: list[Heard] = field(default_factory=list[Heard])
    user: Json = field(default_factory=dict[str, Any])
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _listening: asyncio.Task[None] | None = None

    async def register(self) -> None:
        """Become a new trader with an account."""
        who = {"email": f"demo-{token_hex(6)}@example.com", "password": token_urlsafe(16)}
        answer = await self.call("POST", "/api/auth/register", who | {"display_name": "Demo"})
        self.http.headers["authorization"] = f"Bearer {answer['access_token']}"
        self.user = answer["user"]
        await self.wait_for_account()

    async def wait_for_account(self) -> None:
        """Registration is one event, opening the account the next; it takes a moment.

        Raises:
            Problem: it took too long.
        """
        for path in ("/api/portfolio", "/api/risk/account"):
            deadline = perf_counter() + PATIENCE_SECONDS
            while (await self.http.get(path)).is_error:
                if perf_counter() > deadline:
                    raise Problem(f"{path}: the account was not opened")
                await asyncio.sleep(0.05)

    async def call(self, method: str, path: str, body: object = None) -> Json:
        """Ask the gateway for something.

        Raises:
            Problem: it refused, and says why; or nobody is there.
        """
        try:
            answer = await self.http.request(method, path, json=body)
        except httpx.TransportError as error:
            raise Problem(f"{self.http.base_url}: {error}; is the stack up (`make up`)?") from error
        if answer.is_error:
            raise Problem(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else {}

    async def read_all(self, path: str) -> list[Json]:
        """Every page of a list."""
        items: list[Json] = []
        cursor = ""
        while True:
            mark = "&" if "?" in path else "?"
            page = await self.call("GET", path + (f"{mark}cursor={cursor}" if cursor else ""))
            items += page["items"]
            if not (cursor := page.get("next_cursor") or ""):
                return items

    async def wait_for(self, wanted: Callable[[Heard], bool], what: str) -> Heard:
        """The first event that is ``wanted``, whether it was heard already or is still to come.

        Raises:
            Problem: it was not heard in time.
        """

        def found() -> Heard | None:
            return next((one for one in self.heard if wanted(one)), None)

        try:
            async with asyncio.timeout(PATIENCE_SECONDS), self._news:
                await self._news.wait_for(lambda: found() is not None)
        except TimeoutError:
            raise Problem(f"not heard within {PATIENCE_SECONDS:.0f} s: {what}") from None
        heard = found()
        assert heard is not None  # noqa: S101  # that is what was waited for
        return heard

    async def listen(self, socket: ClientConnection) -> None:
        """Authenticate, subscribe, and remember every event from then on."""
        ticket = (await self.call("POST", "/api/stream/ticket"))["ticket"]
        await _ask(socket, {"action": "authenticate", "ticket": ticket}, "authenticated")
        await _ask(socket, {"action": "subscribe", "channels": CHANNELS}, "subscribed")
        self._listening = asyncio.create_task(self._take(socket))

    async def stop(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def _take(self, socket: ClientConnection) -> None:
        async for frame in socket:
            message = json.loads(frame)
            if "seq" in message and "data" in message:
                async with self._news:
                    self.heard.append(_heard(message))
                    self._news.notify_all()


@asynccontextmanager
async def signed_in(origin: str, trust: SSLContext | None = None) -> AsyncGenerator[Session]:
    """A new trader with an open WebSocket, within the block.

    Where the gateway speaks TLS, it has to be somebody whom ``trust`` believes.
    """
    believed = trust or create_default_context()
    async with httpx.AsyncClient(
        base_url=origin, timeout=PATIENCE_SECONDS, verify=believed
    ) as http:
        session = Session(http)
        await session.register()
        url = origin.replace("http", "ws", 1) + "/ws"
        tls = believed if url.startswith("wss:") else None
        async with connect(url, compression=None, ssl=tls) as socket:
            await session.listen(socket)
            try:
                yield session
            finally:
                await session.stop()


def _heard(message: Mapping[str, Any]) -> Heard:
    return Heard(
        type=message["type"],
        seq=message["seq"],
        id=message["id"],
        causationid=message.get("causationid") or "",
        data=message["data"],
        at=perf_counter(),
    )


async def _ask(socket: ClientConnection, message: Json, expected: str) -> None:
    await socket.send(json.dumps(message))
    async with asyncio.timeout(PATIENCE_SECONDS):
        answer = json.loads(await socket.recv())
    if answer["type"] != expected:
        raise Problem(f"the stream answered {answer} to {message['action']}")
