"""The tables of how often accounts have begun, and of what splits have made of their shares."""

from sqlalchemy import Column, Integer, Numeric, String, Table

from chassis.tables import DIGITS, identity
from order.tables.metadata import metadata
from vocabulary import QUANTITY_PLACES

epochs = Table(
    "epochs",
    metadata,
    identity("account_id", primary_key=True),
    Column("epoch", Integer, nullable=False),
)
"""How often accounts have begun, of which that is known."""

split_shares = Table(
    "split_shares",
    metadata,
    identity("account_id", primary_key=True),
    Column("symbol", String, primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("added", Numeric(DIGITS, QUANTITY_PLACES), nullable=False),
)
"""How many shares more there are in an epoch because of splits; fewer, if negative."""
