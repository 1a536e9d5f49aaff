"""Accounts that trade with brokers, and what is known of their orders there."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

IS_AT_BROKER = (
    "status in ('pending_new', 'accepted', 'held', 'new', 'partially_filled',"
    " 'pending_cancel', 'pending_replace') and broker <> 'simulated'"
)


def upgrade() -> None:
    """Add everything. All orders there are, were placed on the simulated exchange."""
    op.add_column(
        "orders", sa.Column("broker", sa.String, nullable=False, server_default="simulated")
    )
    op.create_index(
        "live_orders_at_brokers", "orders", ["account_id"], postgresql_where=sa.text(IS_AT_BROKER)
    )
    op.create_table(
        "broker_keys",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("broker", sa.String, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "routed_orders",
        sa.Column("order_id", sa.Uuid, primary_key=True),
        sa.Column("cause_id", sa.Uuid, nullable=False),
        sa.Column("correlation_id", sa.Uuid, nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True)),
        sa.Column("broker_order_id", sa.String),
        sa.Column("size", sa.Numeric(38, 9)),
    )
    op.create_index("orders_by_their_brokers", "routed_orders", ["broker_order_id"])


def downgrade() -> None:
    """Take it back; orders at brokers stay there, and are not followed any more."""
    for table in ("routed_orders", "broker_keys"):
        op.drop_table(table)
    op.drop_index("live_orders_at_brokers", "orders")
    op.drop_column("orders", "broker")
