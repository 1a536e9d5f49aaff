"""What the engine tells Prometheus."""

from prometheus_client import Counter, Gauge, Histogram

BOOKS_AWAKE = Gauge(
    "books_awake", "Books in memory, because there is something to trade", ["partition"]
)
RECORDED = Counter("book_inputs", "Things that books were told, and that are recorded")
MATCHING = Histogram(
    "book_matching_seconds",
    "Time that books take for a wish of a trader, or for a strip of the tape",
    ["told"],
    buckets=(0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.01, 0.1),
)
OF_WISHES, OF_TAPE = MATCHING.labels("wish"), MATCHING.labels("tape")
