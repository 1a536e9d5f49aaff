"""Where somebody is signed in."""

from collections.abc import Sequence
from datetime import datetime

from auth.domain.sessions import IDLE_LIFE, Session
from auth.repository import sessions as repository
from chassis.transaction import Database
from vocabulary import UserId

SHOWN_MAX = 100


async def list_sessions(database: Database, user_id: UserId, now: datetime) -> Sequence[Session]:
    """The sessions of a user that go on, the last used first."""
    since = now - IDLE_LIFE
    async with database.engine.connect() as connection:
        found = await repository.list_sessions(connection, user_id, since, SHOWN_MAX)
    return [session for session in found if not session.is_over(now)]
