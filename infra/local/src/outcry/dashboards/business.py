"""What an exchange looks at: people, orders, fills, refusals, and whether the books agree."""

from outcry.dashboards.panels import Dashboard, Row, area, chart, figure
from outcry.dashboards.questions import or_none, published, rate


def _so_far(event: str) -> str:
    """How many of an event since the processes were started."""
    return or_none(f'sum(events_published_total{{type="{event}"}})')


FIGURES = Row(
    "Since the processes were started",
    [
        figure("people", _so_far("USER_REGISTERED")),
        figure("accounts", _so_far("ACCOUNT_OPENED")),
        figure("orders", _so_far("ORDER_CREATED")),
        figure("filled", _so_far("ORDER_FILLED")),
        figure("refused", or_none("sum(orders_rejected_total)")),
        figure("canceled", _so_far("ORDER_CANCELED")),
    ],
)
TRADING = Row(
    "Trading",
    [
        area(
            "orders and fills",
            (published("ORDER_CREATED"), "orders"),
            (published("ORDER_FILLED"), "filled"),
            (published("ORDER_PARTIALLY_FILLED"), "filled in part"),
            unit="cps",
        ),
        chart(
            "share of orders that is refused",
            (
                f"({or_none(rate('orders_rejected_total'))})"
                f" / ({published('ORDER_CREATED')} > 0) or vector(0)",
                "refused",
            ),
            unit="percentunit",
        ),
        area(
            "refused by rule",
            (or_none(rate("orders_rejected_total", "reason")), "{{reason}}"),
            unit="cps",
        ),
        area(
            "people",
            (published("USER_REGISTERED"), "signed up"),
            (published("ACCOUNT_OPENED"), "accounts opened"),
            (published("ACCOUNT_CLOSED"), "accounts closed"),
            unit="cps",
        ),
        area(
            "risk",
            (published("RISK_LIMIT_BREACHED"), "limits breached"),
            (published("TRADING_HALTED"), "trading halted"),
            (published("MARGIN_CALL_ISSUED"), "margin calls"),
            (published("LIQUIDATION_ORDERED"), "liquidations"),
            unit="cps",
        ),
        chart("positions changed", (published("POSITION_CHANGED"), "positions"), unit="cps"),
    ],
)
AGREEMENT = Row(
    "Whether the books agree",
    [
        figure("ledger imbalance", "max(outcry_ledger_imbalance)", bad_from=0.0001),
        figure("figures in dispute", "sum(outcry_invariant_violations)", bad_from=1),
        figure("accounts compared", "max(outcry_invariant_accounts)"),
        chart(
            "figures in dispute",
            (
                "sum by (invariant, verdict) (outcry_invariant_violations)",
                "{{invariant}} {{verdict}}",
            ),
        ),
        chart("on their way", ("outcry_invariant_differences_passing", "differences")),
        chart("a look takes", ("outcry_invariant_run_seconds", "seconds"), unit="s"),
    ],
)
BUSINESS = Dashboard(
    "business", "Business", "People, orders, money.", [FIGURES, TRADING, AGREEMENT]
)
