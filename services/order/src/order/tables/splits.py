"""The table of splits."""

from sqlalchemy import Column, Index, String, Table

from chassis.tables import identity, quantity, timestamp
from order.tables.metadata import metadata

splits = Table(
    "splits",
    metadata,
    identity("action_id", primary_key=True),
    Column("symbol", String, nullable=False),
    timestamp("effective_at"),
    quantity("new_shares"),
    quantity("old_shares"),
    timestamp("said_at", nullable=True),
    Index("splits_of_symbols", "symbol"),
)
"""Splits that books are told of at ``effective_at``, in market time.

``said_at`` is when they were said to be effective, by the clock on the wall.
"""
