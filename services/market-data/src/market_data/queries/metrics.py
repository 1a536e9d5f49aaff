"""What questions about the past tell Prometheus."""

from prometheus_client import Counter

LOOKED_UP = Counter("market_cache", "Look-ups in a cache, and their ends", ["cache", "outcome"])
"""The hit rate of a cache is ``hit`` over all. ``garbage`` could not be read, ``away`` is Redis or
the way to it, in a crowd."""
FETCHES = Counter("market_history_fetches", "Questions about the past, begun or shared", ["how"])
ARCHIVE_CALLS = Counter(
    "market_archive_calls", "Calls of a vendor's archive to fill a gap", ["provider", "outcome"]
)
