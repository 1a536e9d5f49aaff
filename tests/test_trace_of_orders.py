"""`outcry trace`: the journey of an order, from what every service has stored."""

import json
from typing import Any

import pytest
from bench.stack import Stack
from operating import outcry, trail
from proving.receiver import eventually

from outcry.demo.session import signed_in
from outcry.demo.story import Story

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]
FILLED = [
    "placed",
    "said ORDER_CREATED",
    "risk took in ORDER_CREATED",
    "order took in ORDER_APPROVED",
    "complete: filled",
    "portfolio took in ORDER_FILLED",
]
REJECTED = [
    "placed",
    "said ORDER_CREATED",
    "risk took in ORDER_CREATED",
    "said ORDER_REJECTED",
    "order took in ORDER_REJECTED",
    "reject: rejected",
]


def journey(target: Stack, order_id: object) -> dict[str, Any]:
    return json.loads(outcry(target, "trace", "--json", str(order_id)))


def stations(found: dict[str, Any], among: list[str]) -> list[str]:
    """Which of these the order came by, in the order in which it did."""
    steps = [f"{one['service']} {one['what']}" for one in found["steps"]]
    return [one for step in steps for one in among if step.endswith(one)]


async def test_the_journey_of_an_order_leads_from_the_click_to_the_ledger(target: Stack) -> None:
    async with signed_in(target.origin) as session:
        story = Story(session, ["IBM"])
        placed = await story.order("buy", "IBM", "buy", "3", expected=("PORTFOLIO_UPDATED",))

    async def is_told() -> bool:
        return stations(journey(target, placed.order_id), FILLED) == FILLED

    await eventually(is_told)
    found = journey(target, placed.order_id)
    since = [float(one["ms"]) for one in found["steps"]]
    [created] = trail(target, "--order", str(placed.order_id), "--action", "order_created")
    assert found["correlation_id"] == created["correlation_id"]
    assert since[0] == 0
    assert since == sorted(since)
    assert any(one["what"] == "booked" for one in found["steps"])


async def test_the_journey_of_an_order_that_is_refused_tells_the_reason(target: Stack) -> None:
    async with signed_in(target.origin) as session:
        story = Story(session, ["IBM"])
        placed = await story.order("too much", "IBM", "buy", "9000", expected=("ORDER_REJECTED",))

    async def is_told() -> bool:
        return stations(journey(target, placed.order_id), REJECTED) == REJECTED

    await eventually(is_told)
    steps = journey(target, placed.order_id)["steps"]
    [refusal] = [step for step in steps if step["what"] == "reject: rejected"]
    assert "dollars" in refusal["detail"]
