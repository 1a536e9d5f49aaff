"""The tables of the market-data database."""

from typing import Any

from sqlalchemy import Column, DateTime, Integer, MetaData, Numeric, String, Table

from chassis.tables import price, quantity

metadata = MetaData()


def _what_happened() -> list[Column[Any]]:
    """What every bar has, beside the symbol and how long it lasts."""
    return [
        Column("start", DateTime(timezone=True), primary_key=True),
        price("open"),
        price("high"),
        price("low"),
        price("close"),
        quantity("volume"),
        Column("trades", Integer, nullable=False),
        Column("turnover", Numeric),  # dollars, all the digits there are: averages stay exact
    ]


minutes = Table(
    "minutes",
    metadata,
    Column("symbol", String, primary_key=True),
    *_what_happened(),
    postgresql_partition_by="RANGE (start)",  # or a hypertable, where TimescaleDB is there
)
"""One-minute bars, a partition for each month."""

rollups = Table(
    "rollups",
    metadata,
    Column("symbol", String, primary_key=True),
    Column("interval", String, primary_key=True),
    *_what_happened(),
)
"""Longer bars, put together from shorter ones, or imported."""
