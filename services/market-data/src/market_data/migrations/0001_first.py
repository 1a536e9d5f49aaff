"""One-minute bars."""

import sqlalchemy as sa
from alembic import op

from chassis.migrations import create_messaging_tables, drop_messaging_tables
from chassis.tables import price, quantity

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    create_messaging_tables()
    op.create_table(
        "bars",
        sa.Column("symbol", sa.String, primary_key=True),
        sa.Column("interval", sa.String, primary_key=True),
        sa.Column("start", sa.DateTime(timezone=True), primary_key=True),
        price("open"),
        price("high"),
        price("low"),
        price("close"),
        quantity("volume"),
        sa.Column("trades", sa.Integer, nullable=False),
        sa.Column("turnover", sa.Numeric),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("bars")
    drop_messaging_tables()
