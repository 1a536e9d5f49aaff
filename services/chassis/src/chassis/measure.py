"""How long batches take, how old their events are, and what is said of it.

Label look-ups of a consumer are done once.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from bus.envelope import Envelope
from chassis import metrics
from events import OrderRejected
from vocabulary import made_at

JOURNEY_SECONDS_MAX = 60
"""What an order led to later than that, it led to because it rested on the book."""


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


def count_published(envelopes: Sequence[Envelope[Any]]) -> None:
    """Count what was committed; of what a click has led to, measure how long that took.

    The id of an effect says when its chain began.
    """
    for one in envelopes:
        metrics.PUBLISHED.labels(one.type).inc()
        if isinstance(one.data, OrderRejected):
            metrics.REJECTED.labels(one.data.rejected_by, one.data.reason).inc()
        if one.causationid is not None:
            seconds = one.time.timestamp() - made_at(one.id) / 1000
            if seconds <= JOURNEY_SECONDS_MAX:
                metrics.JOURNEY_SECONDS.labels(one.type).observe(max(seconds, 0))
