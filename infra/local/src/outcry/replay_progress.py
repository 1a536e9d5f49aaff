"""How far a replay is, as market-data tells Prometheus."""

from math import isnan

import httpx

HOST = "127.0.0.1"
PATIENCE_SECONDS = 2.0
METRIC = "market_feed_progress "


def replay_progress(port: int) -> float | None:
    """The share of the recording that was read, from 0 to 1; None if none is replayed."""
    try:
        answer = httpx.get(f"http://{HOST}:{port}/metrics", timeout=PATIENCE_SECONDS)
    except httpx.HTTPError:
        return None
    for line in answer.text.splitlines():
        if line.startswith(METRIC):
            share = float(line.removeprefix(METRIC))
            return None if isnan(share) else share
    return None
