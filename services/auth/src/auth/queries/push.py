"""Where somebody is notified."""

from auth.domain.push import Subscription
from auth.repository import push as repository
from chassis.transaction import Database
from vocabulary import SessionId


async def find_subscription(database: Database, session_id: SessionId) -> Subscription | None:
    """Where this session is notified; ``None`` if it is not."""
    async with database.engine.connect() as connection:
        return (await repository.find_subscriptions(connection, [session_id])).get(session_id)
