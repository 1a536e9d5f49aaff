"""When orders were placed, in market time."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; of earlier orders it is not known."""
    op.add_column("orders", sa.Column("market_time", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("orders", "market_time")
