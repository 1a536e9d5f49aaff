"""Corporate actions, and how far files were imported."""

import sqlalchemy as sa
from alembic import op

from chassis.tables import price, quantity, timestamp

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "corporate_actions",
        sa.Column("action_id", sa.Uuid, primary_key=True),
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("ex_date", sa.Date, nullable=False),
        sa.Column("pay_date", sa.Date),
        quantity("new_shares", nullable=True),
        quantity("old_shares", nullable=True),
        price("cash", nullable=True),
        sa.Column("status", sa.String, nullable=False),
    )
    op.create_index("corporate_actions_of_symbol", "corporate_actions", ["symbol", "ex_date"])
    op.create_index("corporate_actions_newest", "corporate_actions", ["ex_date", "action_id"])
    op.create_index(
        "corporate_actions_to_do",
        "corporate_actions",
        ["status", "ex_date"],
        postgresql_where=sa.text("status in ('imported', 'announced')"),
    )
    op.create_table(
        "imports",
        sa.Column("path", sa.String, primary_key=True),
        sa.Column("interval", sa.String, primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("modified", sa.BigInteger, nullable=False),
        sa.Column("only", sa.String),
        sa.Column("line", sa.BigInteger, nullable=False),
        sa.Column("bars", sa.BigInteger, nullable=False),
        sa.Column("broken", sa.BigInteger, nullable=False),
        sa.Column("symbols", sa.ARRAY(sa.String), nullable=False),
        timestamp("first", nullable=True),
        timestamp("last", nullable=True),
        sa.Column("finished", sa.Boolean, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("imports")
    op.drop_table("corporate_actions")
