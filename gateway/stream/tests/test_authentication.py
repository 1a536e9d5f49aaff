"""Who gets in: with a ticket, in time, from the right page, and not too often."""

import asyncio
import json
from collections.abc import MutableMapping
from typing import Any
from uuid import uuid4

import httpx
import pytest
from live_edge import (
    ORIGIN,
    PRIVATE,
    LiveEdge,
    Message,
    an_account,
    an_event,
    live_edge,
    metric,
)
from redis.asyncio import Redis
from starlette.websockets import WebSocket
from websockets.exceptions import InvalidStatus

from chassis.testing import sign_in
from stream.connections.door import Door
from stream.connections.hub import Hub
from stream.domain.journal import Journal

pytestmark = pytest.mark.real


async def test_a_ticket_from_the_api_opens_the_stream_once(edge: LiveEdge) -> None:
    account = an_account()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{edge.port}", timeout=60) as api:
        answer = await api.post("/api/stream/ticket", headers=sign_in(account))
    assert answer.status_code == 200
    assert answer.json()["expires_in"] == 30
    ticket = answer.json()["ticket"]
    assert len(ticket) >= 43  # 256 bits in base64

    first, second = await edge.connect(), await edge.connect()
    await first.send("authenticate", ticket=ticket)
    welcome = await first.receive()
    await second.send("authenticate", ticket=ticket)

    assert welcome["type"] == "authenticated"
    assert 890 <= welcome["expires_in"] <= 900
    assert await second.closed() == (4401, "bad_ticket")
    await first.subscribe("orders")
    await edge.tell(an_event(account))
    assert (await first.receive())["data"]["account_id"] == str(account)


async def test_a_ticket_needs_a_token(edge: LiveEdge) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{edge.port}", timeout=60) as api:
        answer = await api.post("/api/stream/ticket", headers={"authorization": "Bearer forged"})

    assert answer.status_code == 401
    assert answer.json()["code"] == "not_signed_in"


async def test_who_shows_no_ticket_in_time_has_to_go(impatient_edge: LiveEdge) -> None:
    client = await impatient_edge.connect()

    assert await client.closed() == (4408, "authentication_timeout")


@pytest.mark.parametrize("ticket", ["x", "../../etc", "t" * 128, "\u0000"])
async def test_a_ticket_that_never_was_is_refused(edge: LiveEdge, ticket: str) -> None:
    client = await edge.connect()

    await client.send("authenticate", ticket=ticket)

    assert await client.closed() == (4401, "bad_ticket")


async def test_nothing_is_told_before_the_ticket(edge: LiveEdge) -> None:
    client = await edge.connect()

    await client.send("subscribe", channels=["clock", "orders"])
    assert (await client.receive())["code"] == "not_authenticated"
    await client.send("ping")
    assert (await client.receive())["code"] == "not_authenticated"
    await client.send("authenticate", ticket=await edge.ticket(an_account()))
    assert (await client.receive())["type"] == "authenticated"


async def test_a_new_ticket_over_the_same_socket_gives_new_time(impatient_edge: LiveEdge) -> None:
    account = an_account()
    client = await impatient_edge.connect()
    await client.send("authenticate", ticket=await impatient_edge.ticket(account, seconds=1))
    assert (await client.receive())["expires_in"] <= 1
    await client.subscribe(*PRIVATE)

    await client.send("authenticate", ticket=await impatient_edge.ticket(account))

    assert (await client.until("authenticated"))["expires_in"] > 800
    await asyncio.sleep(3)
    await impatient_edge.tell(an_event(account))
    assert (await client.until("ORDER_ACCEPTED"))["seq"] == 1


async def test_an_expired_token_ends_the_connection(impatient_edge: LiveEdge) -> None:
    client = await impatient_edge.connect()

    await client.send("authenticate", ticket=await impatient_edge.ticket(an_account(), seconds=0))

    assert await client.closed() == (4401, "token_expired")


async def test_the_ticket_of_another_account_does_not_do(edge: LiveEdge) -> None:
    client = await edge.enter(an_account())

    await client.send("authenticate", ticket=await edge.ticket(an_account()))

    assert await client.closed() == (4401, "bad_ticket")


async def test_a_mistake_of_ours_ends_the_connection_and_tells_nothing(
    edge: LiveEdge, redis_url: str
) -> None:
    async with Redis.from_url(redis_url) as redis:  # pyright: ignore[reportUnknownMemberType]
        await redis.set("stream:ticket:broken", "not what we wrote")
    client = await edge.connect()

    await client.send("authenticate", ticket="broken")

    assert await client.closed() == (1011, "internal_error")


async def test_a_full_house_is_a_503() -> None:
    answers: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        answers.append(dict(message))

    async def redeem(_ticket: str) -> None:
        pass

    door = Door(Hub(Journal("e")), redeem, [], connections_max=0)
    scope: Message = {
        "type": "websocket",
        "headers": [],
        "extensions": {"websocket.http.response": {}},
    }
    await door.serve(WebSocket(scope, receive, send))

    assert answers[0]["status"] == 503
    assert json.loads(answers[1]["body"])["code"] == "too_many_connections"


async def test_a_user_has_ten_connections_over_all_accounts(edge: LiveEdge) -> None:
    user = uuid4()
    clients = [await edge.connect() for _ in range(11)]
    for client in clients[:10]:
        await client.send("authenticate", ticket=await edge.ticket(an_account(), user))
        assert (await client.receive())["type"] == "authenticated"

    await clients[10].send("authenticate", ticket=await edge.ticket(an_account(), user))
    assert await clients[10].closed() == (4429, "too_many_connections")

    await clients[0].socket.close()
    async with asyncio.timeout(60):
        while metric("stream_connections") != 9:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    another = await edge.connect()
    await another.send("authenticate", ticket=await edge.ticket(an_account(), user))
    assert (await another.receive())["type"] == "authenticated"


async def test_our_own_page_and_programs_may_connect(edge: LiveEdge) -> None:
    for origin in (ORIGIN, None):
        client = await edge.connect(origin=origin)
        await client.send("ping")
        assert (await client.receive())["code"] == "not_authenticated"


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "", f"{ORIGIN}.evil.example", f"{ORIGIN}/", "http://localhost"],
)
async def test_other_pages_may_not_connect(edge: LiveEdge, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        await edge.connect(additional_headers={"Origin": origin})

    assert refusal.value.response.status_code == 403
    assert b"origin_not_allowed" in (refusal.value.response.body or b"")


async def test_without_redis_nobody_gets_in_and_everybody_is_told_to_try_again() -> None:
    async with live_edge("redis://127.0.0.1:1") as edge:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{edge.port}", timeout=60) as api:
            answer = await api.post("/api/stream/ticket", headers=sign_in(an_account()))
            readiness = await api.get("/readyz")
        client = await edge.connect()
        await client.send("authenticate", ticket="t")

        assert (answer.status_code, answer.json()["code"]) == (503, "tickets_unavailable")
        assert not readiness.json()["checks"]["redis"]["ok"]
        assert await client.closed() == (1013, "try_again_later")
