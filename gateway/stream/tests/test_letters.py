"""What is read of a private event on its way through, and what is not."""

import json

import pytest
from live_edge import an_account, an_event
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import format_trace_id
from pydantic import ValidationError

from bus.envelope import Envelope, Origin, effect, first, new_id
from bus.interface import Sealed
from bus.message import UnknownEvent, encode
from chassis.tracing import tracing
from events import Event
from events.examples import EXAMPLES
from stream.connections.hub import Hub
from stream.domain.journal import Journal
from stream.domain.messages import Position
from stream.handlers import PRIVATE, News, read


async def acknowledge() -> None:
    pass


def caused(event: Event) -> list[Envelope[Event]]:
    """An event that somebody wished for, and one that another event led to."""
    wished = first(event, "test")
    return [wished, effect(event, "test", wished, 0)]


def sealed(body: bytes, name: str = "ORDER_ACCEPTED") -> Sealed:
    return Sealed(name, body, acknowledge)


@pytest.mark.parametrize("name", PRIVATE)
def test_a_letter_says_what_the_event_says(name: str) -> None:
    event = EXAMPLES[name]
    envelopes = caused(event)

    letters = read(sealed(encode(envelopes), name))

    for letter, envelope in zip(letters, envelopes, strict=True):
        cause = envelope.causationid
        assert (letter.id, str(letter.account_id)) == (envelope.id, json.loads(facts(event))[ID])
        assert letter.text(Position("e.1", 7)) == (
            f'{{"type":"{name}","seq":7,"epoch":"e.1","id":"{envelope.id}",'
            f'"time":"{envelope.time.isoformat().replace("+00:00", "Z")}",'
            f'"correlationid":"{envelope.correlationid}",'
            f'"causationid":{json.dumps(str(cause) if cause else None)},"data":{facts(event)}}}'
        )


ID = "account_id"


def facts(event: Event) -> str:
    return event.model_dump_json(exclude_none=True)


GOOD = encode(caused(an_event(an_account())))


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[{}]", b"\xff\xfe", GOOD.replace(b"account_id", b"a")],
)
def test_what_cannot_be_delivered_is_not_read(body: bytes) -> None:
    with pytest.raises(ValidationError):
        read(sealed(body))


@pytest.mark.parametrize("body", [b"[]", GOOD.replace(b"ORDER_ACCEPTED", b"ORDER_EXPIRED")])
def test_what_is_not_what_it_is_named_for_is_not_read(body: bytes) -> None:
    with pytest.raises(UnknownEvent, match=r"ORDER_ACCEPTED holds"):
        read(sealed(body))


async def test_telling_an_event_is_the_last_span_of_its_trace() -> None:
    spans, trace = InMemorySpanExporter(), "1" * 32
    origin = Origin(new_id(), f"00-{trace}-{'2' * 16}-01")
    told = sealed(encode([first(an_event(an_account()), "test", origin)]))
    tracing.start("stream", spans)
    try:
        News(Hub(Journal("e"))).arrived(told)
    finally:
        tracing.stop()

    [span] = spans.get_finished_spans()
    context = span.get_span_context()
    assert span.name == "tell ORDER_ACCEPTED"
    assert context is not None
    assert format_trace_id(context.trace_id) == trace
