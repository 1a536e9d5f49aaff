"""`outcry history`: the demo trader has something to show, and does it once."""

import json

import httpx
import pytest
from bench.stack import Stack
from operating import outcry

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]


def seen(target: Stack, *paths: str) -> list[dict[str, object]]:
    """What the demo trader is shown at each address."""
    login = {
        "email": target.value("AUTH_DEMO_EMAIL"),
        "password": target.value("AUTH_DEMO_PASSWORD"),
    }
    with httpx.Client(base_url=target.origin, timeout=60) as http:
        token = http.post("/api/auth/login", json=login).raise_for_status().json()["access_token"]
        http.headers["authorization"] = f"Bearer {token}"
        return [http.get(path).raise_for_status().json() for path in paths]


def test_no_page_of_the_demo_trader_is_empty(target: Stack) -> None:
    first = json.loads(outcry(target, "history", "--json"))
    [orders, portfolio] = seen(target, "/api/orders", "/api/portfolio")
    again = json.loads(outcry(target, "history", "--json"))

    assert (first, again) == ({"placed": 6}, {"placed": 0})
    statuses = sorted(order["status"] for order in orders["items"])  # pyright: ignore
    assert statuses == ["accepted", "accepted", "filled", "filled", "filled", "rejected"]
    held = {one["symbol"]: float(one["quantity"]) for one in portfolio["positions"]}  # pyright: ignore
    assert sorted(held.values()) == [25, 25]
    assert seen(target, "/api/orders")[0] == orders
