"""What things were worth when minutes and days ended."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"


def upgrade() -> None:
    """Create the table; what was before is known from what accounts traded at."""
    op.create_table(
        "closes",
        sa.Column("symbol", sa.String, primary_key=True),
        sa.Column("interval", sa.String, primary_key=True),
        sa.Column("start", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("close", sa.Numeric(38, 8), nullable=False),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("closes")
