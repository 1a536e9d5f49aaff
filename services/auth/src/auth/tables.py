"""The tables of the auth database."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, MetaData, String, Table, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from chassis.tables import identity, timestamp

metadata = MetaData()

users = Table(
    "users",
    metadata,
    identity("user_id", primary_key=True),
    Column("account_id", Uuid, nullable=False, unique=True),
    Column("email", String, nullable=False, unique=True),
    Column("password_hash", String, nullable=False),
    Column("display_name", String, nullable=False),
    Column("roles", ARRAY(String), nullable=False),
    timestamp("created_at"),
)
"""``email`` is in its normal form."""

sessions = Table(
    "sessions",
    metadata,
    identity("session_id", primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False),
    Column("current", LargeBinary, nullable=False),
    Column("previous", LargeBinary),
    timestamp("created_at"),
    timestamp("used_at"),
    timestamp("revoked_at", nullable=True),
    Index("sessions_user_id", "user_id"),
    Index("sessions_created_at", "created_at"),
)
"""``current`` and ``previous`` are digests of refresh tokens."""

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column(
        "session_id", Uuid, ForeignKey("sessions.session_id", ondelete="CASCADE"), nullable=False
    ),
    Index("refresh_tokens_session_id", "session_id"),
)
"""Every token a session ever had, by its SHA-256: a spent one that comes back is recognised."""

keys = Table(
    "keys",
    metadata,
    Column("kid", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    timestamp("created_at"),
    timestamp("retired_at", nullable=True),
)
"""Private signing keys, encrypted. ``retired_at`` withdraws one at once."""
