"""The tables of the auth database."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    text,
)
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
    Column("time_zone", String, nullable=False, server_default="UTC"),
    timestamp("disabled_at", nullable=True),
    timestamp("devices_since", nullable=True),
    Index("users_disabled_at", "disabled_at", postgresql_where=text("disabled_at is not null")),
)
"""``account_id`` is the default account. ``email`` is in its normal form. ``time_zone`` is a name
of the IANA database. Device cookies of before ``devices_since`` have ended."""

accounts = Table(
    "accounts",
    metadata,
    identity("account_id", primary_key=True),
    identity("user_id"),
    Column("name", String, nullable=False),
    timestamp("opened_at"),
    timestamp("closed_at", nullable=True),
    Index("accounts_of_users", "user_id"),
)
"""Trading accounts, as the portfolio service has told of them. The default one is with its user."""

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
    Column("user_agent", String, nullable=False, server_default=""),
    Column("address", String, nullable=False, server_default=""),
    timestamp("authenticated_at", nullable=True),
    Column("second_factor", Boolean, nullable=False, server_default="false"),
    identity("account_id", nullable=True),
    Index("sessions_user_id", "user_id"),
    Index("sessions_created_at", "created_at"),
    Index("sessions_revoked_at", "revoked_at"),
)
"""``current`` and ``previous`` are digests of refresh tokens. ``authenticated_at`` is when its user
last proved who they are, ``second_factor`` whether by a second factor too. ``account_id`` is the
account that it speaks for; without one, the default."""

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


totp = Table(
    "totp",
    metadata,
    Column("user_id", Uuid, ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    timestamp("created_at"),
    timestamp("confirmed_at", nullable=True),
    Column("last_step", BigInteger, nullable=False, server_default="0"),
    Column("wrong_codes", Integer, nullable=False, server_default="0"),
)
"""The secret behind the codes of an authenticator app (RFC 6238), encrypted. A code of a step up to
``last_step`` was used, or is older than one that was; ``wrong_codes`` did not confirm it."""

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False),
    timestamp("used_at", nullable=True),
    Index("recovery_codes_user_id", "user_id"),
)
"""What stands in, once, for a code of a phone that was lost; by digest."""

api_keys = Table(
    "api_keys",
    metadata,
    Column("key_id", String, primary_key=True),
    Column("session_id", Uuid, nullable=False, unique=True),
    Column("user_id", Uuid, ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("name", String, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("scopes", ARRAY(String), nullable=False),
    timestamp("created_at"),
    timestamp("expires_at", nullable=True),
    timestamp("last_used_at", nullable=True),
    timestamp("revoked_at", nullable=True),
    Index("api_keys_user_id", "user_id"),
    Index("api_keys_revoked_at", "revoked_at", postgresql_where=text("revoked_at is not null")),
)
"""Keys of bots. ``digest`` is of the secret; tokens made from a key name its ``session_id``."""

preferences = Table(
    "preferences",
    metadata,
    Column("user_id", Uuid, ForeignKey("users.user_id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("document", Text, nullable=False),
    timestamp("updated_at"),
)
"""What a user's terminal remembers: JSON as it was sent. ``version`` counts up with each change."""

push_subscriptions = Table(
    "push_subscriptions",
    metadata,
    Column(
        "session_id",
        Uuid,
        ForeignKey("sessions.session_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    identity("user_id"),
    Column("endpoint", String, nullable=False, unique=True),
    Column("key", LargeBinary, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    timestamp("created_at"),
    timestamp("next_at"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Index("push_subscriptions_user_id", "user_id"),
    Index("push_subscriptions_next_at", "next_at"),
)
"""Sessions that are notified, and by which push service (RFC 8030). ``key`` and ``secret`` encrypt
for this device. Before ``next_at`` it is sent nothing: somebody is at it, it was sent something a
moment ago, or the push service has refused so many ``tries``."""

push_news = Table(
    "push_news",
    metadata,
    Column(
        "session_id",
        Uuid,
        ForeignKey("push_subscriptions.session_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("event_id", Uuid, primary_key=True),
    timestamp("told_at"),
    Column("title", String, nullable=False),
    Column("body", String, nullable=False),
    Column("path", String, nullable=False),
    timestamp("accepted_at", nullable=True),
    Index("push_news_waiting", "session_id", postgresql_where=text("accepted_at is null")),
    Index("push_news_told_at", "told_at"),
)
"""What sessions are told, each event once. What was accepted by the push service is remembered as
long as it could be heard of again. ``told_at`` is the event's time."""
