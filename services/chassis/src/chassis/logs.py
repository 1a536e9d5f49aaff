"""Structured logs on standard output: one JSON object a line, with the correlation id.

Where the click belongs to a trace, its id is there too, by which Grafana finds the trace.

What local variables held is left out of tracebacks: some hold secrets.
"""

import logging
import sys

import structlog
from structlog.typing import EventDict, Processor

from chassis.context import current_origin, trace_id_of
from chassis.settings import ServiceSettings


def start_logging(settings: ServiceSettings) -> None:
    """Send everything, libraries included, through one formatter."""
    start_logging_as(settings.service_name, settings.log_level, settings.log_format)


def start_logging_as(service: str, level: str, form: str) -> None:
    """The same for a process that is not a service."""

    def add_context(_logger: object, _method: str, event: EventDict) -> EventDict:
        origin = current_origin()
        event["service"] = service
        event["correlation_id"] = str(origin.correlationid)
        if origin.traceparent is not None:
            event["trace_id"] = trace_id_of(origin.traceparent)
        return event

    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_context,
    ]
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_renderers(form))
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("httpx", "aio_pika", "aiormq", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _renderers(form: str) -> list[Processor]:
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if form == "console":
        plain = structlog.dev.plain_traceback
        return [remove, structlog.dev.ConsoleRenderer(exception_formatter=plain)]
    tracebacks = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [
        remove,
        structlog.processors.ExceptionRenderer(tracebacks),
        structlog.processors.JSONRenderer(),
    ]
