"""What books are told, and the books themselves, whole."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Keep books as they are; what the old ones took from the market is long forgotten there."""
    op.drop_table("books")
    op.create_table(
        "books",
        sa.Column("symbol", sa.String, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("market_time", sa.DateTime(timezone=True)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text),
    )
    op.create_table(
        "inputs",
        sa.Column("symbol", sa.String, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("market_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "tape_positions",
        sa.Column("partitions", sa.SmallInteger, primary_key=True),
        sa.Column("partition", sa.SmallInteger, primary_key=True),
        sa.Column("told", sa.BigInteger, nullable=False),
        sa.Column("market_time", sa.BigInteger, nullable=False),
        sa.Column("start_offset", sa.BigInteger, nullable=False),
        sa.Column("start_run", sa.Uuid, nullable=False),
        sa.Column("start_number", sa.BigInteger, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Make the books empty that an order is put on by its price alone."""
    for table in ("tape_positions", "inputs", "books"):
        op.drop_table(table)
    op.create_table(
        "books",
        sa.Column("symbol", sa.String, primary_key=True),
        sa.Column("quote_sequence", sa.BigInteger, nullable=False),
        sa.Column("taken_bid", sa.Numeric(38, 9), nullable=False),
        sa.Column("taken_ask", sa.Numeric(38, 9), nullable=False),
        sa.Column("last_position", sa.BigInteger, nullable=False),
    )
