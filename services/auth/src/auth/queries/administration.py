"""What administrators can ask about users."""

from collections.abc import Sequence
from dataclasses import dataclass

from auth.domain.users import User
from auth.repository import users as repository
from chassis.transaction import Database
from vocabulary import UserId


@dataclass(frozen=True, slots=True)
class Page:
    """Some users, newest first, and the one to go on from, if there are more."""

    users: Sequence[User]
    next_before: UserId | None


async def list_users(database: Database, search: str, before: UserId | None, limit: int) -> Page:
    """Users whose e-mail or name begins like this, newest first."""
    async with database.engine.connect() as connection:
        found = await repository.list_users(connection, search, before, limit + 1)
    users = found[:limit]
    return Page(users, users[-1].user_id if len(found) > limit else None)
