"""Holds of orders for money, with fees, of replacements, and of the exits of groups."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

BEFORE = {"fee": sa.Numeric(38, 4), "filled": sa.Numeric(38, 9)}
"""What there was none of. Orders of before cannot be replaced, so what they traded is not asked."""
UNKNOWN = {"money": sa.Numeric(38, 4), "replaces": sa.Uuid, "group_id": sa.Uuid}


def upgrade() -> None:
    """Add it all."""
    for name, kind in BEFORE.items():
        op.add_column("holds", sa.Column(name, kind, nullable=False, server_default="0"))
        op.alter_column("holds", name, server_default=None)
    for name, kind in UNKNOWN.items():
        op.add_column("holds", sa.Column(name, kind))
    op.create_table(
        "exits",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("group_id", sa.Uuid, primary_key=True),
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("side", sa.String, nullable=False),
        sa.Column("quantity", sa.Numeric(38, 9), nullable=False),
        sa.Column("fee", sa.Numeric(38, 4), nullable=False),
        sa.Column("bounds", postgresql.JSONB, nullable=False),
    )


def downgrade() -> None:
    """Take it back. What only exits hold is given back to nobody: let no group be open."""
    op.drop_table("exits")
    for name in (*UNKNOWN, *BEFORE):
        op.drop_column("holds", name)
