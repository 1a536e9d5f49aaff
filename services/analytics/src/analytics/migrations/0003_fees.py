"""What trading costs in fees."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

FEES = {"holdings": "fees", "fills": "fee"}
"""There were none before."""


def upgrade() -> None:
    """Add them."""
    for table, name in FEES.items():
        column = sa.Column(name, sa.Numeric(38, 4), nullable=False, server_default="0")
        op.add_column(table, column)
        op.alter_column(table, name, server_default=None)


def downgrade() -> None:
    """Take them back."""
    for table, name in FEES.items():
        op.drop_column(table, name)
