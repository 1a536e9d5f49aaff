"""What companies do to their shares, and what accounts are entitled to because of it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"

MONEY, PRICE, SHARES = sa.Numeric(38, 4), sa.Numeric(38, 8), sa.Numeric(38, 9)
MOMENT = sa.DateTime(timezone=True)
WITH_DIVIDENDS = ("positions", "epochs")


def upgrade() -> None:
    """Create the tables; nothing was ever paid before."""
    op.create_table("actions", sa.Column("action_id", sa.Uuid, primary_key=True), *_terms())
    op.create_index("actions_of_symbols", "actions", ["symbol"])
    op.create_table(
        "entitlements",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("action_id", sa.Uuid, primary_key=True),
        *_terms(),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("shares", SHARES, nullable=False),
        sa.Column("paid", MONEY),
    )
    op.create_index(
        "entitlements_to_pay",
        "entitlements",
        ["pays_at"],
        postgresql_where=sa.text("paid is null and kind = 'dividend'"),
    )
    for table in WITH_DIVIDENDS:
        column = sa.Column("dividends", MONEY, nullable=False, server_default="0")
        op.add_column(table, column)
        op.alter_column(table, "dividends", server_default=None)


def _terms() -> list[sa.Column[object]]:
    return [
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("effective_at", MOMENT, nullable=False),
        sa.Column("new_shares", SHARES),
        sa.Column("old_shares", SHARES),
        sa.Column("last_price", PRICE),
        sa.Column("amount", PRICE),
        sa.Column("pays_at", MOMENT),
        sa.Column("said_at", MOMENT),
    ]


def downgrade() -> None:
    """Forget it; the ledger still knows what was booked."""
    for table in WITH_DIVIDENDS:
        op.drop_column(table, "dividends")
    op.drop_table("entitlements")
    op.drop_table("actions")
