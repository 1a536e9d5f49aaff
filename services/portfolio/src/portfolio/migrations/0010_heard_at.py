"""When actions of companies were heard of here, and whether all their holders were told."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add it; holders of what was effective for a day are not told again.

    Who came to hold shares since then was not noted as having had his part.
    """
    moment, now = sa.DateTime(timezone=True), sa.func.now()
    op.add_column("actions", sa.Column("heard_at", moment, nullable=False, server_default=now))
    over = sa.Column("is_finished", sa.Boolean, nullable=False, server_default="false")
    op.add_column("actions", over)
    op.execute("update actions set heard_at = said_at where said_at is not null")
    op.execute("update actions set is_finished = true where said_at < now() - interval '1 day'")


def downgrade() -> None:
    """Take it back."""
    op.drop_column("actions", "is_finished")
    op.drop_column("actions", "heard_at")
