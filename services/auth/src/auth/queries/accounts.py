"""What somebody can ask about which accounts they may sign in with."""

from collections.abc import Sequence

from auth.domain.accounts import Account
from auth.domain.users import User
from auth.queries.users import known
from auth.repository.accounts import find_accounts
from auth.repository.users import find_users
from chassis.transaction import Database
from vocabulary import UserId


async def list_accounts(database: Database, user_id: UserId) -> tuple[User, Sequence[Account]]:
    """The user, and all of their accounts that were heard of, oldest first.

    Raises:
        NotFound: there is none, or they have left.
    """
    async with database.engine.connect() as connection:
        user = known(await find_users(connection, [user_id]), user_id)
        return user, (await find_accounts(connection, [user_id])).get(user_id, ())
