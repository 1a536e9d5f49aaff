"""What a process tells Prometheus. Labels name parts of the system, never users or symbols."""

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_EVENTS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)

REQUESTS = Counter("http_requests", "Requests answered", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "http_request_seconds", "Time to answer", ["method", "route"], buckets=_SECONDS
)
HANDLED = Counter("events_handled", "Events whose effect is committed", ["consumer"])
PARKED = Counter("events_parked", "Events put aside", ["consumer"])
FAILED = Counter("batches_failed", "Batches that were rolled back", ["consumer"])
BATCH_EVENTS = Histogram("batch_events", "Events in one transaction", ["consumer"], buckets=_EVENTS)
BATCH_SECONDS = Histogram(
    "batch_seconds", "Time from first event to commit", ["consumer"], buckets=_SECONDS
)
LAG_SECONDS = Histogram(
    "event_lag_seconds",
    "Age of the oldest event of a batch at commit",
    ["consumer"],
    buckets=_SECONDS,
)
LEADING = Gauge("consumer_leading", "1 if this process acts for the partition", ["partition"])
PUBLISHED = Counter("events_published", "Events committed, and published then", ["type"])
JOURNEY_SECONDS = Histogram(
    "journey_seconds",
    "From the click to an event that it led to within a minute",
    ["type"],
    buckets=(*_SECONDS, 30, 60),
)
REJECTED = Counter("orders_rejected", "Orders that were refused", ["rejected_by", "reason"])
POOL = Gauge("database_connections", "Connections of the pool to PostgreSQL", ["state"])
OUTBOX_DEPTH = Gauge("outbox_depth", "Messages committed and not known to be published")
OUTBOX_AGE_SECONDS = Gauge("outbox_age_seconds", "How long the oldest of them has waited")
PARKED_WAITING = Gauge("parked_events", "Events that wait for somebody to look at them")
LIMITS_ALONE = Gauge(
    "rate_limit_alone", "1 while Redis is away and a process counts alone", ["limit"]
)
TAPE_WAITING = Gauge(
    "tape_waiting", "Strips of the tape that have come and were not told", ["partition"]
)
TAPE_LAG_SECONDS = Gauge(
    "tape_lag_seconds", "How far what was told of the tape is behind the market", ["partition"]
)
UNTOLD = Counter("tape_untold", "Times that a part of the tape was left out", ["consumer"])
GIVEN_UP = Counter("states_given_up", "States that cannot be stored", ["consumer"])
