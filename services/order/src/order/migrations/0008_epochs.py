"""How often accounts have begun, and what splits have added in each of those epochs."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the tables; the next reset of an account says how often it has begun."""
    op.create_table(
        "epochs",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("epoch", sa.Integer, nullable=False),
    )
    op.create_table(
        "split_shares",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("symbol", sa.String, primary_key=True),
        sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("added", sa.Numeric(38, 9), nullable=False),
    )


def downgrade() -> None:
    """Forget it; positions stay as they are."""
    op.drop_table("split_shares")
    op.drop_table("epochs")
