"""An account at Alpaca as it looks from outside: orders by REST, and what becomes of them.

Updates come as JSON in binary frames, as Alpaca's paper account sends them.
https://docs.alpaca.markets/docs/websocket-streaming
"""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket

from fakes.server import FakeVendor

KEY, SECRET = "PKFAKEBROKER", "a-broker-secret-that-must-not-show"
OPEN = {"new", "accepted", "held", "partially_filled", "pending_cancel", "pending_replace"}
Json = dict[str, Any]


class FakeAlpacaBroker(FakeVendor):
    """Takes orders, and does with them what it is told, well or badly."""

    def __init__(self) -> None:
        super().__init__()
        self.orders: dict[str, Json] = {}
        """By Alpaca's id."""
        self.activities: list[Json] = []
        self.accepted: list[Json] = []
        """The bodies of orders that were taken."""
        self.new_status = "new"
        self.order_refusals: list[tuple[int, Json]] = []
        """How the next orders are refused."""
        self.losing_answers = 0
        """So many of the next changes are done, and nobody hears of it in time."""
        self.is_quiet = False
        """Whether nothing is told on the stream."""

    async def ask(self, request: Request) -> Response:
        """Count a request, and do what it says or refuse it."""
        self.requests[f"{request.method} {request.url.path}"] += 1
        await asyncio.sleep(0)
        if self.refusals:
            status, headers = self.refusals.pop(0)
            return _refused(status, "no", headers)
        if request.headers.get("APCA-API-SECRET-KEY") != SECRET:
            return _refused(401, "unauthorized.")
        body = json.loads(await request.body() or b"{}")
        answer = await self._do(request, body)
        if request.method != "GET" and self.losing_answers:
            self.losing_answers -= 1
            await asyncio.sleep(1.0)
        return answer

    async def greet(self, socket: WebSocket) -> None:
        asked = json.loads((await socket.receive()).get("text") or "{}")
        good = asked.get("data") == {"key_id": KEY, "secret_key": SECRET}
        status = "authorized" if good else "unauthorized"
        action = {"status": status, "action": "authenticate"}
        await _send(socket, {"stream": "authorization", "data": action})
        if not good:
            await socket.close()
            return
        await socket.receive()
        self.sockets.append(socket)
        await _send(socket, {"stream": "listening", "data": {"streams": ["trade_updates"]}})

    async def tell(self, *messages: object) -> None:
        for socket in [*self.sockets]:
            for message in messages:
                await _send(socket, message)

    def answer(self, request: Request) -> object:
        raise NotImplementedError(request.url.path)

    def order(self, name: str) -> Json:
        """An order by the name that its sender gave it."""
        return next(one for one in self.orders.values() if one["client_order_id"] == name)

    def leg(self, name: str, kind: str) -> Json:
        """The exit of this type of a group."""
        return next(one for one in self.order(name)["legs"] if one["type"] == kind)

    async def fill(self, order: Json, quantity: str, price: str) -> Json:
        """Let some of an order trade; the message that says so."""
        filled = _number(order["filled_qty"]) + _number(quantity)
        is_last = filled >= _number(order["qty"] or "0")
        order["filled_qty"] = str(filled)
        execution = str(uuid4())
        activity: Json = {
            "id": f"20260105143000000::{execution}", "activity_type": "FILL",
            "order_id": order["id"], "cum_qty": str(filled), "leaves_qty": "0", "qty": quantity,
            "price": price, "side": order["side"], "symbol": order["symbol"],
            "transaction_time": _now(), "type": "fill" if is_last else "partial_fill",
        }  # fmt: skip
        self.activities.append(activity)
        more = {"price": price, "qty": quantity, "position_qty": str(filled)}
        status = "filled" if is_last else "partially_filled"
        return await self.turn(order, status, activity["type"], execution_id=execution, **more)

    async def turn(self, order: Json, status: str, event: str = "", **more: object) -> Json:
        """Let an order be in this state; the message that says so."""
        order["status"], order["updated_at"] = status, _now()
        data: Json = {"event": event or status, "timestamp": _now(), "order": {**order}, **more}
        message: Json = {"stream": "trade_updates", "data": {"execution_id": str(uuid4()), **data}}
        if not self.is_quiet:
            await self.tell(message)
        return message

    async def _do(self, request: Request, body: Json) -> Response:
        path = request.url.path.removeprefix("/v2")
        match request.method, path:
            case "POST", "/orders":
                return await self._place(body)
            case "GET", "/orders":
                return JSONResponse([one for one in self.orders.values() if one["status"] in OPEN])
            case "GET", "/orders:by_client_order_id":
                name = request.query_params["client_order_id"]
                named = [one for one in self.orders.values() if one["client_order_id"] == name]
                return JSONResponse(named[0]) if named else _refused(404, "order not found")
            case "GET", "/account/activities/FILL":
                own = request.query_params["order_id"]
                return JSONResponse([one for one in self.activities if one["order_id"] == own])
            case _:
                order = self.orders.get(path.rpartition("/")[2])
                return await self._change(request.method, order, body)

    async def _change(self, method: str, order: Json | None, body: Json) -> Response:
        if order is None:
            return _refused(404, "order not found")
        if method == "GET":
            return JSONResponse(order)
        if order["status"] not in OPEN:
            return _refused(422, f"order is already in {order['status']!r} state")
        if method == "DELETE":
            await self._cancel(order)
            return Response(status_code=204)
        if self.order_refusals:
            status, refusal = self.order_refusals.pop(0)
            return JSONResponse(refusal, status)
        new = self._new({**order, **body, "id": str(uuid4()), "filled_qty": "0"})
        new["replaces"], order["replaced_by"] = order["id"], new["id"]
        await self.turn(order, "replaced")
        await self.turn(new, "new")
        return JSONResponse(new)

    async def _cancel(self, order: Json) -> None:
        await self.turn(order, "canceled")
        for leg in order["legs"] or ():
            await self.turn(leg, "canceled")

    async def _place(self, body: Json) -> Response:
        if self.order_refusals:
            status, refusal = self.order_refusals.pop(0)
            return JSONResponse(refusal, status)
        if any(one["client_order_id"] == body["client_order_id"] for one in self.orders.values()):
            return _refused(422, "client_order_id must be unique")
        self.accepted.append(body)
        order = self._new(body)
        loss = body.get("stop_loss", {})
        exits: list[tuple[str, Json]] = []
        if "take_profit" in body and body["order_class"] != "oco":
            exits.append(("limit", body["take_profit"]))
        if loss:
            exits.append(("stop_limit" if "limit_price" in loss else "stop", loss))
        exit_side = "sell" if body["side"] == "buy" else "buy"
        order["legs"] = [
            self._new({**prices, "symbol": body["symbol"], "qty": body["qty"], "type": kind,
                       "side": exit_side, "status": "held"})
            for kind, prices in exits
        ] or None  # fmt: skip
        await self.turn(order, self.new_status)
        return JSONResponse(order)

    def _new(self, terms: Mapping[str, Any]) -> Json:
        order: Json = {
            "id": str(uuid4()), "client_order_id": str(uuid4()), "created_at": _now(),
            "updated_at": _now(), "submitted_at": _now(), "filled_qty": "0", "qty": None,
            "status": "pending_new", "legs": None, "replaced_by": None, "replaces": None,
            **terms,
        }  # fmt: skip
        self.orders[order["id"]] = order
        return order


def _refused(status: int, words: str, headers: Mapping[str, str] | None = None) -> Response:
    code = status * 100_000 + 10_000
    return JSONResponse({"code": code, "message": words}, status, headers=dict(headers or {}))


async def _send(socket: WebSocket, message: object) -> None:
    await socket.send_bytes(json.dumps(message).encode())


def _number(text: str) -> float:
    return float(text)


def _now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "123Z")
