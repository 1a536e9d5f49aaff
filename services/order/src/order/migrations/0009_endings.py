"""Orders are found by how they ended."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

INDEX = "failed_orders_of_account"


def upgrade() -> None:
    """Say where those are that were not filled; most are."""
    op.create_index(
        INDEX,
        "orders",
        ["account_id", "status", "order_id"],
        postgresql_where=sa.text("status in ('canceled', 'expired', 'replaced', 'rejected')"),
    )


def downgrade() -> None:
    """Look through all of an account's orders."""
    op.drop_index(INDEX, "orders")
