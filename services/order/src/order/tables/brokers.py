"""The tables of accounts that trade with real brokers."""

from sqlalchemy import Column, Index, LargeBinary, String, Table

from chassis.tables import identity, quantity, timestamp
from order.tables.metadata import metadata

broker_keys = Table(
    "broker_keys",
    metadata,
    identity("account_id", primary_key=True),
    Column("broker", String, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    timestamp("created_at"),
)
"""Accounts that trade with a broker, and the keys that let them in there, sealed."""

routed_orders = Table(
    "routed_orders",
    metadata,
    identity("order_id", primary_key=True),
    identity("cause_id"),
    identity("correlation_id"),
    timestamp("approved_at"),
    timestamp("tried_at", nullable=True),
    Column("broker_order_id", String),
    quantity("size", nullable=True),
    Index("orders_by_their_brokers", "broker_order_id"),
)
"""Orders that are to be handed over to brokers, since risk approved them, and their exits.

``tried_at`` is written before the first try, so that a crash leaves no doubt that there may have
been one. ``size`` is as many shares as the broker is to trade; ``cause_id`` is the approval.
"""
