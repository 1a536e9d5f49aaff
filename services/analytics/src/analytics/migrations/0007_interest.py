"""Which payments were interest on what was owed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add it; there was none before."""
    interest = sa.Column("is_interest", sa.Boolean, nullable=False, server_default="false")
    op.add_column("payments", interest)


def downgrade() -> None:
    """Take it back."""
    op.drop_column("payments", "is_interest")
