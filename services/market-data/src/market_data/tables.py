"""The tables of the market-data database."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Uuid,
    false,
    text,
)

from chassis.tables import price, quantity, timestamp

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
    Column("told", Boolean, nullable=False, server_default=false()),
)
"""Longer bars: told by an archive or an imported file, or put together from shorter ones."""

behind = Table(
    "behind",
    metadata,
    Column("symbol", String, primary_key=True),
    timestamp("first"),
    timestamp("last"),
)
"""Symbols of which minutes are stored, from the first to the last, and not all longer bars yet."""

corporate_actions = Table(
    "corporate_actions",
    metadata,
    Column("action_id", Uuid, primary_key=True),
    Column("symbol", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("ex_date", Date, nullable=False),
    Column("pay_date", Date),
    quantity("new_shares", nullable=True),
    quantity("old_shares", nullable=True),
    price("cash", nullable=True),
    Column("status", String, nullable=False),
    Index("corporate_actions_of_symbol", "symbol", "ex_date"),
    Index("corporate_actions_newest", "ex_date", "action_id"),
    Index(
        "corporate_actions_to_do",
        "status",
        "ex_date",
        postgresql_where=text("status in ('imported', 'announced', 'corrected')"),
    ),
)
"""Splits and dividends, and what was said of them already."""

imports = Table(
    "imports",
    metadata,
    Column("path", String, primary_key=True),
    Column("interval", String, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("modified", BigInteger, nullable=False),
    Column("only", String),
    Column("line", BigInteger, nullable=False),
    Column("bars", BigInteger, nullable=False),
    Column("broken", BigInteger, nullable=False),
    Column("symbols", ARRAY(String), nullable=False),
    timestamp("first", nullable=True),
    timestamp("last", nullable=True),
    Column("steps", Integer, nullable=False),
    Column("steps_done", Integer, nullable=False),
    Column("finished", Boolean, nullable=False),
)
"""How far files were imported: what is killed goes on from there."""

beginnings = Table(
    "beginnings",
    metadata,
    Column("symbol", String, primary_key=True),
    timestamp("begins"),
    price("price"),
    Column("seed", String, nullable=False),
    Column("taken", ARRAY(Date), nullable=False),
)
"""When each symbol was simulated for the first time: its made-up past joins it there."""
