"""The whole life of an order, and why it went that way."""

from datetime import UTC, datetime, timedelta

import pytest
from trading_desk import MARKET_TIME, Desk, Json

from chassis.testing import some_account
from events import MarketClock
from order.queries.overdue import ORDERS_OVERDUE, look
from order.queries.pending import PENDING_SECONDS, Overdue
from vocabulary import ClockState

pytestmark = pytest.mark.real

LATER = timedelta(seconds=PENDING_SECONDS + 1)


async def life(desk: Desk, order: Json) -> list[Json]:
    answer = await desk.ask("GET", f"/{order['order_id']}/events")
    assert answer.status_code == 200, answer.text
    assert answer.json()["order_id"] == order["order_id"]
    return answer.json()["items"]


async def test_every_step_has_its_reason_in_plain_words(desk: Desk) -> None:
    order = await desk.trade(limit_price="10.10", quantity="150")
    await desk.show(("9.90", "100"), ("10.05", "100"))
    steps = await life(desk, order)

    assert [one["number"] for one in steps] == list(range(len(steps)))
    assert [one["happening"] for one in steps][:2] == ["placed", "accept"]
    assert steps[0]["status"] == "pending_new"
    assert steps[-1]["status"] == (await desk.see(order["order_id"]))["status"] == "filled"
    reasons = [one["reason"] for one in steps]
    assert any("partially filled 100 of 150 at" in reason for reason in reasons)
    assert any("all the size shown" in reason for reason in reasons)
    assert all(one["market_time"] for one in steps[1:])


async def test_a_refusal_by_risk_is_a_step_with_its_figures(desk: Desk) -> None:
    order = await desk.place()
    await desk.reject()

    placed, refused = await life(desk, order)

    assert (placed["number"], placed["happening"]) == (0, "placed")
    assert (refused["happening"], refused["status"]) == ("reject", "rejected")
    assert (refused["reason"], refused["figures"]) == ("too dear", {})


async def test_exits_are_refused_with_their_entry(desk: Desk) -> None:
    entry = await desk.place(
        limit_price="9",
        order_class="bracket",
        take_profit={"limit_price": "12"},
        stop_loss={"stop_price": "8"},
    )
    await desk.reject()

    for leg in (await desk.see(entry["order_id"]))["legs"]:
        assert (leg["status"], leg["rejected_by"]) == ("rejected", "risk")
        assert leg["rejection_rule"] == "its entry was refused: too dear"
        assert [one["happening"] for one in await life(desk, leg)] == ["placed", "reject"]
        assert desk.names(leg["order_id"]) == ["ORDER_REJECTED"]
    assert desk.names(entry["order_id"]) == ["ORDER_CREATED", "ORDER_REJECTED"]
    assert (await desk.ask("GET", params={"status": "open"})).json()["items"] == []


async def test_a_life_is_nobody_elses_business(desk: Desk) -> None:
    order = await desk.place()

    answer = await desk.ask("GET", f"/{order['order_id']}/events", trader=some_account())

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_who_waits_for_an_answer_too_long_is_counted(desk: Desk) -> None:
    running = desk.simulation.running["order"]
    order = await desk.place(limit_price="9.50")
    now = datetime.now(UTC)

    assert await look(running, now) == Overdue(0, None)
    late = await look(running, now + LATER)
    assert (late.number, str(late.oldest)) == (1, order["order_id"])
    (metric,) = ORDERS_OVERDUE.collect()
    assert [sample.value for sample in metric.samples] == [1]

    await desk.approve()
    assert (await look(running, now + LATER)).number == 0


async def test_so_is_a_cancel_and_a_replacement(desk: Desk) -> None:
    running = desk.simulation.running["order"]
    canceled = await desk.trade(limit_price="9.50")
    replaced = await desk.trade(limit_price="9.40")
    await desk.simulation.settle()
    await desk.ask("DELETE", f"/{canceled['order_id']}")
    new = await desk.ask("PATCH", f"/{replaced['order_id']}", json={"limit_price": "9.30"})
    assert new.status_code == 201

    late = await look(running, datetime.now(UTC) + LATER)
    assert late.number == 3  # the replacement waits for risk itself

    await desk.simulation.settle()
    await desk.approve()
    assert (await look(running, datetime.now(UTC) + LATER)).number == 0


async def test_nothing_is_late_while_market_time_stands_still(desk: Desk) -> None:
    """A wish takes effect at its market time: that is not the book's fault."""
    running = desk.simulation.running["order"]
    still = MarketClock(
        time=MARKET_TIME, state=ClockState.PAUSED, speed=None, feed="test", session_open=True
    )
    await desk.simulation.show(still)
    await desk.place(limit_price="9.50")

    assert (await look(running, datetime.now(UTC) + LATER)).number == 0
