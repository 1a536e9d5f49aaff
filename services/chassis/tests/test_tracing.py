"""One trace from the click to the last event, over HTTP, a command, the outbox and the bus."""

from collections.abc import AsyncGenerator, Generator

import httpx
import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, format_span_id, format_trace_id
from proving.front_door import SETTINGS
from proving.receiver import Receiver
from proving.stage import EFFECTS, accounts
from tally.api import some_wishes
from tally.main import create_service

from chassis.testing import Simulation, fresh_database, simulation
from chassis.tracing import tracing
from events import OrderAccepted, OrderCreated

pytestmark = pytest.mark.real
TRACE, SPAN = "1" * 32, "2" * 16
PARENT = {"traceparent": f"00-{TRACE}-{SPAN}-01"}


@pytest.fixture
async def sim(postgres_url: str) -> AsyncGenerator[Simulation]:
    async with (
        simulation(postgres_url) as started,
        started.bus.listening(EFFECTS, Receiver().arrived),
    ):
        yield started


@pytest.fixture
async def client(sim: Simulation) -> httpx.AsyncClient:
    database = await fresh_database(sim.postgres_url, "tally")
    return await sim.start(create_service(SETTINGS), database)


@pytest.fixture
def exporter() -> Generator[InMemorySpanExporter]:
    spans = InMemorySpanExporter()
    tracing.start("tally", spans)
    try:
        yield spans
    finally:
        tracing.stop()


async def place_two(sim: Simulation, client: httpx.AsyncClient) -> None:
    [one] = accounts(1)
    answer = await client.post("/api/tally/orders", json=some_wishes(one, [1, 2]), headers=PARENT)
    assert answer.json() == {"placed": 2}
    await sim.settle()


async def test_without_tracing_the_callers_context_goes_all_the_way(
    sim: Simulation, client: httpx.AsyncClient
) -> None:
    assert not tracing.on

    await place_two(sim, client)

    assert [one.type for one in sim.bus.history] == [OrderCreated.name] * 2 + [
        OrderAccepted.name
    ] * 2
    assert {one.traceparent for one in sim.bus.history} == {PARENT["traceparent"]}
    assert len({one.correlationid for one in sim.bus.history}) == 1


async def test_with_tracing_every_step_is_a_span_of_the_callers_trace(
    sim: Simulation, client: httpx.AsyncClient, exporter: InMemorySpanExporter
) -> None:
    await place_two(sim, client)
    tracing.stop()

    spans = exporter.get_finished_spans()
    [request] = [one for one in spans if one.kind is SpanKind.SERVER]
    handled = [one for one in spans if one.name == "handle ORDER_CREATED"]
    assert len(spans) == 3
    assert {_trace(one) for one in spans} == {TRACE}
    assert _parent(request) == SPAN
    assert [_parent(one) for one in handled] == [_id(request)] * 2
    assert all(one.kind is SpanKind.CONSUMER for one in handled)
    accepted = [one for one in sim.bus.history if one.type == OrderAccepted.name]
    assert {one.traceparent for one in accepted} == {f"00-{TRACE}-{_id(one)}-01" for one in handled}


async def test_a_request_without_a_context_begins_a_trace_of_its_own(
    sim: Simulation, client: httpx.AsyncClient, exporter: InMemorySpanExporter
) -> None:
    for _ in range(2):
        await client.get("/livez", headers={"traceparent": "00-nonsense"})
    tracing.stop()

    one, other = exporter.get_finished_spans()
    assert one.parent is other.parent is None
    assert _trace(one) != _trace(other)


async def test_a_failing_handler_is_seen_in_its_span(
    sim: Simulation, client: httpx.AsyncClient, exporter: InMemorySpanExporter
) -> None:
    [one] = accounts(1)
    [wish] = some_wishes(one, [1])
    await client.post("/api/tally/orders", json=[wish | {"symbol": "POISON"}])
    await sim.settle()
    tracing.stop()

    tries = [one for one in exporter.get_finished_spans() if one.kind is SpanKind.CONSUMER]
    assert len(tries) == 3
    assert all(one.status.is_ok is False for one in tries)


def _trace(span: ReadableSpan) -> str:
    context = span.get_span_context()
    assert context is not None
    return format_trace_id(context.trace_id)


def _id(span: ReadableSpan) -> str:
    context = span.get_span_context()
    assert context is not None
    return format_span_id(context.span_id)


def _parent(span: ReadableSpan) -> str:
    assert span.parent is not None
    return format_span_id(span.parent.span_id)
