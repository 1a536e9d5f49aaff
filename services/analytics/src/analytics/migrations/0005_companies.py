"""What companies did to the shares of accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MONEY, SHARES = sa.Numeric(38, 4), sa.Numeric(38, 9)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables; nothing was ever split or paid before."""
    op.create_table(
        "adjustments",
        *_of_action(),
        sa.Column("new_shares", SHARES, nullable=False),
        sa.Column("old_shares", SHARES, nullable=False),
        sa.Column("added", SHARES, nullable=False),
        sa.Column("cash", MONEY, nullable=False),
        sa.Column("realised", MONEY, nullable=False),
        sa.Column("number", sa.BigInteger),
        sa.Column("epoch", sa.Integer),
        sa.Column("trip_id", sa.Uuid),
        sa.Column("held", SHARES),
        sa.Column("balance", MONEY),
    )
    op.create_index("adjustments_account_id", "adjustments", ["account_id"])
    op.create_index("adjustments_of_a_trip", "adjustments", ["trip_id"])
    op.create_table("dividends", *_of_action(), sa.Column("amount", MONEY, nullable=False))
    op.create_index("dividends_account_id", "dividends", ["account_id"])
    paid = sa.Column("dividends", MONEY, nullable=False, server_default="0")
    op.add_column("holdings", paid)
    op.alter_column("holdings", "dividends", server_default=None)


def _of_action() -> list[sa.Column[object]]:
    return [
        sa.Column("booking_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("market_time", MOMENT, nullable=False),
    ]


def downgrade() -> None:
    """Forget it."""
    op.drop_column("holdings", "dividends")
    op.drop_table("dividends")
    op.drop_table("adjustments")
