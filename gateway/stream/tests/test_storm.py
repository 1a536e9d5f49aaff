"""Everybody at once: cut off, come back, and miss nothing; or sent away in good order."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from time import monotonic

import pytest
from live_edge import PRIVATE, Client, LiveEdge, Message, an_account, an_event, numbers
from websockets.exceptions import ConnectionClosed

from vocabulary import AccountId

pytestmark = pytest.mark.real
CLIENTS = 100
EVENTS = 60


@asynccontextmanager
async def trading(edge: LiveEdge, accounts: list[AccountId]) -> AsyncGenerator[None]:
    """Events for everybody, all the time; all of them have happened at the end of the block."""

    async def trade() -> None:
        for number in range(EVENTS):
            await edge.tell(*(an_event(account, number) for account in accounts))
            await asyncio.sleep(0.05)

    task = asyncio.create_task(trade())
    yield
    await task


class Trader:
    """A client that keeps what it is told and resumes from there."""

    def __init__(self, edge: LiveEdge, account: AccountId) -> None:
        self.received: list[Message] = []
        self.client: Client | None = None
        self.resyncs = 0
        self._edge = edge
        self._account = account
        self._position: Message = {}

    @property
    def is_listening(self) -> bool:
        """Whether it would miss nothing from now on."""
        return bool(self._position)

    async def listen(self, number: int) -> None:
        """Connect as often as necessary, until so many events were received."""
        while len(self.received) < number:
            with suppress(ConnectionClosed):
                self.client = await self._edge.enter(self._account)
                since = {"since": self._position} if self._position else {}
                self._take(await self.client.subscribe(*PRIVATE, **since))
                while len(self.received) < number:
                    self._take(await self.client.receive())

    def cut(self) -> None:
        """Lose the connection, with whatever is on its way."""
        if self.client:
            self.client.socket.transport.abort()

    def _take(self, message: Message) -> None:
        self.resyncs += message["type"] == "resync"
        if "seq" in message:
            self._position = {"epoch": message["epoch"], "seq": message["seq"]}
        if "data" in message:
            self.received.append(message)


async def test_a_hundred_clients_are_cut_off_and_miss_nothing(edge: LiveEdge) -> None:
    accounts = [an_account() for _ in range(CLIENTS)]
    traders = [Trader(edge, account) for account in accounts]
    async with asyncio.TaskGroup() as group:
        for trader in traders:
            group.create_task(trader.listen(EVENTS))
        while not all(trader.is_listening for trader in traders):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        async with trading(edge, accounts):
            for _ in range(3):
                await asyncio.sleep(0.7)
                for trader in traders:
                    trader.cut()
        cut_at = monotonic()

    assert monotonic() - cut_at < 60
    for trader in traders:
        assert trader.resyncs == 0
        assert numbers(trader.received) == list(range(EVENTS))
        assert [message["seq"] for message in trader.received] == list(range(1, EVENTS + 1))


async def test_everybody_is_sent_away_in_good_order(edge: LiveEdge) -> None:
    clients = [await edge.enter(an_account()) for _ in range(20)]

    edge.server.should_exit = True

    pauses = [(await client.until("server_shutdown"))["reconnect_in_seconds"] for client in clients]
    assert [await client.closed() for client in clients] == [(1012, "restarting")] * 20
    assert len(set(pauses)) > 1
    assert all(0 <= pause <= 5 for pause in pauses)
    with pytest.raises(OSError, match=r"."):
        await edge.connect()
