"""Alerts about prices, which were watched by browsers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "alerts",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("alert_id", sa.Uuid, primary_key=True),
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("level", sa.Numeric, nullable=False),
        sa.Column("reference", sa.Numeric(38, 8), nullable=False),
        sa.Column("repeats", sa.Boolean, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fired_at", sa.DateTime(timezone=True)),
        sa.Column("fired_price", sa.Numeric(38, 8)),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("alerts_by_change", "alerts", ["changed_at"])


def downgrade() -> None:
    """Take them back: nobody watches any more."""
    op.drop_table("alerts")
