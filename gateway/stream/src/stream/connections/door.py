"""The door: who may come in."""

import asyncio
from collections.abc import Collection
from http import HTTPStatus

from starlette.websockets import WebSocket

from chassis.errors import problem
from stream.connections import metrics
from stream.connections.connection import Connection
from stream.connections.conversation import Conversation, Redeem
from stream.connections.hub import Hub
from stream.domain.vigil import Patience

CONNECTIONS_MAX = 5_000
WATCH_SECONDS = 0.5


class Door:
    """Lets WebSockets in from pages of ``origins``, and from programs that are not browsers."""

    def __init__(
        self,
        hub: Hub,
        redeem: Redeem,
        origins: Collection[str],
        patience: Patience | None = None,
        *,
        connections_max: int = CONNECTIONS_MAX,
    ) -> None:
        self._hub = hub
        self._redeem = redeem
        self._origins = frozenset(origins)
        self._patience = patience or Patience()
        self._connections_max = connections_max

    async def serve(self, websocket: WebSocket) -> None:
        """Talk with one client, from handshake to goodbye."""
        origin = websocket.headers.get("origin")
        if origin is not None and origin not in self._origins:
            await _refuse(websocket, HTTPStatus.FORBIDDEN, "origin_not_allowed")
        elif len(self._hub.connections) >= self._connections_max:
            await _refuse(websocket, HTTPStatus.SERVICE_UNAVAILABLE, "too_many_connections")
        else:
            await websocket.accept()
            await self._talk(Connection(websocket, self._patience))

    async def watch(self) -> None:
        """Look after everybody, for ever."""
        clock = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            now = clock()
            self._hub.journal.expire(now)
            for connection in list(self._hub.connections):
                connection.check(now)

    async def _talk(self, connection: Connection) -> None:
        self._hub.enter(connection)
        try:
            await connection.live(Conversation(connection, self._hub, self._redeem).hear)
        finally:
            self._hub.leave(connection)


async def _refuse(websocket: WebSocket, status: HTTPStatus, code: str) -> None:
    metrics.REFUSED.labels(code).inc()
    await websocket.receive()  # the handshake
    await websocket.send_denial_response(problem(status, code, status.description))
