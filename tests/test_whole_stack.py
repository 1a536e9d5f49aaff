"""The whole stack as a newcomer starts it, traded through the gateway only."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from bench.stack import Stack
from operating import audited, outcry
from proving.receiver import eventually

from outcry.demo.session import Heard, signed_in
from outcry.demo.story import Story

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]
RECORDED = Path(__file__).parents[1] / "../shared/market-data/ticks/2013-10-07"


def demo(target: Stack, *options: str) -> dict[str, Any]:
    """What ``outcry demo`` prints for programs."""
    return json.loads(outcry(target, "demo", "--json", *options))


def chain(heard: list[Heard], end: Heard) -> list[str]:
    """The types of an event's causes, from the first to the event itself."""
    by_id = {one.id: one for one in heard}
    types: list[str] = []
    current: Heard | None = end
    while current is not None:
        types.insert(0, current.type)
        current = by_id.get(current.causationid)
    return types


async def test_an_order_is_three_crossings_from_its_fill_and_four_from_the_cash(
    target: Stack,
) -> None:
    async with signed_in(target.origin) as session:
        story = Story(session, ["IBM"])
        wanted = ("ORDER_FILLED", "PORTFOLIO_UPDATED")
        placed = await story.order("buy", "IBM", "buy", "3", expected=wanted)
        events = {one.type: one for one in story.events_of(placed)}

    to_the_fill = ["ORDER_CREATED", "ORDER_APPROVED", "ORDER_FILLED"]
    assert chain(session.heard, events["ORDER_FILLED"]) == to_the_fill
    assert chain(session.heard, events["PORTFOLIO_UPDATED"]) == [*to_the_fill, "PORTFOLIO_UPDATED"]


def test_a_day_on_the_simulator_adds_up(target: Stack) -> None:
    checks = demo(target)["checks"]

    assert len(checks) >= 9
    assert all(check["ok"] for check in checks)


def test_a_day_on_a_stack_that_runs_already_adds_up_too(target: Stack, tmp_path: Path) -> None:
    elsewhere = {**target.environment, "OUTCRY_HOME": str(tmp_path)}

    checks = demo(replace(target, environment=elsewhere), "--origin", target.origin)["checks"]

    assert all(check["ok"] for check in checks)
    assert list(tmp_path.iterdir()) == []


def test_a_day_on_recorded_prices_is_filled_within_the_recorded_quotes(target: Stack) -> None:
    if not RECORDED.is_dir():
        pytest.skip(f"no recorded prices at {RECORDED}")

    checks = demo(target, "--replay", str(RECORDED), "--symbols", "IBM,BAC")["checks"]

    within = [check for check in checks if "recorded quote" in check["name"]]
    assert len(within) == 2
    assert all(check["ok"] for check in checks)


async def test_what_was_done_is_in_the_audit_trail_which_is_whole(target: Stack) -> None:
    async with signed_in(target.origin) as session:
        story = Story(session, ["IBM"])
        await story.rest_and_cancel("IBM")
        [placed] = story.placed
    done = ["order_created", "order_cancel_requested", "order_canceled"]

    async def is_there() -> bool:
        return audited(target, "--order", placed.order_id) == done

    await eventually(is_there)
    assert "user_registered" in audited(target)
    head = json.loads(outcry(target, "audit", "verify", "--json"))
    assert head["entries"] == int(head["head"].partition(":")[0]) > len(done)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/orders", 401, "not_signed_in"),
        ("POST", "/api/orders", 401, "not_signed_in"),
        ("GET", "/api/portfolio", 401, "not_signed_in"),
        ("GET", "/metrics", 404, "not_found"),
        ("GET", "/readyz", 404, "not_found"),
        ("GET", "/internal/verify", 404, "not_found"),
        ("GET", "/.well-known/jwks.json", 404, "not_found"),
    ],
)
def test_strangers_get_in_nowhere(
    target: Stack, method: str, path: str, status: int, code: str
) -> None:
    answer = httpx.request(method, target.origin + path)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def market_order(symbol: str, quantity: str) -> bytes:
    order = {"symbol": symbol, "side": "buy", "type": "market", "quantity": quantity}
    return json.dumps(order).encode()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "malformed_json"),
        (b"x" * 10_000_000, 413, "body_too_large"),
        (market_order("NOPE", "1"), 422, "unknown_symbol"),
        (market_order("IBM", "-1"), 422, "validation_failed"),
        (market_order("IBM", "0"), 422, "validation_failed"),
        (market_order("IBM", "NaN"), 422, "validation_failed"),
        (market_order("IBM", "9" * 30), 422, "validation_failed"),
        (market_order("IBM", "0.0000000001"), 422, "validation_failed"),
    ],
    ids=["cut off", "10 MB", "unknown", "negative", "zero", "NaN", "30 digits", "too precise"],
)
async def test_bad_input_gets_a_clear_error(
    target: Stack, body: bytes, status: int, code: str
) -> None:
    who = {"email": f"bad-{uuid4().hex}@example.com", "password": "correct horse battery"}
    async with httpx.AsyncClient(base_url=target.origin, timeout=60) as http:
        token = (await http.post("/api/auth/register", json=who)).json()["access_token"]
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}

        answer = await http.post("/api/orders", content=body, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "Traceback" not in answer.text


async def test_a_body_does_not_spill_into_somebody_elses_request(target: Stack) -> None:
    """The gateway asks auth about a request without its body; auth must not wait for one."""
    async with httpx.AsyncClient(base_url=target.origin, timeout=60) as http:
        for _ in range(6):
            who = {"email": f"spill-{uuid4().hex}@example.com", "password": "correct horse battery"}
            registered = await http.post("/api/auth/register", json=who)
            assert registered.status_code == 201, registered.text
            headers = {"authorization": f"Bearer {registered.json()['access_token']}"}
            await http.post("/api/orders", content=b"x" * 500, headers=headers)
            await http.request("GET", "/healthz/auth", content=b"x" * 500)
