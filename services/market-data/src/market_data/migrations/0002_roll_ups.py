"""One-minute bars in a table that is parted by month, and longer bars beside them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

from chassis.tables import price, quantity

revision = "0002"
down_revision = "0001"

PRELOADED = "select current_setting('timescaledb.disable_load', true) is not null"
OFFERED = "select exists (select from pg_available_extensions where name = 'timescaledb')"
HYPERTABLE = """
select create_hypertable(
    'minutes', 'start', chunk_time_interval => interval '1 month', create_default_indexes => false
)
"""
CHARTED = "symbol, start, open, high, low, close, volume, trades, turnover"


def upgrade() -> None:
    """Create the tables, and take over the bars that are there."""
    op.create_table(
        "rollups",
        sa.Column("symbol", sa.String, primary_key=True),
        sa.Column("interval", sa.String, primary_key=True),
        *_columns(),
    )
    if _has_timescale():
        op.create_table("minutes", sa.Column("symbol", sa.String, primary_key=True), *_columns())
        op.execute(HYPERTABLE)
    else:
        op.create_table(
            "minutes",
            sa.Column("symbol", sa.String, primary_key=True),
            *_columns(),
            postgresql_partition_by="RANGE (start)",
        )
        _part_by_month()
    op.execute(
        f"insert into minutes ({CHARTED}) select {CHARTED} from bars where interval = '1Min'"  # noqa: S608
    )
    op.drop_table("bars")


def downgrade() -> None:
    """One table for all bars, without the longer ones, which can be made again."""
    op.create_table(
        "bars",
        sa.Column("symbol", sa.String, primary_key=True),
        sa.Column("interval", sa.String, primary_key=True),
        *_columns(),
    )
    op.execute(
        f"insert into bars ({CHARTED}, interval) select {CHARTED}, '1Min' from minutes"  # noqa: S608
    )
    op.drop_table("minutes")
    op.drop_table("rollups")


def _columns() -> list[sa.Column[Any]]:
    """What every bar has, beside the symbol."""
    return [
        sa.Column("start", sa.DateTime(timezone=True), primary_key=True),
        price("open"),
        price("high"),
        price("low"),
        price("close"),
        quantity("volume"),
        sa.Column("trades", sa.Integer, nullable=False),
        sa.Column("turnover", sa.Numeric),
    ]


def _has_timescale() -> bool:
    """Whether the extension is there for us; a server that has not loaded it breaks off."""
    connection = op.get_bind()
    if not (connection.scalar(sa.text(PRELOADED)) and connection.scalar(sa.text(OFFERED))):
        return False
    try:
        with connection.begin_nested():
            connection.execute(sa.text("create extension if not exists timescaledb"))
    except DBAPIError:  # we are not allowed to
        return False
    return True


def _part_by_month() -> None:
    """A partition for every month of which there are bars; the service makes those to come."""
    months = "select distinct date_trunc('month', start at time zone 'UTC') from bars"
    for first in op.get_bind().scalars(sa.text(months)).all():
        after = datetime(first.year + first.month // 12, first.month % 12 + 1, 1)  # noqa: DTZ001
        op.execute(
            f"create table minutes_{first:%Y_%m} partition of minutes"
            f" for values from ('{first}+00') to ('{after}+00')"
        )
