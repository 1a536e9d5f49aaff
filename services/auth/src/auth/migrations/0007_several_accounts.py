"""People may have several accounts, and a session speaks for one of them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create them; up to now everybody has the one that they were given."""
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
    )
    op.create_index("accounts_of_users", "accounts", ["user_id"])
    op.execute(
        "insert into accounts (account_id, user_id, name, opened_at)"
        " select account_id, user_id, 'Paper account', created_at from users"
    )
    op.add_column("sessions", sa.Column("account_id", sa.Uuid))


def downgrade() -> None:
    """Take them back; who has several accounts keeps the default one."""
    op.drop_column("sessions", "account_id")
    op.drop_table("accounts")
