"""What one client says, and what comes of it."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from stream.connections.connection import Connection
from stream.connections.hub import Hub
from stream.domain import closing
from stream.domain.journal import Outcome
from stream.domain.messages import (
    Action,
    Authenticate,
    BadMessage,
    Ping,
    Subscribe,
    Unsubscribe,
    read,
)
from stream.domain.vigil import Conduct
from stream.domain.visitor import TryAgain, Visitor

MESSAGE_CHARACTERS_MAX = 64 * 1024
Redeem = Callable[[str], Awaitable[Visitor | None]]


class Conversation:
    """One client's side of the protocol, from its ticket to its last wish."""

    def __init__(self, connection: Connection, hub: Hub, redeem: Redeem) -> None:
        self._clock = asyncio.get_running_loop().time
        self._connection = connection
        self._hub = hub
        self._redeem = redeem
        self._conduct = Conduct(self._clock())

    async def hear(self, text: str | None) -> None:
        """Do what a message asks, or say what is wrong with it; binary messages have no text."""
        if text is not None and len(text) > MESSAGE_CHARACTERS_MAX:
            self._connection.end(closing.TOO_LARGE)
            return
        try:
            self._conduct.ask(self._clock())
            await self._do(read(text))
        except BadMessage as error:
            self._connection.say("error", code=error.code, detail=str(error))
            if self._conduct.err():
                self._connection.end(closing.ABUSE)

    async def _do(self, action: Action) -> None:
        visitor = self._connection.visitor
        if isinstance(action, Authenticate):
            await self._authenticate(action)
        elif visitor is None:
            raise BadMessage("not_authenticated", "the first message is authenticate")
        elif isinstance(action, Ping):
            self._connection.say("pong", **self._connection.position())
        elif isinstance(action, Subscribe):
            self._subscribe(visitor, action)
        else:
            self._unsubscribe(action)

    async def _authenticate(self, action: Authenticate) -> None:
        known = self._connection.visitor
        try:
            visitor = await self._redeem(action.ticket)
        except TryAgain:
            self._connection.end(closing.UNAVAILABLE)
            return
        if visitor is None or (known and known.account_id != visitor.account_id):
            self._connection.end(closing.BAD_TICKET)
        elif refused := self._hub.admit(self._connection, visitor):
            self._connection.end(refused)
        else:
            lifetime = visitor.expires_at - time.time()
            self._connection.vigil.admitted(self._clock() + lifetime)
            self._connection.say("authenticated", expires_in=round(lifetime))

    def _subscribe(self, visitor: Visitor, wish: Subscribe) -> None:
        outcome = self._hub.subscribe(self._connection, visitor, wish, self._clock())
        self._describe("subscribed")
        if outcome is Outcome.LOST:
            self._connection.say("resync", **self._connection.position())

    def _unsubscribe(self, wish: Unsubscribe) -> None:
        self._hub.unsubscribe(self._connection, wish)
        self._describe("unsubscribed")

    def _describe(self, kind: str) -> None:
        channels = self._connection.subscriptions.described()
        self._connection.say(kind, channels=channels, **self._connection.position())
