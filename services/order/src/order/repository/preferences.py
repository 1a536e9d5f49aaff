"""How accounts want their orders to be filled and charged."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import upsert
from order.domain.preferences import Preferences
from order.tables import account_settings
from vocabulary import AccountId


async def find_preferences(connection: AsyncConnection, account_id: AccountId) -> Preferences:
    """What the account wants, or what is usual."""
    query = select(account_settings).where(account_settings.c.account_id == account_id)
    row = (await connection.execute(query)).one_or_none()
    return Preferences() if row is None else Preferences(row.fill_model, row.fees)


async def save_preferences(
    connection: AsyncConnection, wanted: dict[AccountId, Preferences]
) -> None:
    """Store what accounts want."""
    rows = [
        {"account_id": account_id, "fill_model": one.fill_model, "fees": one.fees}
        for account_id, one in wanted.items()
    ]
    await upsert(connection, account_settings, rows)
