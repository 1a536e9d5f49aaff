"""How far the lives of accounts have come."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add it. Fills of before are not counted, by nobody."""
    for name, kind, default in (
        ("fills", sa.BigInteger, "0"),
        ("is_closed", sa.Boolean, "false"),
    ):
        op.add_column("accounts", sa.Column(name, kind, nullable=False, server_default=default))
        op.alter_column("accounts", name, server_default=None)
    op.alter_column("accounts", "free_cash", nullable=True)


def downgrade() -> None:
    """Take it back. Orders that wait for their account are forgotten: let none wait."""
    op.execute("delete from accounts where free_cash is null")
    op.alter_column("accounts", "free_cash", nullable=False)
    for name in ("is_closed", "fills"):
        op.drop_column("accounts", name)
