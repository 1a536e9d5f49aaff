"""After which fill a split was done, and how many shares the fractions were."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add them; of what was heard before, market time tells where it belongs."""
    sold = sa.Column("sold", sa.Numeric(38, 9), nullable=False, server_default="0")
    op.add_column("adjustments", sold)
    op.alter_column("adjustments", "sold", server_default=None)
    op.add_column("adjustments", sa.Column("fill_id", sa.Uuid))
    op.create_index("adjustments_of_a_fill", "adjustments", ["fill_id"])


def downgrade() -> None:
    """Take them back."""
    op.drop_index("adjustments_of_a_fill", "adjustments")
    op.drop_column("adjustments", "fill_id")
    op.drop_column("adjustments", "sold")
