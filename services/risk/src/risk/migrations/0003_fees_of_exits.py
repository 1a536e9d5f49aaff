"""What each exit of a group keeps for its fees."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

EACH = """
update exits set fees = found.fees from (
  select account_id, group_id, jsonb_object_agg(key, exits.fee::text) as fees
  from exits, jsonb_object_keys(bounds) as key group by account_id, group_id
) as found where (exits.account_id, exits.group_id) = (found.account_id, found.group_id)
"""
"""Nobody knows whose the fee was that they kept together: any of them may have to pay it."""
MOST = """
update exits set fee = coalesce(
  (select max(value::numeric) from jsonb_each_text(fees)), 0
)
"""


def upgrade() -> None:
    """Keep fees for each."""
    column = sa.Column("fees", postgresql.JSONB, nullable=False, server_default="{}")
    op.add_column("exits", column)
    op.alter_column("exits", "fees", server_default=None)
    op.execute(EACH)
    op.drop_column("exits", "fee")


def downgrade() -> None:
    """Keep the most of them."""
    column = sa.Column("fee", sa.Numeric(38, 4), nullable=False, server_default="0")
    op.add_column("exits", column)
    op.alter_column("exits", "fee", server_default=None)
    op.execute(MOST)
    op.drop_column("exits", "fees")
