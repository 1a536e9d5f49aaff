"""One WebSocket: a reader, a sender, and what the client is owed."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from logging import getLogger
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from stream.connections import metrics
from stream.connections.wire import Wire
from stream.domain import closing
from stream.domain.closing import Closing
from stream.domain.latest import Price
from stream.domain.log import Behind
from stream.domain.outlet import Outlet
from stream.domain.subscriptions import Subscriptions
from stream.domain.vigil import Patience, Vigil
from stream.domain.visitor import Visitor

RECONNECT_SECONDS_MAX = 5.0
"""After a restart clients come back after a pause of their own, or they would all come at once."""
MESSAGES_AT_ONCE_MAX = 256
"""Then the others get their turn: a write that need not wait does not yield by itself."""

Hear = Callable[[str | None], Awaitable[None]]
logger = getLogger(__name__)


class Connection:
    """What the fan-out sees of a client: it offers, wakes and ends, and never waits."""

    def __init__(self, websocket: WebSocket, patience: Patience) -> None:
        self._loop = asyncio.get_running_loop()
        self._websocket = websocket
        self._goodbye_seconds = patience.goodbye
        self._wire = Wire(websocket)
        self._wake = asyncio.Event()
        self._ending: asyncio.Future[Closing | None] = self._loop.create_future()
        self.visitor: Visitor | None = None
        self.outlet = Outlet()
        self.subscriptions = Subscriptions()
        self.vigil = Vigil(patience, self._loop.time())

    def wake(self) -> None:
        """There is something to send."""
        self._wake.set()

    def offer(self, price: Price) -> None:
        """Let a price wait for its turn."""
        if replaced := self.outlet.prices.offer(price):
            metrics.CONFLATED.inc(replaced)
        self._wake.set()

    def say(self, kind: str, **fields: object) -> None:
        """Owe the client a reply of this type."""
        try:
            self.outlet.reply(json.dumps({"type": kind, **fields}, separators=(",", ":")))
        except Behind:
            self.end(closing.SLOW)
        self._wake.set()

    def end(self, why: Closing | None) -> None:
        """Close the connection, for the first reason given; without one the client has left."""
        if not self._ending.done():
            self._ending.set_result(why)

    def stop(self) -> None:
        """The process ends: ask the client to come back a little later."""
        pause = round(random.uniform(0, RECONNECT_SECONDS_MAX), 3)  # noqa: S311  # not a secret
        self.say("server_shutdown", reconnect_in_seconds=pause)
        self.end(closing.RESTARTING)

    def check(self, now: float) -> None:
        """End the connection if the client has gone silent, slow or stale; else give it a beat."""
        self.vigil.heard(self._wire.answered_at())
        if why := self.vigil.verdict(now):
            self.end(why)
        elif self.vigil.heartbeat_is_due(now):
            self.say("heartbeat", time=_time(), **self.position())

    def position(self) -> dict[str, object]:
        """Where the client is in its private messages, for its next ``since``."""
        if self.outlet.reader is None:
            return {}
        place = self.outlet.reader.position
        return {"epoch": place.epoch, "seq": place.seq}

    async def live(self, hear: Hear) -> None:
        """Talk until the client leaves or has to."""
        self._wire.take_over(self.stop)
        works = [
            asyncio.create_task(self._until_it_ends(work))
            for work in (self._read(hear), self._send())
        ]
        try:
            why = await self._ending
        finally:
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)
            self._wire.abort_after(2 * self._goodbye_seconds)
        if why:
            metrics.CLOSED.labels(why.reason).inc()
            await self._say_goodbye(why)

    async def _until_it_ends(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except WebSocketDisconnect:
            self.end(None)
        except Behind:
            self.end(closing.SLOW)
        except Exception:
            logger.exception("a connection failed")
            self.end(closing.FAILED)

    async def _read(self, hear: Hear) -> None:
        while True:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message["code"])
            self.vigil.heard(self._loop.time())
            await hear(message.get("text"))

    async def _send(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            if await self._send_some() == MESSAGES_AT_ONCE_MAX:
                self._wake.set()  # there may be more
                await asyncio.sleep(0)

    async def _send_some(self) -> int:
        """Wait until the network takes more; send what is the newest then, and say how much."""
        self.vigil.sending_since = self._loop.time()
        await self._wire.room()
        due = self.outlet.take(MESSAGES_AT_ONCE_MAX)
        await self._wire.write([one.text for one in due])
        self.vigil.sending_since = None
        metrics.count_sent(due, self._loop.time())
        return len(due)

    async def _say_goodbye(self, why: Closing) -> None:
        """Send the replies that are left, then why. A client that does not listen is not told."""
        try:
            async with asyncio.timeout(self._goodbye_seconds):
                await self._wire.room()
                await self._wire.write(self.outlet.replies())
                await self._websocket.close(*why)
        except (TimeoutError, WebSocketDisconnect, RuntimeError):
            logger.debug("left without a goodbye: %s", why.reason)


def _time() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")
