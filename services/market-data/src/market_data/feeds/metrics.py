"""What the feeds tell Prometheus."""

from prometheus_client import Counter, Gauge

LIVE = Gauge("market_feed_live", "1 while a connection to a vendor tells", ["line"])
RECONNECTS = Counter("market_feed_reconnects", "Connections to a vendor that broke", ["line"])
UPSTREAM = Counter("market_upstream_requests", "Requests to a vendor, by outcome", ["outcome"])
UNREADABLE = Counter("market_feed_unreadable", "Messages of a vendor that made no sense")
