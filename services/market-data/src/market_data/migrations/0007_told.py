"""Which longer bars somebody told, and for which minutes the longer bars are not made yet."""

import sqlalchemy as sa
from alembic import op

from chassis.tables import timestamp

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add them; of the bars that are there nobody knows who told them."""
    told = sa.Column("told", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("rollups", told)
    op.create_table(
        "behind",
        sa.Column("symbol", sa.String, primary_key=True),
        timestamp("first"),
        timestamp("last"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("behind")
    op.drop_column("rollups", "told")
