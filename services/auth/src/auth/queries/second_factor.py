"""What somebody can ask about their second factor."""

from auth.domain.second_factor import SecondFactor
from auth.repository import second_factor as repository
from chassis.transaction import Database
from vocabulary import UserId


async def find_factor(database: Database, user_id: UserId) -> SecondFactor | None:
    """The user's second factor, confirmed or not."""
    async with database.engine.connect() as connection:
        return (await repository.find_factors(connection, [user_id])).get(user_id)
