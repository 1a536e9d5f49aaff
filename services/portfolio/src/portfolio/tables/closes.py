"""The table of what things were worth."""

from sqlalchemy import Column, DateTime, String, Table

from chassis.tables import price
from portfolio.tables.metadata import metadata

closes = Table(
    "closes",
    metadata,
    Column("symbol", String, primary_key=True),
    Column("interval", String, primary_key=True),
    Column("start", DateTime(timezone=True), primary_key=True),
    price("close"),
)
"""Last prices of minutes that are over, and of days as far as they went: dollars per share."""
