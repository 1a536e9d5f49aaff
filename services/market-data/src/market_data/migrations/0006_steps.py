"""How far the longer bars of an import are."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add it; imports that are under way begin with their longer bars."""
    for name in ("steps", "steps_done"):
        op.add_column("imports", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
        op.alter_column("imports", name, server_default=None)


def downgrade() -> None:
    """Drop it."""
    for name in ("steps", "steps_done"):
        op.drop_column("imports", name)
