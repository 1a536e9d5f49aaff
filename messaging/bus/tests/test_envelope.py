"""Ids follow from their cause, sort by the time the chain began, and never clash."""

import time
from datetime import UTC, datetime, timedelta
from unittest.mock import Mock
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from proving.catalogue import accepted

from bus import envelope
from bus.envelope import Origin, effect, effect_id, first, new_id

SOURCES = st.text(min_size=1, max_size=20)
NUMBERS = st.integers(0, 2**31)
MILLISECONDS = st.integers(0, 2**48 - 1)


@given(SOURCES, NUMBERS)
def test_the_effect_of_a_cause_is_always_called_the_same(source: str, number: int) -> None:
    cause = new_id()

    assert effect_id(cause, source, number) == effect_id(UUID(str(cause)), source, number)


@given(st.sets(st.tuples(st.uuids(), SOURCES, NUMBERS), min_size=2, max_size=20))
def test_different_effects_are_called_differently(effects: set[tuple[UUID, str, int]]) -> None:
    assert len({effect_id(*one) for one in effects}) == len(effects)


@given(MILLISECONDS, SOURCES, NUMBERS)
def test_an_effect_has_the_time_of_its_cause(milliseconds: int, source: str, number: int) -> None:
    cause = UUID(int=milliseconds << 80 | new_id().int & (1 << 80) - 1)

    identity = effect_id(cause, source, number)

    assert identity.version == 7
    assert identity.int >> 80 == milliseconds


def test_ids_sort_by_the_time_they_were_made() -> None:
    older = new_id()
    time.sleep(0.002)  # the clock of an id ticks in milliseconds

    assert older < new_id()


def test_what_is_said_later_has_a_later_time_whatever_the_clock_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    shown = [noon, noon, noon - timedelta(seconds=1), noon + timedelta(seconds=1)]
    monkeypatch.setattr(envelope, "saying", envelope.Saying())
    monkeypatch.setattr(envelope, "datetime", Mock(now=Mock(side_effect=shown)))

    cause = first(accepted(), "order")
    times = [cause.time, *(effect(accepted(), "order", cause, n).time for n in range(3))]

    assert times == sorted(set(times))
    assert (times[0], times[-1]) == (noon, noon + timedelta(seconds=1))


def test_an_event_that_starts_a_chain_gives_the_chain_its_name() -> None:
    envelope = first(accepted(), "order")

    assert envelope.correlationid == envelope.id
    assert envelope.causationid is None
    assert (envelope.type, envelope.source) == ("ORDER_ACCEPTED", "order")


def test_an_event_of_a_request_belongs_to_the_request() -> None:
    origin = Origin(uuid4(), "00-" + "1" * 32 + "-" + "2" * 16 + "-01")

    envelope = first(accepted(), "order", origin)

    assert (envelope.correlationid, envelope.traceparent) == (
        origin.correlationid,
        origin.traceparent,
    )
    assert envelope.id != origin.correlationid


def test_an_effect_continues_the_chain_of_its_cause() -> None:
    cause = first(accepted(), "order", Origin(uuid4(), "00-" + "a" * 32 + "-" + "b" * 16 + "-01"))

    caused = effect(accepted(), "risk", cause, 0)

    assert caused.correlationid == cause.correlationid
    assert caused.causationid == cause.id
    assert caused.traceparent == cause.traceparent


def test_an_effect_may_have_a_span_of_its_own() -> None:
    cause = first(accepted(), "order")

    assert effect(accepted(), "risk", cause, 0, "00-own").traceparent == "00-own"
