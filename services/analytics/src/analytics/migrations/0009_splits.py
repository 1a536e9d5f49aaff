"""Splits of companies, whoever holds their shares."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

SHARES = sa.Numeric(38, 9)


def upgrade() -> None:
    """Create the table; of splits that are over nobody is told again."""
    op.create_table(
        "splits",
        sa.Column("action_id", sa.Uuid, primary_key=True),
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("new_shares", SHARES, nullable=False),
        sa.Column("old_shares", SHARES, nullable=False),
        sa.Column("market_time", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("splits_of_symbols", "splits", ["symbol"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("splits")
