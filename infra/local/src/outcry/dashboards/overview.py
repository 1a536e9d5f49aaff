"""The first page: golden signals, and where the time of an order goes."""

from outcry.dashboards.panels import Dashboard, Row, area, chart, figure
from outcry.dashboards.questions import OVER, ROUTED, published, quantile, rate

STAGES = "ORDER_APPROVED|ORDER_REJECTED|ORDER_ACCEPTED|ORDER_FILLED|PORTFOLIO_UPDATED"
_OF_REQUESTS = "http_request_seconds"
_FAILED = rate("http_requests_total", "service", f'{ROUTED},status=~"5.."')
_ANSWERED = rate("http_requests_total", "service", ROUTED)
_FAILED_BY_ROUTE = rate("http_requests_total", "service, route", f'{ROUTED},status=~"5.."')
_ANSWERED_BY_ROUTE = rate("http_requests_total", "service, route", ROUTED)

NOW = Row(
    "Now",
    [
        figure("services", 'sum(up{job="services"})', good_from=7),
        figure("alerts", 'count(ALERTS{alertstate="firing"}) or vector(0)', bad_from=1),
        figure("filled orders", published("ORDER_FILLED"), "reqps"),
        figure("clients", "sum(stream_connections)"),
        figure("ledger imbalance", "max(outcry_ledger_imbalance)", bad_from=0.0001),
        figure("orders unanswered", "sum(orders_overdue)", bad_from=1),
    ],
)
GOLDEN = Row(
    "Golden signals",
    [
        area("requests", (_ANSWERED, "{{service}}"), unit="reqps"),
        chart(
            "share of 5xx",
            (f"({_FAILED} or 0 * {_ANSWERED}) / {_ANSWERED}", "{{service}}"),
            unit="percentunit",
        ),
        chart(
            "slowest 1 %",
            (quantile(0.99, _OF_REQUESTS, "service", ROUTED), "{{service}}"),
            unit="s",
        ),
        area(
            "processor time",
            (
                f'sum by (service) (rate(process_cpu_seconds_total{{job="services"}}{OVER}))',
                "{{service}}",
            ),
            about="1 is one core.",
        ),
        chart(
            "memory",
            ('process_resident_memory_bytes{job=~"services|auditor"}', "{{service}}"),
            unit="bytes",
        ),
        chart("files open", ('process_open_fds{job="services"}', "{{service}}")),
    ],
)
JOURNEY = Row(
    "An order's journey, from the click",
    [
        chart(
            "half of the orders",
            (quantile(0.5, "journey_seconds", "type", f'type=~"{STAGES}"'), "{{type}}"),
            unit="s",
            about="What comes of orders that rested for more than a minute is not counted.",
        ),
        chart(
            "slowest 1 %",
            (quantile(0.99, "journey_seconds", "type", f'type=~"{STAGES}"'), "{{type}}"),
            unit="s",
        ),
        area("events", (rate("events_published_total", "type"), "{{type}}"), unit="cps"),
        chart(
            "age of events when their effect is committed, slowest 1 %",
            (quantile(0.99, "event_lag_seconds", "consumer"), "{{consumer}}"),
            unit="s",
        ),
        chart(
            "from stream to the network",
            (quantile(0.5, "stream_send_lag_seconds"), "half"),
            (quantile(0.99, "stream_send_lag_seconds"), "slowest 1 %"),
            unit="s",
        ),
        chart("oldest message not published", ("outbox_age_seconds", "{{service}}"), unit="s"),
    ],
)
ROUTES = Row(
    "Routes",
    [
        area("requests by route", (_ANSWERED_BY_ROUTE, "{{service}} {{route}}"), unit="reqps"),
        chart(
            "slowest 1 % by route",
            (quantile(0.99, _OF_REQUESTS, "service, route", ROUTED), "{{service}} {{route}}"),
            unit="s",
        ),
        chart(
            "errors by route",
            (f"{_FAILED_BY_ROUTE} or 0 * {_ANSWERED_BY_ROUTE}", "{{service}} {{route}}"),
            unit="reqps",
        ),
    ],
)
OVERVIEW = Dashboard(
    "overview", "Overview", "How it is, and where time goes.", [NOW, GOLDEN, JOURNEY, ROUTES]
)
