"""A client that does not keep up harms itself, and nobody else."""

import asyncio
import socket
from contextlib import suppress
from time import monotonic

import httpx
import pytest
from live_edge import (
    PRIVATE,
    Client,
    LiveEdge,
    Message,
    a_quote,
    an_account,
    an_event,
    closing,
    metric,
    numbers,
)
from websockets.exceptions import ConnectionClosed

from vocabulary import AccountId

pytestmark = pytest.mark.real


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
    account = an_account()
    async with closing("slow"):
        client = await stalled(impatient_edge, account)

    client.socket.transport.resume_reading()
    received = await everything(client)
    assert await client.closed() == (4008, "slow")

    last = received[-1]
    client = await impatient_edge.enter(account)
    await client.subscribe(*PRIVATE, since={"epoch": last["epoch"], "seq": last["seq"]})
    rest = await client.receive_many(1000 - len(received))
    assert 0 < len(received) < 1000
    assert numbers([*received, *rest]) == list(range(1000))


async def test_a_client_that_the_log_has_left_behind_has_to_start_over(edge: LiveEdge) -> None:
    account = an_account()
    sent = metric("stream_messages_sent_total", lane="private")
    client = await stalled(edge, account)
    while metric("stream_messages_sent_total", lane="private") == sent:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    for _ in range(3):
        await edge.tell(*(an_event(account, number) for number in range(1000)))

    async with closing("slow"):
        client.socket.transport.resume_reading()
    last = (await everything(client))[-1]

    client = await edge.enter(account)
    await client.subscribe(*PRIVATE, since={"epoch": last["epoch"], "seq": last["seq"]})
    assert (await client.receive())["type"] == "resync"


async def test_the_others_do_not_notice(impatient_edge: LiveEdge) -> None:
    account, another = an_account(), an_account()
    twin = await impatient_edge.enter(account, max_queue=None)  # always reads
    stranger = await impatient_edge.enter(another, max_queue=None)
    for client in (twin, stranger):
        await client.subscribe(*PRIVATE)
    taken: list[float] = []
    for _ in range(5):
        await stalled(impatient_edge, account)
        await twin.receive_many(1000)
        started = monotonic()
        await impatient_edge.tell(an_event(another))
        await stranger.until("ORDER_ACCEPTED")
        taken.append(monotonic() - started)
    assert min(taken) < 0.5  # where one that waits would take a second


async def test_a_client_that_never_reads_again_is_gone_all_the_same(
    impatient_edge: LiveEdge,
) -> None:
    await stalled(impatient_edge, an_account())
    await impatient_edge.until_connected(1)

    await impatient_edge.until_connected(0)  # found out, said goodbye to, and aborted


async def test_a_client_that_asks_and_does_not_listen_is_closed(impatient_edge: LiveEdge) -> None:
    client = await narrow(impatient_edge, an_account())
    symbols = [f"A-LONG-SYMBOL-{number}" for number in range(400)]
    async with closing("slow"):
        client.socket.transport.pause_reading()
        for _ in range(40):
            await client.send("subscribe", channels=["quotes", "bars", "trades"], symbols=symbols)
    client.socket.transport.resume_reading()

    assert await client.closed() == (4008, "slow")


async def test_a_slow_client_gets_the_newest_prices(edge: LiveEdge) -> None:
    client = await narrow(edge, an_account())
    symbols = [f"S{number}" for number in range(100)]
    await client.subscribe("quotes", symbols=symbols)
    client.socket.transport.pause_reading()
    before = metric("stream_prices_conflated_total")
    for sequence in range(100):
        await edge.show(*(a_quote(symbol, sequence) for symbol in symbols))
        await asyncio.sleep(0)

    async with httpx.AsyncClient() as http:
        await http.get(f"http://127.0.0.1:{edge.port}/metrics")
    assert metric("stream_messages_waiting", lane="prices") >= 1

    client.socket.transport.resume_reading()
    newest: dict[str, int] = {}
    received = 0
    while len(newest) < 100 or set(newest.values()) != {99}:
        message = await client.receive()
        if message["type"] == "QUOTE":
            assert message["data"]["sequence"] > newest.get(message["data"]["symbol"], -1)
            newest[message["data"]["symbol"]] = message["data"]["sequence"]
            received += 1

    assert received < 100 * 100
    assert metric("stream_prices_conflated_total") - before == 100 * 100 - received
