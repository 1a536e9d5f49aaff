"""Orders of every kind, their history, what accounts hold, and how they want to be filled."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

WAS_LIVE = "status in ('pending_new', 'new', 'partially_filled')"
IS_LIVE = (
    "status in ('pending_new', 'accepted', 'held', 'new', 'partially_filled',"
    " 'pending_cancel', 'pending_replace')"
)
IS_PENDING = (
    f"{IS_LIVE} and (status = 'pending_new'"
    " or cancel_requested_at is not null or replaced_by is not null)"
)
MAY_MEET = (
    f"(case when {IS_LIVE} and status <> 'held' and order_type in ('limit', 'market')"
    " and cancel_requested_at is null then true end)"
)
BEFORE = {
    # orders lived until they were canceled, were filled from what was quoted, and cost nothing
    "time_in_force": (sa.String, "gtc"),
    "order_class": (sa.String, "simple"),
    "fill_model": (sa.String, "touch/1"),
    "fees": (sa.String, "none/1"),
    "post_only": (sa.Boolean, "false"),
    "reduce_only": (sa.Boolean, "false"),
    "extended_hours": (sa.Boolean, "false"),
    "fee": (sa.Numeric(38, 4), "0"),
}
"""What there is to say of every order, and what is true of those that are there already."""
UNKNOWN = {
    "notional": sa.Numeric(38, 4),
    "stop_price": sa.Numeric(38, 8),
    "trail_price": sa.Numeric(38, 8),
    "trail_percent": sa.Numeric(38, 4),
    "display_quantity": sa.Numeric(38, 9),
    "expires_at": sa.DateTime(timezone=True),
    "parent_id": sa.Uuid,
    "leg": sa.String,
    "replaces": sa.Uuid,
    "replaced_by": sa.Uuid,
    "cancel_market_time": sa.DateTime(timezone=True),
    "reason": sa.String,
    "hwm": sa.Numeric(38, 8),
}


def upgrade() -> None:
    """Add everything."""
    for name, (kind, before) in BEFORE.items():
        op.add_column("orders", sa.Column(name, kind, nullable=False, server_default=before))
        op.alter_column("orders", name, server_default=None)
    for name, kind in UNKNOWN.items():
        op.add_column("orders", sa.Column(name, kind))
    op.drop_constraint("no_more_than_asked", "orders")
    op.create_check_constraint("no_less_than_nothing", "orders", "filled_quantity >= 0")
    _index_live(IS_LIVE)
    op.drop_index("live_orders_of_symbol", "orders")  # books remember their orders themselves
    op.create_index("pending_orders", "orders", ["order_id"], postgresql_where=sa.text(IS_PENDING))
    op.create_index(
        "orders_that_may_meet",
        "orders",
        [sa.text("((account_id::text || symbol::text) || side::text)"), "bound_price"],
        postgresql_where=sa.text(MAY_MEET),
    )
    op.create_index(
        "legs", "orders", ["parent_id"], postgresql_where=sa.text("parent_id is not null")
    )
    op.add_column("fills", sa.Column("fee", sa.Numeric(38, 4), nullable=False, server_default="0"))
    op.alter_column("fills", "fee", server_default=None)
    op.add_column("fills", sa.Column("sequence", sa.BigInteger))
    _create_tables()


def _create_tables() -> None:
    op.create_table(
        "order_events",
        sa.Column("order_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("market_time", sa.DateTime(timezone=True)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("happening", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("figures", postgresql.JSONB, nullable=False),
    )
    op.create_table(
        "account_settings",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("fill_model", sa.String, nullable=False),
        sa.Column("fees", sa.String, nullable=False),
    )
    op.create_table(
        "positions",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("symbol", sa.String, primary_key=True),
        sa.Column("quantity", sa.Numeric(38, 9), nullable=False),
    )
    op.execute(
        "insert into positions select account_id, symbol,"
        " sum(case when side = 'buy' then fills.quantity else -fills.quantity end)"
        " from fills join orders using (order_id) group by account_id, symbol"
    )


def _index_live(where: str) -> None:
    op.drop_index("live_orders_of_account", "orders")
    columns = ["account_id", "order_id"]
    condition = sa.text(where)
    op.create_index("live_orders_of_account", "orders", columns, postgresql_where=condition)


def downgrade() -> None:
    """Take it back. Orders of the new kinds stay, as if they were of the old ones."""
    for table in ("positions", "account_settings", "order_events"):
        op.drop_table(table)
    for name in ("fee", "sequence"):
        op.drop_column("fills", name)
    for name in ("legs", "orders_that_may_meet", "pending_orders"):
        op.drop_index(name, "orders")
    _index_live(WAS_LIVE)
    condition = sa.text(WAS_LIVE)
    op.create_index("live_orders_of_symbol", "orders", ["symbol"], postgresql_where=condition)
    op.drop_constraint("no_less_than_nothing", "orders")
    op.create_check_constraint(
        "no_more_than_asked", "orders", "filled_quantity between 0 and quantity"
    )
    for name in (*UNKNOWN, *BEFORE):
        op.drop_column("orders", name)
