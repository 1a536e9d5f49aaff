"""An action that is corrected after it was announced is something to do as well."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Find such actions by the index."""
    _find("status in ('imported', 'announced', 'corrected')")


def downgrade() -> None:
    """Have them announced as if they were new."""
    op.execute("update corporate_actions set status = 'imported' where status = 'corrected'")
    _find("status in ('imported', 'announced')")


def _find(to_do: str) -> None:
    op.drop_index("corporate_actions_to_do", "corporate_actions")
    op.create_index(
        "corporate_actions_to_do",
        "corporate_actions",
        ["status", "ex_date"],
        postgresql_where=sa.text(to_do),
    )
