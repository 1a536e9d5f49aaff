"""What was traded of late: of a split that is heard of afterwards, that is new shares."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add it. Of days before nobody knows."""
    op.add_column("shares", sa.Column("moved", JSONB, nullable=False, server_default="{}"))
    op.alter_column("shares", "moved", server_default=None)


def downgrade() -> None:
    """Take it back: what is not foreseen rightly, the portfolio tells in the end."""
    op.drop_column("shares", "moved")
