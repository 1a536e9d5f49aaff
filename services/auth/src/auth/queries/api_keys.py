"""What somebody can ask about API keys."""

from datetime import datetime

from auth.domain.api_keys import ApiKey
from auth.repository import api_keys as repository
from chassis.tokens import Principal
from chassis.transaction import Database

LISTED_MAX = 100
"""Far more than can be good at once: the rest are those that were revoked or expired last."""


async def find_key(database: Database, key_id: str) -> ApiKey | None:
    """The key with this id, unless its user is disabled or has left."""
    async with database.engine.connect() as connection:
        return await repository.find_key(connection, key_id)


async def list_keys(database: Database, who: Principal, now: datetime) -> list[ApiKey]:
    """The keys of the caller's account; a machine sees no other than its own."""
    only = None if who.authenticated_at else who.session_id
    async with database.engine.connect() as connection:
        return await repository.list_keys(connection, who.account_id, now, LISTED_MAX, only)
