"""The tables of the tally."""

from sqlalchemy import Column, Integer, MetaData, Table

from chassis.tables import identity

metadata = MetaData()

tallies = Table(
    "tallies",
    metadata,
    identity("account_id", primary_key=True),
    Column("orders", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("disorder", Integer, nullable=False),
)

placed = Table("placed", metadata, identity("order_id", primary_key=True))
"""The orders that were taken in, so that asking twice places once."""
