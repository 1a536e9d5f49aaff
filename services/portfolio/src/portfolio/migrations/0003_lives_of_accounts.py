"""Accounts that are opened, reset and closed; deposits and withdrawals."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MONEY, MOMENT = sa.Numeric(38, 4), sa.DateTime(timezone=True)
OF_EPOCHS = ("bookings", "trades", "positions")
NEW = ("epochs", "transfers", "windings", "answered")


def upgrade() -> None:
    """Create what is new; what there is belongs to the first epoch of a plain account."""
    _describe_accounts()
    for table in OF_EPOCHS:
        op.add_column(table, sa.Column("epoch", sa.Integer, nullable=False, server_default="1"))
    op.drop_constraint("positions_pkey", "positions")
    op.create_primary_key("positions_pkey", "positions", ["account_id", "symbol", "epoch"])
    _create_epochs()
    _create_transfers()
    _create_windings()
    op.create_table(
        "answered",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("request", sa.String, nullable=False),
        sa.Column("made_id", sa.Uuid, nullable=False),
        _written_at("answered_at"),
    )


def _describe_accounts() -> None:
    for name, kind, default in (
        ("epoch", sa.Integer, "1"),
        ("fills", sa.Integer, "0"),
        ("is_closed", sa.Boolean, "false"),
        ("name", sa.String, "Paper account"),
        ("currency", sa.String, "USD"),
        ("margin", sa.String, "cash"),
    ):
        column = sa.Column(name, kind, nullable=False, server_default=default)
        op.add_column("accounts", column)
    op.add_column("accounts", sa.Column("booked_until", MOMENT))
    op.add_column("accounts", sa.Column("fill_model", sa.String))
    op.add_column("accounts", sa.Column("opening_cash", MONEY))
    op.execute("update accounts set opening_cash = paid_in")  # nothing else was ever paid in
    op.alter_column("accounts", "opening_cash", nullable=False)
    op.create_index("accounts_of_users", "accounts", ["user_id"])


def _create_epochs() -> None:
    op.create_table(
        "epochs",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("epoch", sa.Integer, primary_key=True),
        *(
            sa.Column(name, MONEY, nullable=False)
            for name in ("paid_in", "cash", "invested", "realised", "fees")
        ),
        sa.Column("market_time", MOMENT),
        _written_at("ended_at"),
    )


def _create_transfers() -> None:
    op.create_table(
        "transfers",
        sa.Column("transfer_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("amount", MONEY, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("free_cash", MONEY),
        sa.Column("market_time", MOMENT),
        _written_at("requested_at"),
    )
    op.create_index("transfers_of_accounts", "transfers", ["account_id", "transfer_id"])


def _create_windings() -> None:
    op.create_table(
        "windings",
        sa.Column("winding_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("cash", MONEY),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("rests_after", sa.Integer),
        sa.Column("market_time", MOMENT),
        _written_at("requested_at"),
    )
    op.create_index("windings_of_accounts", "windings", ["account_id"])


def _written_at(name: str) -> sa.Column[object]:
    return sa.Column(name, MOMENT, nullable=False, server_default=sa.func.now())


def downgrade() -> None:
    """Take them back; only the first epoch of each account has a place afterwards."""
    for table in NEW:
        op.drop_table(table)
    op.drop_constraint("positions_pkey", "positions")
    op.execute("delete from positions where epoch > 1")
    op.create_primary_key("positions_pkey", "positions", ["account_id", "symbol"])
    for table in OF_EPOCHS:
        op.drop_column(table, "epoch")
    op.drop_index("accounts_of_users", "accounts")
    for name in ("epoch", "fills", "is_closed", "name", "currency", "margin"):
        op.drop_column("accounts", name)
    for name in ("booked_until", "fill_model", "opening_cash"):
        op.drop_column("accounts", name)
