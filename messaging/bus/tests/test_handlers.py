"""What a reaction is shown, and which state it changes."""

from collections.abc import Iterable

import pytest

from bus.envelope import first
from bus.handlers import THE_ONE, Handlers, Occurrence
from events import Event, OrderCreated, OrderRejected
from events.examples import EXAMPLES

CREATED, REJECTED = EXAMPLES["ORDER_CREATED"], EXAMPLES["ORDER_REJECTED"]
Seen = list[object]


def make_handlers(key: str) -> Handlers[Seen]:
    handlers = Handlers[Seen](key=key)

    @handlers.on(OrderCreated)
    def see_event(seen: Seen, event: OrderCreated) -> Iterable[Event]:
        seen.append(event)
        yield event

    @handlers.on_occurrences(OrderRejected)
    def see_all(seen: Seen, occurrence: Occurrence) -> Iterable[Event]:
        seen.append(occurrence)
        yield occurrence.data

    assert see_event
    assert see_all
    return handlers


def test_a_reaction_sees_the_event_or_what_surrounds_it_if_it_asks() -> None:
    handlers, seen = make_handlers("account_id"), Seen()
    created, rejected = first(CREATED, "order"), first(REJECTED, "risk")

    effects = [*handlers.receive(seen, created), *handlers.receive(seen, rejected)]

    assert seen == [CREATED, rejected]
    assert effects == [CREATED, REJECTED]
    assert handlers.names == {"ORDER_CREATED", "ORDER_REJECTED"}


def test_without_a_key_all_events_concern_the_one_there_is() -> None:
    assert make_handlers("symbol").key_of(CREATED) == "IBM"
    assert make_handlers("").key_of(CREATED) == make_handlers("").key_of(REJECTED) == THE_ONE


def test_an_event_has_one_handler() -> None:
    handlers = make_handlers("symbol")

    for on in (handlers.on, handlers.on_occurrences):
        with pytest.raises(ValueError, match="ORDER_CREATED already has a handler"):
            on(OrderCreated)(lambda _state, _told: ())
