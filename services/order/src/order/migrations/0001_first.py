"""Orders, their fills, and what the books remember."""

import sqlalchemy as sa
from alembic import op

from chassis.migrations import create_messaging_tables, drop_messaging_tables

revision = "0001"
down_revision = None

IS_LIVE = sa.text("status in ('pending_new', 'new', 'partially_filled')")


def upgrade() -> None:
    """Create everything."""
    create_messaging_tables()
    _create_orders()
    op.create_index("orders_of_account", "orders", ["account_id", "order_id"])
    op.create_index(
        "live_orders_of_account", "orders", ["account_id", "order_id"], postgresql_where=IS_LIVE
    )
    op.create_index("live_orders_of_symbol", "orders", ["symbol"], postgresql_where=IS_LIVE)
    _create_fills()
    op.create_table(
        "books",
        sa.Column("symbol", sa.String, primary_key=True),
        sa.Column("quote_sequence", sa.BigInteger, nullable=False),
        sa.Column("taken_bid", sa.Numeric(38, 9), nullable=False),
        sa.Column("taken_ask", sa.Numeric(38, 9), nullable=False),
        sa.Column("last_position", sa.BigInteger, nullable=False),
    )


def _create_orders() -> None:
    op.create_table(
        "orders",
        sa.Column("order_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("client_order_id", sa.String, nullable=False),
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("side", sa.String, nullable=False),
        sa.Column("order_type", sa.String, nullable=False),
        sa.Column("quantity", sa.Numeric(38, 9), nullable=False),
        sa.Column("limit_price", sa.Numeric(38, 8)),
        sa.Column("bound_price", sa.Numeric(38, 8), nullable=False),
        sa.Column("reference_price", sa.Numeric(38, 8)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancel_requested_at", sa.DateTime(timezone=True)),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("book_position", sa.BigInteger, nullable=False),
        sa.Column("filled_quantity", sa.Numeric(38, 9), nullable=False),
        sa.Column("traded_value", sa.Numeric, nullable=False),
        sa.Column("fill_count", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("rejected_by", sa.String),
        sa.Column("rejection_reason", sa.String),
        sa.Column("rejection_rule", sa.String),
        sa.UniqueConstraint("account_id", "client_order_id", name="one_order_for_a_name"),
        sa.CheckConstraint("filled_quantity between 0 and quantity", name="no_more_than_asked"),
    )


def _create_fills() -> None:
    op.create_table(
        "fills",
        sa.Column("order_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("fill_id", sa.Uuid, nullable=False),
        sa.Column("quantity", sa.Numeric(38, 9), nullable=False),
        sa.Column("price", sa.Numeric(38, 8), nullable=False),
        sa.Column("counterparty", sa.String, nullable=False),
        sa.Column("bid", sa.Numeric(38, 8)),
        sa.Column("ask", sa.Numeric(38, 8)),
        sa.Column("market_time", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop everything."""
    for table in ("books", "fills", "orders"):
        op.drop_table(table)
    drop_messaging_tables()
