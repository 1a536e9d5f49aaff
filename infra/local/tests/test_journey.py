"""The ids of what an order led to follow from the id of its first event."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from bus.envelope import Envelope, effect, effect_id, first
from events import OrderCreated
from events.examples import EXAMPLES
from outcry.journey import Journey, Step, effects

ORDER = UUID(int=7)
CREATED: Envelope[OrderCreated] = first(EXAMPLES["ORDER_CREATED"], "order")  # pyright: ignore[reportAssignmentType]


def test_what_risk_and_the_book_say_is_found_by_its_id() -> None:
    approved = effect(EXAMPLES["ORDER_APPROVED"], "risk", CREATED, 0, actor="risk.accounts")
    filled = effect(EXAMPLES["ORDER_FILLED"], "order", approved, 3, actor=str(ORDER))

    names = dict(effects(CREATED.id, "ORDER_CREATED", ORDER, {1: "accept", 3: "complete"}))

    assert names[approved.id] == "ORDER_APPROVED"
    assert names[filled.id] == "ORDER_FILLED"


def test_what_a_cancel_led_to_is_found_too() -> None:
    asked = uuid4()

    names = dict(effects(asked, "ORDER_CANCEL_REQUESTED", ORDER, {4: "ask_cancel", 5: "cancel"}))

    assert names == {
        effect_id(asked, str(ORDER), 4): "ORDER_UPDATED",
        effect_id(asked, str(ORDER), 5): "ORDER_CANCELED",
    }


def test_steps_come_in_the_order_of_time_and_at_one_time_as_they_were_told() -> None:
    click = datetime(2026, 11, 22, tzinfo=UTC)
    at_once = click + timedelta(milliseconds=2)
    journey = Journey(ORDER, click)
    journey.steps = [
        Step(at_once, "order", "open"),
        Step(at_once, "order", "complete"),
        Step(click, "order", "placed"),
    ]

    assert [(one.ms, one.what) for one in journey.rows()] == [
        ("+0.0", "placed"),
        ("+2.0", "open"),
        ("+2.0", "complete"),
    ]
