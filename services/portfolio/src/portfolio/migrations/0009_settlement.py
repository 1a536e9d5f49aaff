"""What sales have brought that is not settled yet."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add it; whatever was sold before is settled."""
    unsettled = sa.Column("unsettled", sa.Numeric(38, 4), nullable=False, server_default="0")
    op.add_column("accounts", unsettled)
    op.add_column("accounts", sa.Column("settles_on", sa.Date))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("accounts", "settles_on")
    op.drop_column("accounts", "unsettled")
