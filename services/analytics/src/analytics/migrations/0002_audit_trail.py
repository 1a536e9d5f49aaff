"""The audit trail, which the database itself refuses to change."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

REFUSE_CHANGE = """
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is only ever added to', tg_table_name
        using errcode = 'restrict_violation';
end $$
"""


def upgrade() -> None:
    """Create the trail and its trigger, which also fires where replication would skip it."""
    op.create_table(
        "audit_trail",
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("user_id", sa.Uuid),
        sa.Column("account_id", sa.Uuid),
        sa.Column("session_id", sa.Uuid),
        sa.Column("order_id", sa.Uuid),
        sa.Column("correlation_id", sa.Uuid, nullable=False),
        sa.Column("document", sa.String, nullable=False),
        sa.Column("previous", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
    )
    _create_indexes()
    op.execute(REFUSE_CHANGE)
    op.execute(
        "create trigger trail_is_final before update or delete or truncate on audit_trail"
        " for each statement execute function refuse_change()"
    )
    op.execute("alter table audit_trail enable always trigger trail_is_final")


def _create_indexes() -> None:
    op.create_index("audit_trail_action", "audit_trail", ["action", "position"])
    op.create_index("audit_trail_account_id", "audit_trail", ["account_id", "position"])
    op.create_index(
        "audit_trail_user_id",
        "audit_trail",
        ["user_id", "position"],
        postgresql_where=sa.text("user_id is not null"),
    )
    op.create_index(
        "audit_trail_order_id",
        "audit_trail",
        ["order_id", "position"],
        postgresql_where=sa.text("order_id is not null"),
    )


def downgrade() -> None:
    """Drop it all."""
    op.drop_table("audit_trail")
    op.execute("drop function refuse_change()")
