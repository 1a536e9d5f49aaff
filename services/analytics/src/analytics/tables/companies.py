"""The tables of what companies did to the shares of accounts."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from analytics.tables.metadata import metadata
from chassis.tables import identity, money, quantity, timestamp

adjustments = Table(
    "adjustments",
    metadata,
    identity("booking_id", primary_key=True),
    identity("account_id"),
    Column("symbol", String, nullable=False),
    quantity("new_shares"),
    quantity("old_shares"),
    quantity("added"),
    money("cash"),
    money("realised"),
    timestamp("said_at"),
    timestamp("market_time"),
    timestamp("effective_said_at", nullable=True),
    quantity("sold"),
    identity("fill_id", nullable=True),
    Column("number", BigInteger),
    Column("epoch", Integer),
    identity("trip_id", nullable=True),
    quantity("held", nullable=True),
    money("balance", nullable=True),
    Index("adjustments_account_id", "account_id"),
    Index("adjustments_of_a_trip", "trip_id"),
    Index("adjustments_of_a_fill", "fill_id"),
)
"""A fact: splits have added shares, and brought dollars for fractions.

What follows ``fill_id`` is worked out: after which fill it was, and where its trip was.
"""

dividends = Table(
    "dividends",
    metadata,
    identity("booking_id", primary_key=True),
    identity("account_id"),
    Column("symbol", String, nullable=False),
    money("amount"),
    timestamp("said_at"),
    timestamp("market_time"),
    Index("dividends_account_id", "account_id"),
)
"""A fact: dollars that shares have brought, or owing them has cost, if negative."""

splits = Table(
    "splits",
    metadata,
    identity("action_id", primary_key=True),
    Column("symbol", String, nullable=False),
    quantity("new_shares"),
    quantity("old_shares"),
    timestamp("market_time"),
    Index("splits_of_symbols", "symbol"),
)
"""A fact: splits of companies, whoever holds their shares."""
