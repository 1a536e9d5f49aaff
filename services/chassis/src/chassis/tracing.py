"""OpenTelemetry spans across HTTP and the broker. Off unless an endpoint is given.

Switched off, the ``traceparent`` that came in still travels on: through the outbox, over the bus,
into every effect. Switched on, each request and each handled event is a span of its own.
"""

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import SpanKind, format_span_id, format_trace_id
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_propagator = TraceContextTextMapPropagator()


class Tracing:
    """Whether this process makes spans, and how."""

    def __init__(self) -> None:
        self._provider: TracerProvider | None = None

    @property
    def on(self) -> bool:
        """Whether spans are made."""
        return self._provider is not None

    def start(self, service: str, exporter: SpanExporter) -> None:
        """Make spans from now on, and hand them to ``exporter``."""
        self._provider = TracerProvider(resource=Resource.create({"service.name": service}))
        self._provider.add_span_processor(BatchSpanProcessor(exporter))

    def stop(self) -> None:
        """Export what is left and make no more spans."""
        if self._provider is not None:
            self._provider.shutdown()
            self._provider = None

    @contextmanager
    def span(self, name: str, kind: SpanKind, traceparent: str | None) -> Generator[str | None]:
        """A span within the block, below ``traceparent``; yields the ``traceparent`` of its own."""
        if self._provider is None:
            yield traceparent
            return
        parent = _propagator.extract({"traceparent": traceparent}) if traceparent else None
        tracer = self._provider.get_tracer("outcry")
        with tracer.start_as_current_span(name, parent, kind) as span:
            yield _traceparent(span)

    def handling(self, name: str, traceparent: str | None) -> AbstractContextManager[object]:
        """A span for an event at work, of which nothing is said; free while no spans are made."""
        if self._provider is None:
            return _NO_SPAN
        return self.span(name, SpanKind.CONSUMER, traceparent)


_NO_SPAN = nullcontext()


def otlp(endpoint: str) -> SpanExporter:
    """An exporter to an OpenTelemetry collector, for example ``http://127.0.0.1:4318``."""
    return OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces")


def _traceparent(span: trace.Span) -> str:
    context = span.get_span_context()
    ids = f"{format_trace_id(context.trace_id)}-{format_span_id(context.span_id)}"
    return f"00-{ids}-{context.trace_flags:02x}"


tracing = Tracing()
"""The process's own; one switch for all of it."""
