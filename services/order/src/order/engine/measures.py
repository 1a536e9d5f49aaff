"""What the engine tells Prometheus."""

from prometheus_client import Counter, Gauge

BOOKS_AWAKE = Gauge(
    "books_awake", "Books in memory, because there is something to trade", ["partition"]
)
RECORDED = Counter("book_inputs", "Things that books were told, and that are recorded")
