"""What a user's terminal remembers."""

from auth.domain.preferences import Preferences
from auth.repository import preferences as repository
from chassis.transaction import Database
from vocabulary import UserId


async def find_preferences(database: Database, user_id: UserId) -> Preferences:
    """The user's preferences; an empty document if none were ever stored."""
    async with database.engine.connect() as connection:
        return await repository.find_preferences(connection, user_id)
