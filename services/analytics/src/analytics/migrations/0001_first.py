"""Track records: orders, holdings and fills of every account."""

import sqlalchemy as sa
from alembic import op

from chassis.migrations import create_messaging_tables, drop_messaging_tables

revision = "0001"
down_revision = None

OUTCOMES = ("created", "rejected", "accepted", "filled", "canceled", "expired", "replaced")


def upgrade() -> None:
    """Create everything."""
    create_messaging_tables()
    _create_order_counts()
    _create_holdings()
    op.create_table(
        "fills",
        sa.Column("fill_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("side", sa.String, nullable=False),
        sa.Column("quantity", sa.Numeric(38, 9), nullable=False),
        sa.Column("price", sa.Numeric(38, 8), nullable=False),
        sa.Column("realised", sa.Numeric(38, 4), nullable=False),
        sa.Column("market_time", sa.DateTime(timezone=True)),
    )
    op.create_index("fills_account_id", "fills", ["account_id"])


def _create_order_counts() -> None:
    op.create_table(
        "records",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("opening_cash", sa.Numeric(38, 4)),
        *(sa.Column(outcome, sa.Integer, nullable=False) for outcome in OUTCOMES),
    )
    op.create_table(
        "rejections",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("reason", sa.String, primary_key=True),
        sa.Column("orders", sa.Integer, nullable=False),
    )


def _create_holdings() -> None:
    op.create_table(
        "holdings",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("symbol", sa.String, primary_key=True),
        sa.Column("quantity", sa.Numeric(38, 9), nullable=False),
        sa.Column("cost", sa.Numeric(38, 4), nullable=False),
        sa.Column("bought", sa.Numeric(38, 4), nullable=False),
        sa.Column("sold", sa.Numeric(38, 4), nullable=False),
        sa.Column("shares_traded", sa.Numeric(38, 9), nullable=False),
        sa.Column("trades", sa.BigInteger, nullable=False),
        sa.CheckConstraint("quantity <> 0 or cost = 0", name="no_shares_cost_nothing"),
    )


def downgrade() -> None:
    """Drop everything."""
    for table in ("fills", "holdings", "rejections", "records"):
        op.drop_table(table)
    drop_messaging_tables()
