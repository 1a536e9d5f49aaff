"""Questions to Prometheus that more than one panel asks in the same form."""

OVER = "[$__rate_interval]"
ROUTED = 'route!="none"'
"""Requests to something that is there; probes and scrapes are not among them."""


def rate(metric: str, by: str = "", only: str = "") -> str:
    """How often per second; ``by`` labels, ``only`` those that match."""
    selected = f"{metric}{{{only}}}" if only else metric
    return f"sum{f' by ({by})' if by else ''} (rate({selected}{OVER}))"


def or_none(expr: str) -> str:
    """Zero where nothing of the kind has ever happened."""
    return f"{expr} or vector(0)"


def quantile(share: float, histogram: str, by: str = "", only: str = "") -> str:
    """Below which value ``share`` of what was observed lies."""
    labels = f"{by}, le" if by else "le"
    return f"histogram_quantile({share}, {rate(f'{histogram}_bucket', labels, only)})"


def mean(histogram: str, by: str = "", only: str = "") -> str:
    """The mean of what was observed."""
    return f"{rate(f'{histogram}_sum', by, only)} / {rate(f'{histogram}_count', by, only)}"


def published(event: str) -> str:
    """How many of an event per second."""
    return or_none(rate("events_published_total", only=f'type="{event}"'))
