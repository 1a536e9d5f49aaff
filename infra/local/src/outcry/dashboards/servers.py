"""What everything stands on: RabbitMQ; PostgreSQL and Redis."""

from outcry.dashboards.panels import Dashboard, Row, area, chart, figure
from outcry.dashboards.questions import OVER, rate

_OURS = 'queue!~"outcry\\\\..+"'
_OF_OURS = 'datname!~"template.*|postgres|"'
_READ = f"sum by (datname) (rate(pg_stat_database_blks_read{{{_OF_OURS}}}{OVER}))"
_HIT = f"sum by (datname) (rate(pg_stat_database_blks_hit{{{_OF_OURS}}}{OVER}))"

BROKER = Dashboard(
    "rabbitmq",
    "RabbitMQ",
    "Queues, and the broker itself.",
    [
        Row(
            "Queues",
            [
                chart(
                    "waiting by queue",
                    (f"rabbitmq_detailed_queue_messages_ready{{{_OURS}}}", "{{queue}}"),
                ),
                chart(
                    "not acknowledged",
                    (f"rabbitmq_detailed_queue_messages_unacked{{{_OURS}}}", "{{queue}}"),
                ),
                chart("consumers", (f"rabbitmq_detailed_queue_consumers{{{_OURS}}}", "{{queue}}")),
                figure(
                    "dead letters",
                    'sum(rabbitmq_detailed_queue_messages_ready{queue=~"outcry\\\\.dead-letters.+"})',
                    bad_from=1,
                ),
                chart(
                    "kept of the tape",
                    ('rabbitmq_detailed_queue_messages{queue=~"outcry\\\\.tape.+"}', "chunks"),
                ),
            ],
        ),
        Row(
            "Messages",
            [
                chart(
                    "in and out",
                    (rate("rabbitmq_global_messages_received_total"), "received"),
                    (rate("rabbitmq_global_messages_delivered_total"), "delivered"),
                    (rate("rabbitmq_global_messages_acknowledged_total"), "acknowledged"),
                    unit="cps",
                ),
                chart(
                    "not as they should be",
                    (rate("rabbitmq_global_messages_redelivered_total"), "delivered again"),
                    (rate("rabbitmq_global_messages_unroutable_returned_total"), "led to nobody"),
                    unit="cps",
                ),
                chart(
                    "connections and channels",
                    ("rabbitmq_connections", "connections"),
                    ("rabbitmq_channels", "channels"),
                ),
            ],
        ),
        Row(
            "The broker",
            [
                chart(
                    "memory",
                    ("rabbitmq_process_resident_memory_bytes", "used"),
                    ("rabbitmq_resident_memory_limit_bytes", "publishers are stopped"),
                    unit="bytes",
                ),
                chart(
                    "disk",
                    ("rabbitmq_disk_space_available_bytes", "free"),
                    ("rabbitmq_disk_space_available_limit_bytes", "publishers are stopped"),
                    unit="bytes",
                ),
                chart(
                    "alarms",
                    ("rabbitmq_alarms_memory_used_watermark", "memory"),
                    ("rabbitmq_alarms_free_disk_space_watermark", "disk"),
                    ("rabbitmq_alarms_file_descriptor_limit", "files"),
                ),
            ],
        ),
    ],
)

POSTGRES = [
    Row(
        "PostgreSQL",
        [
            area(
                "transactions",
                (
                    f"sum by (datname) (rate(pg_stat_database_xact_commit{{{_OF_OURS}}}{OVER}))",
                    "{{datname}}",
                ),
                unit="cps",
            ),
            chart(
                "rollbacks",
                (
                    f"sum by (datname) (rate(pg_stat_database_xact_rollback{{{_OF_OURS}}}{OVER}))",
                    "{{datname}}",
                ),
                unit="cps",
            ),
            area(
                "rows written",
                (
                    f"sum by (datname) (rate(pg_stat_database_tup_inserted{{{_OF_OURS}}}{OVER})"
                    f" + rate(pg_stat_database_tup_updated{{{_OF_OURS}}}{OVER})"
                    f" + rate(pg_stat_database_tup_deleted{{{_OF_OURS}}}{OVER}))",
                    "{{datname}}",
                ),
                unit="cps",
            ),
            area("connections", ("sum by (datname) (pg_stat_activity_count)", "{{datname}}")),
            chart(
                "read from memory",
                (f"{_HIT} / ({_HIT} + {_READ} > 0)", "{{datname}}"),
                unit="percentunit",
            ),
            chart(
                "deadlocks",
                (f"sum by (datname) (pg_stat_database_deadlocks{{{_OF_OURS}}})", "{{datname}}"),
            ),
            chart(
                "longest transaction",
                (
                    'max by (datname) (pg_stat_activity_max_tx_duration{state!="idle"})',
                    "{{datname}}",
                ),
                unit="s",
            ),
            chart("size", (f"pg_database_size_bytes{{{_OF_OURS}}}", "{{datname}}"), unit="bytes"),
            chart(
                "connections of services",
                ('database_connections{state="used"}', "{{service}}"),
                about="Used ones of each process's pool.",
            ),
        ],
    ),
]
REDIS = Row(
    "Redis",
    [
        chart("commands", (f"rate(redis_commands_processed_total{OVER})", "commands"), unit="cps"),
        chart(
            "memory",
            ("redis_memory_used_bytes", "used"),
            ("redis_memory_max_bytes", "at most"),
            unit="bytes",
        ),
        chart("clients", ("redis_connected_clients", "connected")),
        chart(
            "keys looked up",
            (f"rate(redis_keyspace_hits_total{OVER})", "there"),
            (f"rate(redis_keyspace_misses_total{OVER})", "not there"),
            unit="cps",
        ),
        chart("keys given up for others", (f"rate(redis_evicted_keys_total{OVER})", "evicted")),
        chart("limits counted without Redis", ("rate_limit_alone", "{{service}} {{limit}}")),
    ],
)
STORAGE = Dashboard(
    "storage", "PostgreSQL and Redis", "Databases and the cache.", [*POSTGRES, REDIS]
)
