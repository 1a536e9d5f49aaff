"""WebSockets through the gateway, as pages and programs open them."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import httpx
from bench.stack import Stack
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed


def foreign_origins(port: str) -> list[str]:
    """What pages of others send, and what looks like ours, where ours is at this port with TLS."""
    own = f"https://localhost:{port}"
    return [
        *("https://evil.example", "null", "", "file://", "https://localhost"),
        *(f"http://localhost:{port}", f"https://127.0.0.1:{port}", f"{own}/", f"{own}0"),
        *(f"{own}.evil.example", f"https://localhost.evil.example:{port}", f"{own}@evil.example"),
        *(f"https://evil.example/{own}", f"https://evil.example#{own}", f"{own} {own}"),
        *(f"https://evillocalhost:{port}", f"https://LOCALHOST:{port}"),
    ]


@asynccontextmanager
async def opened(target: Stack, **headers: str) -> AsyncGenerator[ClientConnection]:
    """A connection, with which nothing has been said yet."""
    url = target.origin.replace("http", "ws", 1) + "/ws"
    async with connect(url, ssl=target.trust, additional_headers=headers) as socket:
        yield socket


@asynccontextmanager
async def listening(
    target: Stack, http: httpx.AsyncClient, **since: object
) -> AsyncGenerator[ClientConnection]:
    """A connection that hears of the caller's orders, from where it left off."""
    ticket = (await http.post("/api/stream/ticket")).raise_for_status().json()["ticket"]
    async with opened(target) as socket:
        await socket.send(json.dumps({"action": "authenticate", "ticket": ticket}))
        assert json.loads(await socket.recv())["type"] == "authenticated"
        await socket.send(json.dumps({"action": "subscribe", "channels": ["orders"], **since}))
        assert json.loads(await socket.recv())["type"] == "subscribed"
        yield socket


async def drained(socket: ClientConnection) -> AsyncGenerator[str | bytes]:
    """What comes until the other side hangs up."""
    with suppress(ConnectionClosed):
        while True:
            yield await socket.recv()
