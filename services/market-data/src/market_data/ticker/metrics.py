"""What the ticker tells Prometheus."""

from prometheus_client import Counter, Gauge

TICKS = Counter("market_ticks", "Ticks that the feed told")
TOLD = Counter("market_events", "Market events published", ["type"])
LAG = Gauge("market_lag_seconds", "How long the newest tick was due when it was delivered")
BARS_WAITING = Gauge("market_bars_waiting", "Bars that are not stored yet")
BARS_LOST = Counter("market_bars_lost", "Bars given up because too many were waiting")
REDIS_FAILURES = Counter("market_redis_failures", "Times that Redis did not take or give quotes")
