"""What the edge tells Prometheus. No label names a user, an account or a symbol."""

from collections.abc import Sequence

from prometheus_client import Counter, Gauge, Histogram

from stream.domain.journal import Outcome
from stream.domain.outlet import Due, Lane

_LAG_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

CONNECTIONS = Gauge("stream_connections", "WebSockets that are open")
CLOSED = Counter("stream_connections_closed", "WebSockets that we closed", ["reason"])
REFUSED = Counter("stream_connections_refused", "Handshakes that we refused", ["reason"])
CONFLATED = Counter("stream_prices_conflated", "Prices replaced before they were sent")
WAITING = Gauge("stream_messages_waiting", "Messages that wait for slow clients", ["lane"])
DUPLICATES = Counter("stream_events_duplicate", "Private events dropped as known")
LAG = Histogram(
    "stream_send_lag_seconds", "Age of the oldest private event in a write", buckets=_LAG_SECONDS
)

_SENT = Counter("stream_messages_sent", "Messages handed to the network", ["lane"])
_FOLLOWED = Counter("stream_private_subscriptions", "How reading a log began", ["outcome"])
_SENT_ON = [(lane, _SENT.labels(lane.value)) for lane in Lane]
FOLLOWED = {outcome: _FOLLOWED.labels(outcome.value) for outcome in Outcome}


def count_sent(due: Sequence[Due], now: float) -> None:
    """Note what went out in one write."""
    lanes = [one.lane for one in due]
    for lane, counter in _SENT_ON:
        if number := lanes.count(lane):
            counter.inc(number)
    if Lane.PRIVATE in lanes:
        LAG.observe(now - due[lanes.index(Lane.PRIVATE)].since)
