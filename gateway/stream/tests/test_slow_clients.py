"""A client that does not keep up harms itself, and nobody else."""

import asyncio
import socket
from contextlib import suppress
from time import monotonic

import pytest
from live_edge import PRIVATE, Client, LiveEdge, Message, a_quote, an_account, an_event, numbers
from prometheus_client import REGISTRY
from websockets.exceptions import ConnectionClosed

from vocabulary import AccountId

pytestmark = pytest.mark.real


def metric(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


async def narrow(edge: LiveEdge, account: AccountId) -> Client:
    """A client whose own kernel keeps little for it, so that the server notices soon."""
    own = socket.socket()
    own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 * 1024)
    own.setblocking(False)  # noqa: FBT003
    await asyncio.get_running_loop().sock_connect(own, ("127.0.0.1", edge.port))
    return await edge.enter(account, sock=own)


async def stalled(edge: LiveEdge, account: AccountId) -> Client:
    """A client that listens to its account and does not read."""
    client = await narrow(edge, account)
    await client.subscribe(*PRIVATE)
    client.socket.transport.pause_reading()
    await edge.tell(*(an_event(account, number) for number in range(1000)))
    return client


async def everything(client: Client) -> list[Message]:
    """All private messages until the connection is closed."""
    received: list[Message] = []
    with suppress(ConnectionClosed):
        while True:
            message = await client.receive()
            received += [message] if "data" in message else []
    return received


async def test_a_client_that_stops_reading_is_closed_and_comes_back(
    impatient_edge: LiveEdge,
) -> None:
    closed = metric("stream_connections_closed_total", reason="slow")
    account = an_account()
    client = await stalled(impatient_edge, account)
    await asyncio.sleep(2)  # one to be found out, and half of one between two looks

    client.socket.transport.resume_reading()
    received = await everything(client)
    assert await client.closed() == (4008, "slow")
    assert metric("stream_connections_closed_total", reason="slow") == closed + 1

    last = received[-1]
    client = await impatient_edge.enter(account)
    await client.subscribe(*PRIVATE, since={"epoch": last["epoch"], "seq": last["seq"]})
    rest = await client.receive_many(1000 - len(received))
    assert 0 < len(received) < 1000
    assert numbers([*received, *rest]) == list(range(1000))


async def test_the_others_do_not_notice(impatient_edge: LiveEdge) -> None:
    account, another = an_account(), an_account()
    twin, stranger = await impatient_edge.enter(account), await impatient_edge.enter(another)
    for client in (twin, stranger):
        await client.subscribe(*PRIVATE)
    for _ in range(5):
        await stalled(impatient_edge, account)
        await twin.receive_many(1000)
        started = monotonic()
        await impatient_edge.tell(an_event(another))
        await stranger.until("ORDER_ACCEPTED")
        assert monotonic() - started < 0.1


async def test_a_client_that_never_reads_again_is_gone_all_the_same(
    impatient_edge: LiveEdge,
) -> None:
    await stalled(impatient_edge, an_account())
    assert len(impatient_edge.server.server_state.connections) == 1

    await asyncio.sleep(5)  # found out, said goodbye to, and aborted

    assert not impatient_edge.server.server_state.connections


async def test_a_client_that_asks_and_does_not_listen_is_closed(impatient_edge: LiveEdge) -> None:
    client = await narrow(impatient_edge, an_account())
    symbols = [f"A-LONG-SYMBOL-{number}" for number in range(400)]
    client.socket.transport.pause_reading()
    for _ in range(40):
        await client.send("subscribe", channels=["quotes", "bars", "trades"], symbols=symbols)

    await asyncio.sleep(0.5)
    client.socket.transport.resume_reading()

    assert await client.closed() == (4008, "slow")


async def test_a_slow_client_gets_the_newest_prices(impatient_edge: LiveEdge) -> None:
    client = await narrow(impatient_edge, an_account())
    symbols = [f"S{number}" for number in range(200)]
    await client.subscribe("quotes", symbols=symbols)
    client.socket.transport.pause_reading()
    before = metric("stream_prices_conflated_total")
    for sequence in range(100):
        await impatient_edge.show(*(a_quote(symbol, sequence) for symbol in symbols))
        await asyncio.sleep(0)

    client.socket.transport.resume_reading()
    newest: dict[str, int] = {}
    received = 0
    while len(newest) < 200 or set(newest.values()) != {99}:
        message = await client.receive()
        if message["type"] == "QUOTE":
            assert message["data"]["sequence"] > newest.get(message["data"]["symbol"], -1)
            newest[message["data"]["symbol"]] = message["data"]["sequence"]
            received += 1

    assert received < 100 * 200
    assert metric("stream_prices_conflated_total") - before == 100 * 200 - received
