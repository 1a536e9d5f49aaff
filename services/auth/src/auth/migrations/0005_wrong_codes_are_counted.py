"""Count the wrong codes that were shown to confirm a second factor."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add a count, of none so far."""
    count = sa.Column("wrong_codes", sa.Integer, nullable=False, server_default="0")
    op.add_column("totp", count)


def downgrade() -> None:
    """Take it back."""
    op.drop_column("totp", "wrong_codes")
