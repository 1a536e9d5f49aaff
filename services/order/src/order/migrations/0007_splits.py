"""Splits, which books are told of at their times."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

SHARES, MOMENT = sa.Numeric(38, 9), sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table; nothing was ever split before."""
    op.create_table(
        "splits",
        sa.Column("action_id", sa.Uuid, primary_key=True),
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("effective_at", MOMENT, nullable=False),
        sa.Column("new_shares", SHARES, nullable=False),
        sa.Column("old_shares", SHARES, nullable=False),
        sa.Column("said_at", MOMENT),
    )
    op.create_index("splits_of_symbols", "splits", ["symbol"])
    added = sa.Column("added", SHARES, nullable=False, server_default="0")
    op.add_column("orders", added)


def downgrade() -> None:
    """Forget it; orders stay as they were adjusted."""
    op.drop_column("orders", "added")
    op.drop_table("splits")
