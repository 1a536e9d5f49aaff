"""Massive as it looks from outside: JSON on the streams and for requests.

https://massive.com/docs/websocket/stocks/quotes, …/rest/stocks/aggregates/custom-bars
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.websockets import WebSocket

from fakes.server import FakeVendor

KEY = "a key that must not show"


class FakeMassive(FakeVendor):
    """Streams at ``/stocks``, ``/crypto`` and ``/forex``; bars of 10 or more pages if need be."""

    def __init__(self) -> None:
        super().__init__()
        self.bars: dict[str, list[dict[str, Any]]] = {}
        """By ticker, in the order of time."""
        self.page_size = 1000
        self.not_included: set[str] = set()
        """Channels that the plan does not include."""
        self.asked_with: list[dict[str, str]] = []

    async def greet(self, socket: WebSocket) -> None:
        await say(socket, {"ev": "status", "status": "connected", "message": "Connected"})
        asked = await socket.receive_json()
        if asked != {"action": "auth", "params": KEY}:
            await say(socket, {"ev": "status", "status": "auth_failed", "message": "not you"})
            await socket.close()
            return
        await say(socket, {"ev": "status", "status": "auth_success", "message": "authenticated"})
        wanted = await socket.receive_json()
        topics = wanted["params"].split(",")
        self.subscribed.update(topics)
        refused = [one for one in topics if one.split(".")[0] in self.not_included]
        for topic in topics:
            status = "error" if topic in refused else "success"
            answer = "not authorized" if topic in refused else f"subscribed to: {topic}"
            await say(socket, {"ev": "status", "status": status, "message": answer})
        self.sockets.append(socket)

    async def tell(self, *messages: object) -> None:
        """To the sockets of all markets: one that has not subscribed ignores it."""
        for socket in self.sockets:
            await say(socket, *messages)

    def answer(self, request: Request) -> object:
        *_, ticker, _range, _multiplier, _span, first, last = request.url.path.split("/")
        self.asked_with.append(
            dict(request.query_params) | {"as": request.headers["authorization"]}
        )
        known = [one for one in self.bars.get(ticker, ()) if int(first) <= one["t"] <= int(last)]
        answer: dict[str, Any] = {"ticker": ticker, "adjusted": False, "status": "OK"}
        answer["results"] = known[: self.page_size]
        if len(known) > self.page_size:
            answer["next_url"] = f"{self.url}{request.url.path}?cursor=1"
        return answer

    def subject(self, request: Request) -> str:
        return ""


async def say(socket: WebSocket, *messages: object) -> None:
    """A frame of messages."""
    await socket.send_text(json.dumps(list(messages)))


def milliseconds(time: datetime) -> int:
    """Since 1970."""
    return round(time.timestamp() * 1000)


def quote(ticker: str, bid: float, ask: float, time: datetime) -> dict[str, Any]:
    """A quote of a stock, 100 shares to 200."""
    return {
        "ev": "Q", "sym": ticker, "bx": 4, "bp": bid, "bs": 100, "ax": 7, "ap": ask, "as": 200,
        "c": 0, "i": [604], "t": milliseconds(time), "q": 50385480, "z": 3,
    }  # fmt: skip


def trade(ticker: str, price: float, size: int, time: datetime) -> dict[str, Any]:
    """A trade of a stock."""
    return {
        "ev": "T", "sym": ticker, "x": 4, "i": "12345", "z": 3, "p": price, "s": size,
        "c": [0, 12], "t": milliseconds(time), "q": 3681328,
    }  # fmt: skip


def coin_quote(pair: str, bid: float, ask: float, time: datetime) -> dict[str, Any]:
    """A quote of a coin, 0.5 to 0.25."""
    return {
        "ev": "XQ", "pair": pair, "bp": bid, "bs": 0.5, "ap": ask, "as": 0.25,
        "t": milliseconds(time), "x": 1, "r": milliseconds(time),
    }  # fmt: skip


def coin_trade(pair: str, price: float, size: float, time: datetime) -> dict[str, Any]:
    """A trade of a coin."""
    return {
        "ev": "XT", "pair": pair, "p": price, "t": milliseconds(time), "s": size, "c": [2],
        "i": "191450340", "x": 1, "r": milliseconds(time),
    }  # fmt: skip


def currency_quote(pair: str, bid: float, ask: float, time: datetime) -> dict[str, Any]:
    """A quote of a currency; nobody says of how much."""
    return {"ev": "C", "p": pair, "x": 48, "a": ask, "b": bid, "t": milliseconds(time)}


def bar(start: datetime, prices: Sequence[float]) -> dict[str, Any]:
    """A bar of an answer: open, high, low, close, of 1000.5 shares in 10 trades."""
    shown: dict[str, Any] = dict(zip("ohlc", prices, strict=True))
    return {**shown, "t": milliseconds(start), "v": 1000.5, "n": 10, "vw": 10.5}
