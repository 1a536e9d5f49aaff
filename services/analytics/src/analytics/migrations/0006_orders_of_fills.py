"""Orders of fills, and when splits were said to be effective: which shares a fill has traded."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns; of what was before, market time alone tells."""
    op.add_column("fills", sa.Column("order_id", sa.Uuid))
    op.add_column("adjustments", sa.Column("effective_said_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("adjustments", "effective_said_at")
    op.drop_column("fills", "order_id")
