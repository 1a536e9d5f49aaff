"""Note since when the devices of a user are known, so that all can be forgotten at once."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the moment; nobody has asked for it yet."""
    op.add_column("users", sa.Column("devices_since", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("users", "devices_since")
