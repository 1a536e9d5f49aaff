"""Find users who were disabled lately without looking at all the others."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add an index of those who are disabled."""
    op.create_index(
        "users_disabled_at",
        "users",
        ["disabled_at"],
        postgresql_where=sa.text("disabled_at is not null"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("users_disabled_at", "users")
