"""What we promise, how much of the error budget is left, and how fast it burns."""

from outcry.dashboards.panels import Dashboard, Row, chart, figure

OBJECTIVES = Dashboard(
    "slo",
    "SLO",
    "What we promise is in docs/runbook.md; the window is the seven days that Prometheus keeps.",
    [
        Row(
            "Error budget",
            [
                *(
                    figure(
                        f"{name}: budget left",
                        f'slo:budget:left{{slo="{name}"}}',
                        "percentunit",
                        good_from=0.1,
                    )
                    for name in ("requests", "orders", "stream")
                ),
                *(
                    figure(f"{name}: promised", f'slo:target{{slo="{name}"}}', "percentunit")
                    for name in ("requests", "orders", "stream")
                ),
                chart("budget left", ("slo:budget:left", "{{slo}}"), unit="percentunit"),
                chart(
                    "burn rate",
                    ("slo:bad:ratio1h / on (slo) (1 - slo:target)", "{{slo}}, one hour"),
                    ("slo:bad:ratio6h / on (slo) (1 - slo:target)", "{{slo}}, six hours"),
                    about="1 uses the budget up in exactly the window.",
                ),
                chart(
                    "alerts",
                    (
                        'count by (alertname, severity) (ALERTS{alertstate="firing"}) or vector(0)',
                        "{{severity}} {{alertname}}",
                    ),
                ),
            ],
        ),
        Row(
            "What goes wrong",
            [
                chart("in five minutes", ("slo:bad:ratio5m", "{{slo}}"), unit="percentunit"),
                chart("in an hour", ("slo:bad:ratio1h", "{{slo}}"), unit="percentunit"),
                chart("in seven days", ("slo:bad:ratio7d", "{{slo}}"), unit="percentunit"),
            ],
        ),
    ],
)
