"""Find API keys that were revoked lately without looking at all the others."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add an index of those that are revoked."""
    op.create_index(
        "api_keys_revoked_at",
        "api_keys",
        ["revoked_at"],
        postgresql_where=sa.text("revoked_at is not null"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("api_keys_revoked_at", "api_keys")
