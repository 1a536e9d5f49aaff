"""The WebSocket edge, and the gateway in front of it."""

from outcry.dashboards.panels import Dashboard, Row, area, chart
from outcry.dashboards.questions import OVER, or_none, quantile, rate

CLIENTS = Row(
    "Clients",
    [
        chart("clients", ("stream_connections", "open")),
        chart(
            "closed by reason",
            (or_none(rate("stream_connections_closed_total", "reason")), "{{reason}}"),
        ),
        chart(
            "refused", (or_none(rate("stream_connections_refused_total", "reason")), "{{reason}}")
        ),
        chart(
            "how reading a log began",
            (rate("stream_private_subscriptions_total", "outcome"), "{{outcome}}"),
            unit="cps",
        ),
        chart(
            "processor time",
            (f'rate(process_cpu_seconds_total{{service="stream"}}{OVER})', "cores"),
        ),
        chart("memory", ('process_resident_memory_bytes{service="stream"}', "bytes"), unit="bytes"),
    ],
)
MESSAGES = Row(
    "Messages",
    [
        area("sent", (rate("stream_messages_sent_total", "lane"), "{{lane}}"), unit="cps"),
        chart("wait for slow clients", ("stream_messages_waiting", "{{lane}}")),
        chart("prices replaced before they were sent", (rate("stream_prices_conflated_total"), "")),
        chart(
            "private messages: from stream to the network",
            (quantile(0.5, "stream_send_lag_seconds"), "half"),
            (quantile(0.99, "stream_send_lag_seconds"), "slowest 1 %"),
            unit="s",
        ),
        chart("private events dropped as known", (rate("stream_events_duplicate_total"), "")),
    ],
)
GATEWAY = Row(
    "Gateway",
    [
        chart("requests", ("rate(nginx_http_requests_total" + OVER + ")", "nginx"), unit="reqps"),
        area(
            "connections",
            ("nginx_connections_reading", "reading"),
            ("nginx_connections_writing", "writing"),
            ("nginx_connections_waiting", "idle"),
        ),
        chart(
            "connections not taken",
            (f"rate(nginx_connections_accepted{OVER}) - rate(nginx_connections_handled{OVER})", ""),
        ),
    ],
)
STREAM = Dashboard(
    "stream",
    "WebSocket edge",
    "Who is connected, and how late they hear.",
    [CLIENTS, MESSAGES, GATEWAY],
)
