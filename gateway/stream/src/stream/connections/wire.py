"""The TCP connection under a WebSocket, as far as the server lets us reach it.

ASGI hides it, but four things need it. A client that stops reading must not fill megabytes of the
kernel's memory before anybody notices. A connection to it does not end by being closed politely.
A hundred prices for one client are one system call rather than a hundred. And uvicorn stops by
closing WebSockets without a word. Under another server all this is left to it.
"""

import asyncio
import socket
from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

SEND_BUFFER_BYTES = 64 * 1024
"""The kernel takes twice as much, for its own bookkeeping."""
SCOPE_KEY = "outcry.wire"
TEXT_FRAME = 0x81
LENGTH_16, LENGTH_64 = 126, 127


@runtime_checkable
class Uvicorn(Protocol):
    """What is used of uvicorn's side of a connection, ``WebSocketsSansIOProtocol``."""

    transport: asyncio.Transport
    writable: asyncio.Event
    disconnected: bool
    close_sent: bool
    ping_interval: float | None
    pending_ping_payload: bytes | None
    ping_sent_at: float
    last_ping_rtt: float
    shutdown: Callable[[], None]


class Wire:
    """One connection of the server, or what can be done without reaching it."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        below: object = websocket.scope.get(SCOPE_KEY)
        self._below = below if isinstance(below, Uvicorn) else None

    def take_over(self, stop: Callable[[], None]) -> None:
        """Let the kernel keep little that is unread, and uvicorn call ``stop`` to end this."""
        if self._below:
            own: socket.socket = self._below.transport.get_extra_info("socket")
            own.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
            self._below.shutdown = stop

    async def room(self) -> None:
        """Wait until the network takes more."""
        if self._below:
            await self._below.writable.wait()

    async def write(self, texts: Sequence[str]) -> None:
        """Send messages, each in a frame of its own.

        Raises:
            WebSocketDisconnect: the connection has gone, or is going.
        """
        if self._below is None:
            for text in texts:
                await self._websocket.send_text(text)
        elif self._below.close_sent or self._below.transport.is_closing():
            raise WebSocketDisconnect
        else:
            self._below.transport.write(b"".join(framed(text) for text in texts))

    def answered_at(self) -> float:
        """The client's last pong came then or later, in seconds of the loop's clock."""
        if self._below is None:
            return 0.0
        if self._below.pending_ping_payload is None:
            return self._below.ping_sent_at + self._below.last_ping_rtt
        return self._below.ping_sent_at - (self._below.ping_interval or 0)  # that of the one before

    def abort_after(self, seconds: float) -> None:
        """Let go of the connection at the latest in ``seconds``, whatever is still unsent."""
        asyncio.get_running_loop().call_later(seconds, self._abort)

    def _abort(self) -> None:
        if self._below and not self._below.disconnected:
            self._below.transport.abort()


class Wires:
    """Middleware that notes the server's connection; the outermost, to meet the server itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the connection in the scope."""
        if scope["type"] == "websocket":
            scope[SCOPE_KEY] = getattr(send, "__self__", None)
        await self._app(scope, receive, send)


def framed(text: str) -> bytes:
    """An unmasked and uncompressed text frame (RFC 6455, section 5.2)."""
    payload = text.encode()
    length = len(payload)
    if length < LENGTH_16:
        return bytes((TEXT_FRAME, length)) + payload
    if length < 1 << 16:
        return bytes((TEXT_FRAME, LENGTH_16)) + length.to_bytes(2) + payload
    return bytes((TEXT_FRAME, LENGTH_64)) + length.to_bytes(8) + payload
