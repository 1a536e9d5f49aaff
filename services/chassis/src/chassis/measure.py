"""How long batches take and how old their events are; label look-ups are done once."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from bus.envelope import Envelope
from chassis import metrics


class Measure:
    """The metrics of one consumer."""

    def __init__(self, consumer: str) -> None:
        self._handled = metrics.HANDLED.labels(consumer)
        self._parked = metrics.PARKED.labels(consumer)
        self._events = metrics.BATCH_EVENTS.labels(consumer)
        self._seconds = metrics.BATCH_SECONDS.labels(consumer)
        self._lag = metrics.LAG_SECONDS.labels(consumer)

    @contextmanager
    def batch(self, envelopes: Sequence[Envelope[Any]]) -> Generator[None]:
        """Measure the batch if the block ends well."""
        started = perf_counter()
        yield
        self._seconds.observe(perf_counter() - started)
        self._events.observe(len(envelopes))
        age = datetime.now(UTC) - envelopes[0].time
        self._lag.observe(age.total_seconds())

    def count(self, handled: int, parked: int = 0) -> None:
        """Count events whose effect is committed, and those that were put aside."""
        self._handled.inc(handled)
        if parked:
            self._parked.inc(parked)
