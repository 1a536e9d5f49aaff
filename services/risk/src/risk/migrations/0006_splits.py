"""Splits, of which all accounts know before the portfolio tells each of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add them. Of those of before each account was told."""
    op.create_table(
        "splits",
        sa.Column("action_id", sa.Uuid, primary_key=True),
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("new_shares", sa.Numeric(38, 9), nullable=False),
        sa.Column("old_shares", sa.Numeric(38, 9), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    """Take them back: accounts hear of splits with their orders and positions."""
    op.drop_table("splits")
