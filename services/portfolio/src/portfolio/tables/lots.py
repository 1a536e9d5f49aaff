"""The tables of lots: which booking brought the shares that are there, and those that left."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, text

from chassis.tables import identity, money, quantity, timestamp
from portfolio.tables.metadata import metadata

lots = Table(
    "lots",
    metadata,
    identity("lot_id", primary_key=True),
    identity("account_id"),
    Column("symbol", String, nullable=False),
    Column("number", Integer, nullable=False),
    timestamp("opened_at", nullable=True),
    quantity("quantity"),
    money("cost"),
    CheckConstraint("quantity <> 0 or cost = 0", name="no_shares_cost_nothing"),
    Index(
        "open_lots",
        "account_id",
        "symbol",
        "number",
        postgresql_where=text("quantity <> 0"),
    ),
)
"""What is left of the shares that each booking brought, first in, first out.

``lot_id`` and ``number`` are those of the booking. One that has ended remains, without shares.
"""

closings = Table(
    "closings",
    metadata,
    identity("booking_id", primary_key=True),
    identity("lot_id", primary_key=True),
    identity("account_id"),
    Column("symbol", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    timestamp("opened_at", nullable=True),
    timestamp("closed_at", nullable=True),
    quantity("quantity"),
    money("cost"),
    money("proceeds"),
    Index("closings_of_accounts", "account_id", "number", "place"),
)
"""Which lots each booking took shares out of.

``number`` is that of the booking, and ``place`` counts the lots that it took some from.
"""
