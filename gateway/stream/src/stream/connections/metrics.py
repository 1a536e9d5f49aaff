"""What the edge tells Prometheus. No label names a user, an account or a symbol."""

from prometheus_client import Counter, Gauge, Histogram

from stream.domain.journal import Outcome
from stream.domain.outlet import Lane

_LAG_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

CONNECTIONS = Gauge("stream_connections", "WebSockets that are open")
CLOSED = Counter("stream_connections_closed", "WebSockets that we closed", ["reason"])
REFUSED = Counter("stream_connections_refused", "Handshakes that we refused", ["reason"])
CONFLATED = Counter("stream_prices_conflated", "Prices replaced before they were sent")
DUPLICATES = Counter("stream_events_duplicate", "Private events dropped as known")
LAG = Histogram(
    "stream_send_lag_seconds", "From a private event's arrival to its sending", buckets=_LAG_SECONDS
)

_SENT = Counter("stream_messages_sent", "Messages handed to the network", ["lane"])
_FOLLOWED = Counter("stream_private_subscriptions", "How reading a log began", ["outcome"])
SENT = {lane: _SENT.labels(lane.value) for lane in Lane}
FOLLOWED = {outcome: _FOLLOWED.labels(outcome.value) for outcome in Outcome}
