"""Devices can be notified while no terminal is open."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create where they are notified and what they are told; nobody has asked for it yet."""
    op.create_table(
        "push_subscriptions",
        sa.Column(
            "session_id",
            sa.Uuid,
            sa.ForeignKey("sessions.session_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("endpoint", sa.String, nullable=False, unique=True),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_index("push_subscriptions_user_id", "push_subscriptions", ["user_id"])
    op.create_index("push_subscriptions_next_at", "push_subscriptions", ["next_at"])
    _create_news()


def _create_news() -> None:
    op.create_table(
        "push_news",
        sa.Column(
            "session_id",
            sa.Uuid,
            sa.ForeignKey("push_subscriptions.session_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("path", sa.String, nullable=False),
        sa.Column("accepted_at", MOMENT),
    )
    waiting = sa.text("accepted_at is null")
    op.create_index("push_news_waiting", "push_news", ["session_id"], postgresql_where=waiting)
    op.create_index("push_news_told_at", "push_news", ["told_at"])


def downgrade() -> None:
    """Take it back; nobody is notified any more."""
    op.drop_table("push_news")
    op.drop_table("push_subscriptions")
