"""Tallies, orders and messages."""

import sqlalchemy as sa
from alembic import op

from chassis.migrations import create_messaging_tables, drop_messaging_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_messaging_tables()
    op.create_table(
        "tallies",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("orders", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("disorder", sa.Integer, nullable=False),
    )
    op.create_table("placed", sa.Column("order_id", sa.Uuid, primary_key=True))


def downgrade() -> None:
    op.drop_table("placed")
    op.drop_table("tallies")
    drop_messaging_tables()
