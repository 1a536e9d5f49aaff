"""What somebody can ask the auth service."""

from collections.abc import Mapping

from auth.domain.users import User
from auth.repository import users as repository
from chassis.errors import NotFound
from chassis.transaction import Database
from vocabulary import UserId


async def find_user(database: Database, user_id: UserId) -> User:
    """The user with this id.

    Raises:
        NotFound: there is none, or they have left.
    """
    async with database.engine.connect() as connection:
        return known(await repository.find_users(connection, [user_id]), user_id)


async def find_user_by_email(database: Database, email: str) -> User | None:
    """The user with this e-mail, in its normal form."""
    async with database.engine.connect() as connection:
        return await repository.find_user_by_email(connection, email)


def known(found: Mapping[UserId, User], user_id: UserId) -> User:
    """The user, of those that were found.

    Raises:
        NotFound: there is none, or they have left.
    """
    user = found.get(user_id)
    if user is None or user.is_gone:
        raise NotFound("there is no such user")
    return user
