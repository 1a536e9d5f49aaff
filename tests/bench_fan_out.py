"""Frames per second and latency of the WebSocket edge, beside a bare loop over the same sockets.

``python tests/bench_fan_out.py [clients]``. The server is a process of its own; the clients share
another and count what they get without reading it. The bare server keeps no lanes and waits for
each client in turn. Both send the same text, made once, through the same uvicorn. A tenth of the
clients in the last phase read nothing at all; only the edge can take that.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.frames import Frame as WireFrame
from websockets.frames import Opcode

from outcry.ports import free_ports
from stream.connections.door import Door
from stream.connections.hub import Hub
from stream.connections.wire import Wires
from stream.domain.channels import Channel, Topic
from stream.domain.journal import Journal
from stream.domain.latest import Frame, Price
from stream.domain.visitor import Visitor
from vocabulary import AccountId, SessionId, Symbol, UserId

CLIENTS = 200
FLOOD_SECONDS = 5.0
TICKS_PER_SECOND = 20
SYMBOLS = [Symbol(f"S{number}") for number in range(20)]
DATA = '{"symbol":"%s","sequence":%d,"time":"2026-01-01T12:00:00Z","bid":"185.07","bid_size":"100"}'
SENT_AT = re.compile(rb'"at":([0-9.]+)')
Show = Callable[[Symbol, str], None]


def edge() -> tuple[Starlette, Show]:
    """The edge as it is, without Redis and the broker."""
    hub = Hub(Journal("bench"))

    async def redeem(ticket: str) -> Visitor:
        who = UUID(ticket)
        return Visitor(UserId(who), AccountId(who), SessionId(who), int(time.time()) + 900)

    async def serve(websocket: WebSocket) -> None:
        await Door(hub, redeem, []).serve(websocket)

    def show(symbol: Symbol, text: str) -> None:
        hub.show(Price(Topic(Channel.QUOTES, symbol), Frame(lambda: text)))

    app = Starlette(routes=[WebSocketRoute("/ws", serve)])
    app.add_middleware(Wires)
    return app, show


def bare() -> tuple[Starlette, Show]:
    """Nothing but sockets, and a loop over them."""
    sockets: set[WebSocket] = set()

    async def serve(websocket: WebSocket) -> None:
        await websocket.accept()
        sockets.add(websocket)
        with suppress(WebSocketDisconnect):
            while True:
                await websocket.receive_text()
        sockets.discard(websocket)

    async def send(text: str) -> None:
        for one in list(sockets):
            await one.send_text(text)

    def show(_symbol: Symbol, text: str) -> None:
        with suppress(StopIteration):  # nobody is slow here, so it never has to wait
            send(text).send(None)

    return Starlette(routes=[WebSocketRoute("/ws", serve)]), show


def serve(kind: str, port: int) -> None:
    """Show prices when asked to: at once one after the other, or so many a second."""
    app, show = {"edge": edge, "bare": bare}[kind]()

    async def run(request: Request) -> JSONResponse:
        seconds, pause = (float(request.query_params[name]) for name in ("seconds", "pause"))
        started, cpu, ticks = time.perf_counter(), time.process_time(), 0
        while time.perf_counter() < started + seconds:
            ticks += 1
            for symbol in SYMBOLS:
                data = DATA % (symbol, ticks)
                show(symbol, f'{{"type":"QUOTE","at":{time.perf_counter():.6f},"data":{data}}}')
            await asyncio.sleep(pause)
        return JSONResponse({"ticks": ticks, "cpu": time.process_time() - cpu})

    app.routes.append(Route("/run", run))
    uvicorn.run(app, port=port, ws_per_message_deflate=False, log_level="error")


class Client(asyncio.Protocol):
    """Counts frames; every one says when it was shown."""

    def __init__(self, number: int) -> None:
        self.frames = 0
        self.ages: list[float] = []
        self.ready = asyncio.Event()
        self._number = number

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(
            b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"HTTP/1.1 101"):
            self._say(action="authenticate", ticket=str(UUID(int=self._number)))
            self._say(action="subscribe", channels=["quotes"], symbols=["*"])
            self.ready.set()
        now = time.perf_counter()
        self.frames += data.count(b'"at":')
        self.ages += [now - float(at) for at in SENT_AT.findall(data)[-1:]]

    def _say(self, **fields: object) -> None:
        text = json.dumps(fields).encode()
        self.transport.write(WireFrame(Opcode.TEXT, text).serialize(mask=True))


async def measure(port: int, number: int, pause: float, deaf: int = 0) -> dict[str, float]:
    """Let the server run, and say what the clients that listen got."""
    loop = asyncio.get_running_loop()
    clients = [Client(n) for n in range(number)]
    for client in clients:
        await loop.create_connection(lambda client=client: client, "127.0.0.1", port)
        await client.ready.wait()
    await asyncio.sleep(0.5)
    for client in clients[:deaf]:
        client.transport.pause_reading()
    listening = clients[deaf:]
    async with httpx.AsyncClient(timeout=60) as http:
        url = f"http://127.0.0.1:{port}/run"
        answer = (await http.get(url, params={"seconds": FLOOD_SECONDS, "pause": pause})).json()
    await asyncio.sleep(0.5)
    for client in clients:
        client.transport.abort()
    ages = sorted(age for client in listening for age in client.ages)
    frames = sum(client.frames for client in listening)
    return {
        "frames_per_s": frames / FLOOD_SECONDS,
        "p50_ms": ages[len(ages) // 2] * 1000,
        "p99_ms": ages[len(ages) * 99 // 100] * 1000,
        "us_per_frame": answer["cpu"] / frames * 1e6,
        "ticks_per_s": answer["ticks"] / FLOOD_SECONDS,
    }


async def listening(port: int) -> None:
    """Wait until somebody does."""
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.1)


async def phase(kind: str, number: int, pause: float, deaf: int = 0) -> dict[str, float]:
    """A fresh server, measured and gone."""
    (port,) = free_ports(1)
    command = (sys.executable, __file__, "serve", kind, str(port))
    server = await asyncio.create_subprocess_exec(*command)
    try:
        await listening(port)
        figures = await measure(port, number, pause, deaf)
    finally:
        server.kill()
        await server.wait()
    pace = "flood" if not pause else f"{1 / pause:.0f}/s"
    told = ", ".join(f"{name} {figure:,.1f}" for name, figure in figures.items())
    sys.stdout.write(f"{kind} {number} clients, {deaf} deaf, {pace}: {told}\n")
    sys.stdout.flush()
    return figures


async def main(number: int) -> None:
    """All phases, and one line of figures at the end."""
    flood = await phase("edge", number, 0)
    baseline = await phase("bare", number, 0)
    paced = await phase("edge", number, 1 / TICKS_PER_SECOND)
    bare_paced = await phase("bare", number, 1 / TICKS_PER_SECOND)
    crowded = await phase("edge", number, 1 / TICKS_PER_SECOND, number // 10)
    sys.stdout.write(
        f"clients={number} frames_per_s={flood['frames_per_s']:.0f}"
        f" ratio={flood['frames_per_s'] / baseline['frames_per_s']:.2f}"
        f" paced_p99_ms={paced['p99_ms']:.1f} bare_p99_ms={bare_paced['p99_ms']:.1f}"
        f" beside_deaf_p99_ms={crowded['p99_ms']:.1f}\n"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2], int(sys.argv[3]))
    else:
        asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else CLIENTS))
