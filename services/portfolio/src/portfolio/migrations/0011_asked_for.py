"""Which withdrawals risk has been asked for and has not answered yet."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add it; of those that are on their way just now nobody asks again."""
    asked = sa.Column("is_asked", sa.Boolean, nullable=False, server_default="false")
    op.add_column("transfers", asked)
    op.create_index(
        "transfers_asked", "transfers", ["account_id"], postgresql_where=sa.text("is_asked")
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("transfers_asked", "transfers")
    op.drop_column("transfers", "is_asked")
