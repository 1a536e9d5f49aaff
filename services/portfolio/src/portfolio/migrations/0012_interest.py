"""What owing dollars has cost accounts that may borrow."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

TABLES = ("accounts", "epochs")


def upgrade() -> None:
    """Add it; nothing was ever charged before."""
    for table in TABLES:
        interest = sa.Column("interest", sa.Numeric(38, 4), nullable=False, server_default="0")
        op.add_column(table, interest)
    op.add_column("accounts", sa.Column("charged_until", sa.Date))


def downgrade() -> None:
    """Take it back; the ledger still knows what was charged."""
    op.drop_column("accounts", "charged_until")
    for table in TABLES:
        op.drop_column(table, "interest")
