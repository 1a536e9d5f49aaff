"""Coinbase Exchange as it looks from outside, as one of those that ccxt knows.

https://docs.cdp.coinbase.com/exchange/websocket-feed/channels
"""

import json
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.websockets import WebSocket, WebSocketDisconnect

from fakes.server import FakeVendor

PRODUCTS = ("BTC-USD", "ETH-USD")


class FakeCoinbase(FakeVendor):
    """A socket on which channels are subscribed to one by one, and 300 candles per request."""

    def __init__(self) -> None:
        super().__init__()
        self.candles: list[list[float]] = []
        """Start in seconds, low, high, open, close, volume."""

    async def greet(self, socket: WebSocket) -> None:
        self.sockets.append(socket)
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect
            asked = _parsed(message)
            wanted = [f"{asked['channels'][0]} {name}" for name in asked["product_ids"]]
            self.subscribed.update(wanted)
            await socket.send_json({"type": "subscriptions", "channels": asked["channels"]})

    async def subscribed_to(self, number: int) -> None:
        """Wait until there are so many subscriptions."""
        await self.until(lambda: len(self.subscribed) >= number)

    async def tell(self, *messages: object) -> None:
        for socket in self.sockets:
            for message in messages:
                await socket.send_json(message)

    def answer(self, request: Request) -> object:
        match request.url.path.rsplit("/", maxsplit=1)[-1]:
            case "products":
                return [_product(name) for name in PRODUCTS]
            case "candles":
                first, last = (_moment(request.query_params[name]) for name in ("start", "end"))
                return [one for one in reversed(self.candles) if first <= one[0] <= last][-300:]
            case _:
                return []

    def subject(self, request: Request) -> str:
        return ""


def ticker(product: str, bid: str, ask: str, time: datetime) -> dict[str, Any]:
    """The newest quote, 0.5 to 0.25, with the last trade and the day around it."""
    return {
        "type": "ticker", "sequence": 37475248783, "product_id": product, "price": bid,
        "open_24h": "1310.79", "volume_24h": "245532.79269678", "low_24h": "1280.52",
        "high_24h": "1313.8", "volume_30d": "9788783.60117027", "best_bid": bid,
        "best_bid_size": "0.5", "best_ask": ask, "best_ask_size": "0.25", "side": "buy",
        "time": _text(time), "trade_id": 370843401, "last_size": "11.4396987",
    }  # fmt: skip


def match(product: str, price: str, amount: str, time: datetime) -> dict[str, Any]:
    """A trade."""
    return {
        "type": "match", "trade_id": 10, "sequence": 50, "maker_order_id": "ac928c66",
        "taker_order_id": "132fb6ae", "time": _text(time), "product_id": product, "size": amount,
        "price": price, "side": "sell",
    }  # fmt: skip


def _product(name: str) -> dict[str, Any]:
    base, quote = name.split("-")
    return {
        "id": name, "base_currency": base, "quote_currency": quote, "quote_increment": "0.01",
        "base_increment": "0.00000001", "display_name": f"{base}/{quote}",
        "min_market_funds": "1", "margin_enabled": False, "fx_stablecoin": False,
        "max_slippage_percentage": "0.02000000", "post_only": False, "limit_only": False,
        "cancel_only": False, "trading_disabled": False, "status": "online",
        "status_message": "", "auction_mode": False,
    }  # fmt: skip


def _parsed(message: Any) -> dict[str, Any]:  # noqa: ANN401
    return json.loads(message.get("text") or message["bytes"])


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _text(time: datetime) -> str:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")
