"""Accounts, the shares they own, and what their open orders hold."""

import sqlalchemy as sa
from alembic import op

from chassis.migrations import create_messaging_tables, drop_messaging_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    create_messaging_tables()
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("free_cash", sa.Numeric(38, 4), nullable=False),
    )
    op.create_table(
        "shares",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("symbol", sa.String, primary_key=True),
        sa.Column("free", sa.Numeric(38, 9), nullable=False),
    )
    op.create_table(
        "holds",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("order_id", sa.Uuid, primary_key=True),
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("side", sa.String, nullable=False),
        sa.Column("quantity", sa.Numeric(38, 9), nullable=False),
        sa.Column("bound_price", sa.Numeric(38, 8), nullable=False),
    )


def downgrade() -> None:
    """Drop everything."""
    for name in ("holds", "shares", "accounts"):
        op.drop_table(name)
    drop_messaging_tables()
