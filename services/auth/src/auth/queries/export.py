"""Everything that auth knows about somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from auth.domain.preferences import Preferences
from auth.domain.users import User
from auth.queries.users import known
from auth.repository import export as repository
from auth.repository.preferences import find_preferences
from auth.repository.second_factor import find_factors
from auth.repository.users import find_users
from chassis.transaction import Database
from vocabulary import UserId


@dataclass(frozen=True, slots=True)
class Everything:
    """What is stored about one user, of one moment."""

    user: User
    second_factor: bool
    preferences: Preferences
    sessions: Sequence[Row[Any]]
    api_keys: Sequence[Row[Any]]
    push: Sequence[Row[Any]]


async def find_everything(database: Database, user_id: UserId) -> Everything:
    """What is stored about the user.

    Raises:
        NotFound: there is none, or they have left.
    """
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="REPEATABLE READ")
        factor = (await find_factors(connection, [user_id])).get(user_id)
        return Everything(
            user=known(await find_users(connection, [user_id]), user_id),
            second_factor=factor is not None and factor.enabled,
            preferences=await find_preferences(connection, user_id),
            sessions=await repository.all_sessions(connection, user_id),
            api_keys=await repository.all_keys(connection, user_id),
            push=await repository.all_push_devices(connection, user_id),
        )
