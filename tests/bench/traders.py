"""Traders who place orders through the gateway and hear of their fills over the WebSocket."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from time import perf_counter
from uuid import uuid4

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bench.http import Answer, Client

PASSWORD = "correct horse battery"  # noqa: S105  # of nobody but the bench's own traders
SETTINGS = {"fill_model": "instant/1", "fees": "none/1"}
"""What is measured is the pipeline, and not how much the simulated market has to sell."""
FILLED = '{"type":"ORDER_FILLED"'
REJECTED = '{"type":"ORDER_REJECTED"'
OK = 200
CREATED = 201
REPEATED = 200
TRIES_MAX = 200
RETRY_SECONDS = 0.25


@dataclass
class Tally:
    """What happened to every order. Times are seconds of the same monotonic clock."""

    sent: dict[str, float] = field(default_factory=dict[str, float])
    answered: dict[str, float] = field(default_factory=dict[str, float])
    filled: dict[str, float] = field(default_factory=dict[str, float])
    refused: list[Answer] = field(default_factory=list[Answer])
    rejected: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        """Nobody waits yet."""
        self._waiting: dict[str, asyncio.Future[None]] = {}

    async def ended(self, order_id: str) -> None:
        """Wait until the order was filled or rejected."""
        if order_id not in self.filled and order_id not in self.rejected:
            self._waiting[order_id] = asyncio.get_running_loop().create_future()
            await self._waiting[order_id]

    def note_filled(self, order_id: str) -> None:
        """It was heard of now."""
        self.filled[order_id] = perf_counter()
        self._wake(order_id)

    def note_rejected(self, order_id: str) -> None:
        """It will never be filled."""
        self.rejected.append(order_id)
        self._wake(order_id)

    def _wake(self, order_id: str) -> None:
        if waiting := self._waiting.pop(order_id, None):
            waiting.set_result(None)

    def latencies(self) -> list[float]:
        """Place to fill to WebSocket, in milliseconds, sorted."""
        both = self.sent.keys() & self.filled.keys()
        return sorted((self.filled[one] - self.sent[one]) * 1000 for one in both)

    def missing(self) -> int:
        """Orders that were accepted, and that nobody heard the end of."""
        return len(self.answered.keys() - self.filled.keys() - set(self.rejected))


class Trader:
    """One account with one WebSocket. Buys and sells one share in turn."""

    tries_max = TRIES_MAX
    """How often it asks for the same before it gives up."""

    def __init__(self, client: Client, origin: str, symbol: str) -> None:
        self._client = client
        self._origin = origin
        self._symbol = symbol
        self._headers: dict[str, str] = {}
        self._sides = cycle(("buy", "sell"))
        self._listening: asyncio.Task[None] | None = None
        self._subscribed = asyncio.Event()
        self.tally = Tally()
        self.own: set[str] = set()

    async def enter(self, shares: int) -> None:
        """Register, listen, and buy some shares to sell later.

        Raises:
            RuntimeError: the gateway did not let the trader in, or did not fill the first order.
        """
        who = {"email": f"bench-{uuid4().hex}@example.com", "password": PASSWORD}
        answer = await self._client.send("POST", "/api/auth/register", {}, who)
        if answer.status != CREATED:
            raise RuntimeError(f"cannot register: {answer}")
        self._headers = {"Authorization": f"Bearer {answer.body['access_token']}"}
        answer = await self._client.send("PUT", "/api/orders/settings", self._headers, SETTINGS)
        if answer.status != OK:
            raise RuntimeError(f"cannot choose how orders are filled: {answer}")
        await self.listen()
        async with asyncio.timeout(20):
            while (await self._get("/api/risk/account")).status != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.1)  # the account is being opened
        order_id = await self.place("buy", shares)
        async with asyncio.timeout(30):
            await self.tally.ended(order_id)

    def resume(self, other: "Trader") -> None:
        """Be who the other was."""
        self._headers = other._headers  # noqa: SLF001  # of the same class

    async def listen(self) -> None:
        """Hear from now on what becomes of orders."""
        self._listening = asyncio.create_task(self._listen())
        async with asyncio.timeout(20):
            await self._subscribed.wait()

    async def place(self, side: str = "", shares: int = 1, **terms: str) -> str:
        """Place a market order, again and again under one name until there is an answer.

        With other ``terms`` it is another order.

        Returns:
            The order's id; empty if it was refused.
        """
        order = {
            "symbol": self._symbol,
            "side": side or next(self._sides),
            "type": "market",
            "quantity": str(shares),
            "client_order_id": uuid4().hex,
            **terms,
        }
        started = perf_counter()
        for _ in range(self.tries_max):
            with suppress(OSError, TimeoutError):
                answer = await self._client.send("POST", "/api/orders", self._headers, order)
                if answer.status < 500:  # the system was there
                    return self._note(answer, started)
            await asyncio.sleep(RETRY_SECONDS)
        raise RuntimeError(f"no answer after {self.tries_max} tries")

    async def portfolio(self) -> Answer:
        """What the portfolio service says the account has."""
        return await self._get("/api/portfolio")

    async def missed(self) -> dict[str, str]:
        """The status of every order whose end was not heard, as the order service knows it."""
        unheard = self.own & self.tally.answered.keys() - self.tally.filled.keys()
        return {one: await self._status(one) for one in unheard}

    async def leave(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    def _note(self, answer: Answer, started: float) -> str:
        if answer.status not in {CREATED, REPEATED}:
            self.tally.refused.append(answer)
            return ""
        order_id: str = answer.body["order_id"]
        self.own.add(order_id)
        self.tally.sent[order_id] = started
        self.tally.answered[order_id] = perf_counter()
        return order_id

    async def _get(self, path: str) -> Answer:
        """Read, once more if a connection that was kept alive turns out to be closed."""
        try:
            return await self._client.send("GET", path, self._headers)
        except ConnectionError:
            return await self._client.send("GET", path, self._headers)

    async def _status(self, order_id: str) -> str:
        answer = await self._get(f"/api/orders/{order_id}")
        for _ in range(self.tries_max):
            if answer.status == OK:
                return answer.body["status"]
            await asyncio.sleep(RETRY_SECONDS)  # what was killed is starting again
            answer = await self._get(f"/api/orders/{order_id}")
        raise RuntimeError(f"order {order_id}: {answer}")

    async def _listen(self) -> None:
        """Listen for ever. What the edge forgot when it died is asked for over REST later."""
        while True:
            with suppress(ConnectionClosed, OSError, TimeoutError):
                await self._hear()
            await asyncio.sleep(RETRY_SECONDS)

    async def _hear(self) -> None:
        ticket = await self._client.send("POST", "/api/stream/ticket", self._headers)
        if ticket.status >= 300:  # the edge is starting again
            return
        url = self._origin.replace("http", "ws", 1) + "/ws"
        async with connect(url, compression=None, max_queue=None) as socket:
            await self._subscribe(socket, ticket.body["ticket"])
            async for frame in socket:
                assert isinstance(frame, str)
                if frame.startswith(FILLED):
                    self._take(frame)
                elif frame.startswith(REJECTED):
                    self.tally.note_rejected(orjson.loads(frame)["data"]["order_id"])

    async def _subscribe(self, socket: ClientConnection, ticket: str) -> None:
        await socket.send(orjson.dumps({"action": "authenticate", "ticket": ticket}).decode())
        await socket.recv()
        await socket.send(orjson.dumps({"action": "subscribe", "channels": ["orders"]}).decode())
        await socket.recv()
        self._subscribed.set()

    def _take(self, frame: str) -> None:
        self.tally.note_filled(orjson.loads(frame)["data"]["order_id"])
