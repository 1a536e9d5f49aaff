"""Accounts, positions, and a ledger that the database itself refuses to change or unbalance."""

import sqlalchemy as sa
from alembic import op

from chassis.migrations import create_messaging_tables, drop_messaging_tables

revision = "0001"
down_revision = None

HISTORY = ("bookings", "entries", "trades")

REFUSE_CHANGE = """
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is only ever added to', tg_table_name
        using errcode = 'restrict_violation', hint = 'Book the opposite.';
end $$
"""

REQUIRE_BALANCE = """
create function require_balance() returns trigger language plpgsql as $$
declare
    wrong uuid;
begin
    select booking_id into wrong from added
        group by booking_id, asset having sum(amount) <> 0 limit 1;
    if found then
        raise exception 'the entries of booking % do not cancel out', wrong
            using errcode = 'check_violation';
    end if;
    return null;
end $$
"""


def upgrade() -> None:
    """Create everything."""
    create_messaging_tables()
    _create_balances()
    _create_ledger()
    _create_trades()
    op.execute(REFUSE_CHANGE)
    for table in HISTORY:
        op.execute(
            f"create trigger history_is_final before update or delete or truncate on {table}"
            " for each statement execute function refuse_change()"
        )
    op.execute(REQUIRE_BALANCE)
    op.execute(
        "create trigger bookings_balance after insert on entries referencing new table as added"
        " for each statement execute function require_balance()"
    )


def _create_balances() -> None:
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("paid_in", sa.Numeric(38, 4), nullable=False),
        sa.Column("cash", sa.Numeric(38, 4), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        _written_at("opened_at"),
    )
    op.create_table(
        "positions",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("symbol", sa.String, primary_key=True),
        sa.Column("quantity", sa.Numeric(38, 9), nullable=False),
        sa.Column("cost", sa.Numeric(38, 4), nullable=False),
        sa.Column("realised", sa.Numeric(38, 4), nullable=False),
        sa.CheckConstraint("quantity <> 0 or cost = 0", name="no_shares_cost_nothing"),
    )


def _create_ledger() -> None:
    op.create_table(
        "bookings",
        sa.Column("booking_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("market_time", sa.DateTime(timezone=True)),
        _written_at("created_at"),
        sa.UniqueConstraint("account_id", "number", name="bookings_in_order"),
    )
    op.create_table(
        "entries",
        sa.Column("booking_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("asset", sa.String, primary_key=True),
        sa.Column("amount", sa.Numeric(38, 9), nullable=False),
    )


def _create_trades() -> None:
    op.create_table(
        "trades",
        sa.Column("fill_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("side", sa.String, nullable=False),
        sa.Column("quantity", sa.Numeric(38, 9), nullable=False),
        sa.Column("price", sa.Numeric(38, 8), nullable=False),
        sa.Column("value", sa.Numeric(38, 4), nullable=False),
        sa.Column("realised", sa.Numeric(38, 4), nullable=False),
        sa.Column("counterparty", sa.String, nullable=False),
        sa.Column("market_time", sa.DateTime(timezone=True)),
        _written_at("booked_at"),
        sa.UniqueConstraint("account_id", "number", name="trades_in_order"),
    )


def _written_at(name: str) -> sa.Column[object]:
    moment = sa.DateTime(timezone=True)
    return sa.Column(name, moment, nullable=False, server_default=sa.func.now())


def downgrade() -> None:
    """Drop everything."""
    for table in (*HISTORY, "positions", "accounts"):
        op.drop_table(table)
    op.execute("drop function refuse_change, require_balance")
    drop_messaging_tables()
