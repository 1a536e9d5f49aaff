"""The TCP connection under a WebSocket, as far as the server lets us reach it.

ASGI hides it, but three things need it. A client that stops reading must not fill megabytes of the
kernel's memory before anybody notices. A connection to it does not end by being closed politely.
And uvicorn stops by closing WebSockets without a word. Under another server these are left to it.
"""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

SEND_BUFFER_BYTES = 64 * 1024
"""The kernel takes twice as much, for its own bookkeeping."""
SCOPE_KEY = "outcry.wire"


class Wire:
    """One connection of the server. ``protocol`` is uvicorn's, or anything without its parts."""

    def __init__(self, protocol: object) -> None:
        self._protocol: Any = protocol
        self._transport: asyncio.Transport | None = getattr(protocol, "transport", None)

    def narrow(self) -> None:
        """Let the kernel keep little of what the client does not read."""
        if self._transport is not None:
            own: socket.socket = self._transport.get_extra_info("socket")
            own.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)

    def answered_at(self) -> float:
        """When the client's last pong came, in seconds of the loop's clock; 0 if unknown."""
        if getattr(self._protocol, "pending_ping_payload", b"?") is not None:
            return 0.0  # the ping is still on its way, or there is none
        return self._protocol.ping_sent_at + self._protocol.last_ping_rtt

    def when_told_to_stop(self, stop: Callable[[], None]) -> None:
        """Call ``stop`` in place of uvicorn's own way to end this connection; it waits for it."""
        if self._transport is not None:
            self._protocol.shutdown = stop

    def abort_after(self, seconds: float) -> None:
        """Let go of the connection at the latest in ``seconds``, whatever is still unsent."""
        if self._transport is not None:
            asyncio.get_running_loop().call_later(seconds, self._abort)

    def _abort(self) -> None:
        if self._transport is not None and not self._protocol.disconnected:
            self._transport.abort()


class Wires:
    """Middleware that notes the server's connection; the outermost, to meet the server itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the wire in the scope."""
        if scope["type"] == "websocket":
            scope[SCOPE_KEY] = Wire(getattr(send, "__self__", None))
        await self._app(scope, receive, send)
