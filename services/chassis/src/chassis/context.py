"""What the code that is running now is part of: one click, from the gateway to the last event."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from bus.envelope import Origin, new_id

_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)
_TRACEPARENT = re.compile(r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")
_UUID_HEX = re.compile(r"^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$")


def current_origin() -> Origin:
    """Where the running code's work comes from; a new chain if nobody said."""
    origin = _origin.get()
    if origin is None:
        origin = Origin(new_id())
        _origin.set(origin)
    return origin


def enter(origin: Origin) -> None:
    """Everything this task does from now on comes from ``origin``."""
    _origin.set(origin)


@contextmanager
def within(origin: Origin) -> Generator[None]:
    """What is done in the block comes from ``origin``; what comes after does not."""
    before = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(before)


def trace_id_of(traceparent: str) -> str:
    """The id that all spans of a trace share."""
    return traceparent.split("-")[1]


def origin_of(request_id: str, traceparent: str) -> Origin:
    """The origin that a request's headers name; what is malformed in them is not believed."""
    correlationid = UUID(request_id) if _UUID_HEX.match(request_id) else new_id()
    return Origin(correlationid, traceparent if _TRACEPARENT.match(traceparent) else None)
