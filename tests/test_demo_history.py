"""`outcry history`: a trader who has just come has something to show, and it is done once."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest
from bench.stack import Stack
from operating import outcry

from outcry.demo.history import give_history

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]


def newcomer(http: httpx.Client) -> tuple[str, str]:
    """Somebody who has registered and done nothing: how they sign in."""
    email, password = f"{uuid4().hex}@example.com", uuid4().hex
    who = {"email": email, "password": password, "display_name": "Dana"}
    token = http.post("/api/auth/register", json=who).raise_for_status().json()["access_token"]
    http.headers["authorization"] = f"Bearer {token}"
    return email, password


async def test_no_page_of_a_demo_trader_is_empty(target: Stack) -> None:
    def seen(path: str) -> Any:  # noqa: ANN401  # any JSON
        return http.get(path).raise_for_status().json()

    with httpx.Client(base_url=target.origin, timeout=60) as http:
        login = newcomer(http)
        first = await give_history(target.origin, *login)
        orders, waiting = seen("/api/orders")["items"], seen("/api/orders?status=open")["items"]
        again = await give_history(target.origin, *login)
        unchanged = seen("/api/orders")["items"]
        held = {one["symbol"]: one["quantity"] for one in seen("/api/portfolio")["positions"]}

    assert (first, again) == (6, 0)
    assert unchanged == orders
    assert sorted(order["type"] for order in waiting) == ["limit", "stop"]
    over = sorted(order["status"] for order in orders if order not in waiting)
    assert over == ["filled", "filled", "filled", "rejected"]
    assert sorted(float(size) for size in held.values()) == [25, 25]


def test_the_demo_trader_of_the_house_is_given_it_once(target: Stack) -> None:
    outcry(target, "history")  # or by whoever used the stack before

    assert json.loads(outcry(target, "history", "--json")) == {"placed": 0}
