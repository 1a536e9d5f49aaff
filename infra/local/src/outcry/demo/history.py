"""What the demo trader has done before anybody signs in as him, so that no page is empty."""

import asyncio
from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal
from ssl import SSLContext
from time import perf_counter
from typing import cast

import httpx

from outcry.demo.session import PATIENCE_SECONDS, Json, Session
from outcry.errors import Problem

CENT = Decimal("0.01")
LIKED = ("AAPL", "MSFT", "IBM", "BAC")
"""What people know; whatever has a price, where the market has none of these."""
FILLED_SECONDS = 10.0
LOOK_AGAIN_SECONDS = 0.05


async def give_history(
    origin: str, email: str, password: str, trust: SSLContext | None = None
) -> int:
    """Sign in and trade a little, if nothing was ever ordered there.

    Afterwards there are two positions, a profit or a loss, an order that waits for a better price,
    a stop that protects a position, and a refusal.

    Args:
        origin: of the gateway, for example ``http://127.0.0.1:8080``.
        email: of the demo trader.
        password: his.
        trust: whom to take for the gateway if it speaks TLS; by default, whom the system trusts.

    Returns:
        How many orders were placed: none, if there were any before.

    Raises:
        Problem: the gateway refused something, or nothing has a price.
    """
    verify = trust or True
    async with httpx.AsyncClient(base_url=origin, timeout=PATIENCE_SECONDS, verify=verify) as http:
        session = Session(http)
        login = {"email": email, "password": password}
        answer = await session.call("POST", "/api/auth/login", login)
        http.headers["authorization"] = f"Bearer {answer['access_token']}"
        await session.wait_for_account()
        if (await session.call("GET", "/api/orders?limit=1"))["items"]:
            return 0
        return await _trade(session)


async def _trade(session: Session) -> int:
    quotes = await _quotes(session)
    first, second = [one for one in (*LIKED, *quotes) if one in quotes][:2]
    below = {name: _part_of(quotes[name]["bid"], "0.97") for name in (first, second)}
    buy, sell, patient = {"side": "buy"}, {"side": "sell"}, {"time_in_force": "gtc"}
    market: Json = {"type": "market"}
    orders: list[Json] = [
        {"symbol": first, "quantity": "40", **buy, **market},
        {"symbol": second, "quantity": "25", **buy, **market},
        {"symbol": first, "quantity": "15", **sell, **market},
        {"symbol": first, "quantity": "10", **buy, **patient}
        | {"type": "limit", "limit_price": below[first]},
        {"symbol": second, "quantity": "25", **sell, **patient}
        | {"type": "stop", "stop_price": below[second]},
        {"symbol": second, "quantity": "9000", **buy, **market},
    ]
    for number, terms in enumerate(orders, 1):
        order = await session.call(
            "POST", "/api/orders", terms | {"client_order_id": f"demo-history-{number}"}
        )
        if terms["type"] == "market":
            await _ended(session, order["order_id"])  # what is sold later has to be there
    return len(orders)


async def _quotes(session: Session) -> Mapping[str, Json]:
    found = cast("list[Json]", await session.call("GET", "/api/market/quotes"))
    quotes = {one["symbol"]: one for one in found if one["bid"] and one["ask"]}
    if len(quotes) > 1:
        return quotes
    raise Problem("the demo trader has done nothing yet: the market has too few prices")


def _part_of(price: str, factor: str) -> str:
    return str((Decimal(price) * Decimal(factor)).quantize(CENT, ROUND_DOWN))


async def _ended(session: Session, order_id: str) -> None:
    """Wait for an order's end, or not for ever: where the market is closed it comes later."""
    until = perf_counter() + FILLED_SECONDS
    while perf_counter() < until:
        order = await session.call("GET", f"/api/orders/{order_id}")
        if order["status"] in {"filled", "rejected", "canceled", "expired"}:
            return
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
