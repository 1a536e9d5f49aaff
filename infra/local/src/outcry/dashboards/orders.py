"""Orders and risk: books, consumers, and what waits."""

from outcry.dashboards.panels import Dashboard, Row, area, chart, figure
from outcry.dashboards.questions import mean, or_none, published, quantile, rate

LIVES = ("CREATED", "APPROVED", "REJECTED", "ACCEPTED", "PARTIALLY_FILLED", "FILLED", "CANCELED")
_OF_ORDERS = "order.+|risk.+"

ORDERS_NOW = Row(
    "Orders",
    [
        area(
            "what happens to orders",
            *((published(f"ORDER_{one}"), one.lower()) for one in LIVES),
            unit="cps",
        ),
        area(
            "refused by rule",
            (
                or_none(rate("orders_rejected_total", "rejected_by, reason")),
                "{{rejected_by}} {{reason}}",
            ),
            unit="cps",
        ),
        chart("unanswered", ("orders_overdue", "orders, cancels, replacements")),
    ],
)
BOOKS = Row(
    "Books",
    [
        chart(
            "matching",
            (quantile(0.5, "book_matching_seconds", "told"), "{{told}}, half"),
            (quantile(0.99, "book_matching_seconds", "told"), "{{told}}, slowest 1 %"),
            unit="s",
            about="What a book takes for a wish of a trader, and books for a strip of the tape.",
        ),
        chart("books awake", ("books_awake", "{{partition}}")),
        chart("told and recorded", (rate("book_inputs_total"), "inputs"), unit="cps"),
        chart("tape: behind the market", ("tape_lag_seconds", "{{partition}}"), unit="s"),
        chart("tape: strips that wait", ("tape_waiting", "{{partition}}")),
        chart(
            "books left alone",
            (or_none("sum(states_given_up_total)"), "cannot be stored"),
            (or_none("sum(tape_untold_total)"), "could not be told"),
        ),
    ],
)
CONSUMERS = Row(
    "Consumers",
    [
        area(
            "events handled", (rate("events_handled_total", "consumer"), "{{consumer}}"), unit="cps"
        ),
        chart("events in a batch", (mean("batch_events", "consumer"), "{{consumer}}")),
        chart(
            "time of a batch, slowest 1 %",
            (quantile(0.99, "batch_seconds", "consumer"), "{{consumer}}"),
            unit="s",
        ),
        chart(
            "lag of consumers, slowest 1 %",
            (
                quantile(0.99, "event_lag_seconds", "consumer", f'consumer=~"{_OF_ORDERS}"'),
                "{{consumer}}",
            ),
            unit="s",
        ),
        chart("rolled back", (or_none(rate("batches_failed_total", "consumer")), "{{consumer}}")),
        chart("who leads", ("max by (partition) (consumer_leading)", "{{partition}}")),
    ],
)
WAITING = Row(
    "What waits",
    [
        figure("parked events", "sum(parked_events)", bad_from=1),
        chart("messages not known to be published", ("outbox_depth", "{{service}}")),
        chart("age of the oldest", ("outbox_age_seconds", "{{service}}"), unit="s"),
    ],
)
ORDERS = Dashboard(
    "orders",
    "Orders and risk",
    "From wishes to fills, and the consumers behind them.",
    [ORDERS_NOW, BOOKS, CONSUMERS, WAITING],
)
