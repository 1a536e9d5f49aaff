"""When each symbol was simulated for the first time."""

import sqlalchemy as sa
from alembic import op

from chassis.tables import price, timestamp

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "beginnings",
        sa.Column("symbol", sa.String, primary_key=True),
        timestamp("begins"),
        price("price"),
        sa.Column("seed", sa.String, nullable=False),
        sa.Column("taken", sa.ARRAY(sa.Date), nullable=False),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("beginnings")
