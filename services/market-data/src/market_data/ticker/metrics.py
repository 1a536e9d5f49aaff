"""What the ticker tells Prometheus."""

from prometheus_client import Counter, Gauge

TICKS = Counter("market_ticks", "Ticks that the feed told")
TOLD = Counter("market_events", "Market events published", ["type"])
TAPE_STRIPS = Counter("market_tape_strips", "Strips of the tape that the broker has confirmed")
TAPE_ITEMS = Counter("market_tape_items", "What is in them")
TAPE_FAILING = Gauge("market_tape_failing", "1 while the broker does not take the tape")
FEED_STOPPED = Gauge("market_feed_stopped", "1 if the feed stopped because of a problem")
FEED_SILENT_SECONDS = Gauge(
    "market_feed_silent_seconds", "How long ago the feed last told anything"
)
FEED_PROGRESS = Gauge("market_feed_progress", "Share of a recording that was read, if it is one")
BARS_WAITING = Gauge("market_bars_waiting", "Bars that are not stored yet")
BARS_LOST = Counter("market_bars_lost", "Bars given up because too many were waiting")
REDIS_FAILURES = Counter("market_redis_failures", "Times that Redis did not take or give quotes")
