# pyright: reportUnknownMemberType=false
# MessagePack has no types.
"""Alpaca as it looks from outside: MessagePack on the stream, JSON for requests.

https://docs.alpaca.markets/docs/real-time-stock-pricing-data
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import msgpack  # pyright: ignore[reportMissingTypeStubs]
from starlette.requests import Request
from starlette.websockets import WebSocket

from fakes.server import FakeVendor

KEY, SECRET = "PKFAKE", "a secret that must not show"


class FakeAlpaca(FakeVendor):
    """One connection per key, as with the real one: a second is refused with 406."""

    def __init__(self) -> None:
        super().__init__()
        self.bars: dict[str, list[dict[str, Any]]] = {}
        """By the name of the symbol; in the order of time."""
        self.quotes: dict[str, dict[str, Any]] = {}
        """The newest ones."""
        self.pages = 0
        """Into how many pages an answer is parted, less one."""

    async def greet(self, socket: WebSocket) -> None:
        await send(socket, {"T": "success", "msg": "connected"})
        asked = await hear(socket)
        if (asked["action"], asked["key"], asked["secret"]) != ("auth", KEY, SECRET):
            await send(socket, {"T": "error", "code": 402, "msg": "auth failed"})
            await socket.close()
            return
        if self.sockets and self.sockets[0].url.path == socket.url.path:
            await send(socket, {"T": "error", "code": 406, "msg": "connection limit exceeded"})
            await socket.close()
            return
        await send(socket, {"T": "success", "msg": "authenticated"})
        wanted = await hear(socket)
        channels = {name: wanted[name] for name in wanted if name != "action"}
        for channel, symbols in channels.items():
            self.subscribed.update(f"{channel} {symbol}" for symbol in symbols)
        self.sockets.append(socket)
        await send(socket, {"T": "subscription", **channels})

    async def tell(self, *messages: object) -> None:
        for socket in self.sockets:
            await send(socket, *messages)

    def answer(self, request: Request) -> object:
        names = request.query_params["symbols"].split(",")
        if request.url.path.endswith("/quotes/latest"):
            return {"quotes": {name: self.quotes[name] for name in names if name in self.quotes}}
        first, last = (_moment(request.query_params[name]) for name in ("start", "end"))
        return {
            "bars": {
                name: [bar for bar in self.bars.get(name, ()) if first <= _moment(bar["t"]) <= last]
                for name in names
            },
            "next_page_token": None,
        }


async def send(socket: WebSocket, *messages: object) -> None:
    """A frame of messages."""
    await socket.send_bytes(cast(bytes, msgpack.packb(list(messages), datetime=True)))


async def hear(socket: WebSocket) -> dict[str, Any]:
    """A message of the client, which may come in pieces."""
    return cast(dict[str, Any], msgpack.unpackb(await socket.receive_bytes()))


def quote(symbol: str, bid: float, ask: float, time: datetime) -> dict[str, Any]:
    """A quote of the stream, 100 shares to 200."""
    return {
        "T": "q", "S": symbol, "bx": "V", "bp": bid, "bs": 100, "ax": "V", "ap": ask, "as": 200,
        "c": ["R"], "z": "C", "t": time,
    }  # fmt: skip


def trade(symbol: str, price: float, size: float, time: datetime) -> dict[str, Any]:
    """A trade of the stream."""
    return {
        "T": "t", "S": symbol, "i": 96921, "x": "D", "p": price, "s": size, "c": ["@"], "z": "C",
        "t": time,
    }  # fmt: skip


def status(symbol: str, code: str, reason: str, time: datetime) -> dict[str, Any]:
    """A halt or its end."""
    return {
        "T": "s", "S": symbol, "sc": code, "sm": "Trading Halt", "rc": "T12", "rm": reason,
        "z": "C", "t": time,
    }  # fmt: skip


def bar(start: datetime, prices: tuple[float, float, float, float]) -> dict[str, Any]:
    """A bar of an answer: open, high, low, close, of 1000 shares in 10 trades."""
    shown: Mapping[str, Any] = dict(zip("ohlc", prices, strict=True))
    return {**shown, "t": start.isoformat().replace("+00:00", "Z"), "v": 1000, "n": 10, "vw": 10.5}


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
