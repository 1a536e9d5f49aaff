"""Market data: prices as they come, and what is kept of them."""

from outcry.dashboards.panels import Dashboard, Row, area, chart, figure
from outcry.dashboards.questions import or_none, quantile, rate

_HITS = rate("market_cache_total", "cache", 'outcome="hit"')
_LOOK_UPS = rate("market_cache_total", "cache")
_OF_MARKET = 'service="market-data",route!="none"'

FEED = Row(
    "The feed",
    [
        chart("ticks", (rate("market_ticks_total"), "ticks"), unit="cps"),
        area("events told", (rate("market_events_total", "type"), "{{type}}"), unit="cps"),
        chart("the feed was last heard", ("market_feed_silent_seconds", "ago"), unit="s"),
        figure("stopped by a problem", "max(market_feed_stopped)", bad_from=1),
        figure("connections to vendors", or_none("sum(market_feed_live)")),
        figure("of a recording", "market_feed_progress", "percentunit"),
        chart(
            "vendors",
            (or_none(rate("market_feed_reconnects_total")), "reconnects"),
            (or_none(rate("market_feed_unreadable_total")), "unreadable"),
            (or_none(rate("market_upstream_requests_total")), "requests"),
        ),
    ],
)
KEPT = Row(
    "Tape, bars and cache",
    [
        chart("strips of the tape", (rate("market_tape_strips_total"), "strips"), unit="cps"),
        chart("in them", (rate("market_tape_items_total"), "items"), unit="cps"),
        chart("the broker does not take it", ("market_tape_failing", "failing")),
        chart("bars that wait", ("market_bars_waiting", "to be stored")),
        chart("bars given up", (rate("market_bars_lost_total"), "lost"), unit="cps"),
        chart(
            "cache hits",
            (or_none(f"{_HITS} / ({_LOOK_UPS} > 0)"), "{{cache}}"),
            unit="percentunit",
        ),
        chart("Redis did not answer", (rate("market_redis_failures_total"), "failures")),
    ],
)
QUESTIONS = Row(
    "Questions",
    [
        area(
            "requests",
            (rate("http_requests_total", "route", _OF_MARKET), "{{route}}"),
            unit="reqps",
        ),
        chart(
            "slowest 1 %",
            (quantile(0.99, "http_request_seconds", "route", _OF_MARKET), "{{route}}"),
            unit="s",
        ),
        chart("about the past", (or_none(rate("market_history_fetches_total", "how")), "{{how}}")),
    ],
)
MARKET = Dashboard(
    "market", "Market data", "Prices, and what is kept of them.", [FEED, KEPT, QUESTIONS]
)
