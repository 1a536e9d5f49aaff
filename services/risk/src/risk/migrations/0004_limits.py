"""Limits of users and accounts, halts, margin accounts, and how the day of an account goes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def place() -> tuple[sa.Column[str], ...]:
    """Whom a limit or a halt is about."""
    return tuple(sa.Column(name, sa.String, primary_key=True) for name in ("scope", "name"))


def upgrade() -> None:
    """Add it. Accounts of before are of cash; whose they are is not asked before it is told."""
    op.add_column("accounts", sa.Column("user_id", sa.Uuid))
    for name, kind, default in (
        ("margin", sa.String, "cash"),
        ("standing", postgresql.JSONB, "{}"),
    ):
        op.add_column("accounts", sa.Column(name, kind, nullable=False, server_default=default))
        op.alter_column("accounts", name, server_default=None)
    op.add_column("shares", sa.Column("paid", sa.Numeric(38, 8)))
    op.create_table(
        "limits",
        *place(),
        sa.Column("limits", postgresql.JSONB, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "halts",
        *place(),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Take it back: what was limited and halted, is not any more."""
    for name in ("halts", "limits"):
        op.drop_table(name)
    op.drop_column("shares", "paid")
    for name in ("standing", "margin", "user_id"):
        op.drop_column("accounts", name)
