"""What people can do about who they are: second factor, API keys, preferences, their sessions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Widen users and sessions, and add the tables."""
    op.add_column("users", sa.Column("time_zone", sa.String, nullable=False, server_default="UTC"))
    op.add_column("users", sa.Column("disabled_at", sa.DateTime(timezone=True)))
    for column in (
        sa.Column("user_agent", sa.String, nullable=False, server_default=""),
        sa.Column("address", sa.String, nullable=False, server_default=""),
        sa.Column("authenticated_at", sa.DateTime(timezone=True)),
        sa.Column("second_factor", sa.Boolean, nullable=False, server_default="false"),
    ):
        op.add_column("sessions", column)
    op.create_index("sessions_revoked_at", "sessions", ["revoked_at"])
    _create_second_factor()
    _create_api_keys()
    op.create_table(
        "preferences",
        sa.Column("user_id", sa.Uuid, _user(), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


def _user() -> sa.ForeignKey:
    return sa.ForeignKey("users.user_id", ondelete="CASCADE")


def _create_second_factor() -> None:
    op.create_table(
        "totp",
        sa.Column("user_id", sa.Uuid, _user(), primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("last_step", sa.BigInteger, nullable=False, server_default="0"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("user_id", sa.Uuid, _user(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
    )
    op.create_index("recovery_codes_user_id", "recovery_codes", ["user_id"])


def _create_api_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("key_id", sa.String, primary_key=True),
        sa.Column("session_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("user_id", sa.Uuid, _user(), nullable=False),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.String), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
    )
    op.create_index("api_keys_user_id", "api_keys", ["user_id"])


def downgrade() -> None:
    """Take it all back."""
    for table in ("preferences", "api_keys", "recovery_codes", "totp"):
        op.drop_table(table)
    op.drop_index("sessions_revoked_at", "sessions")
    for name in ("second_factor", "authenticated_at", "address", "user_agent"):
        op.drop_column("sessions", name)
    for name in ("disabled_at", "time_zone"):
        op.drop_column("users", name)
