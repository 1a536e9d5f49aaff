"""What somebody changes about how they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from auth.domain.users import User
from auth.repository import users as people
from chassis.commands import Command
from chassis.errors import NotFound
from chassis.transaction import Transaction
from events import AuditRecorded
from vocabulary import UserId


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """The new name, the new time zone, or both; and what the audit trail is told."""

    user_id: UserId
    display_name: str | None
    time_zone: str | None
    told: AuditRecorded

    def of(self, user: User) -> User:
        """The user as changed."""
        return replace(
            user,
            display_name=self.display_name or user.display_name,
            time_zone=self.time_zone or user.time_zone,
        )


async def change_profiles(
    tx: Transaction, commands: Sequence[Command[ProfileChange]]
) -> Sequence[User | Exception]:
    """Store new names and time zones.

    Raises:
        NotFound: (as an answer) the user has left.
    """
    found = await people.lock_users(tx.connection, {one.wish.user_id for one in commands})
    answers: list[User | Exception] = []
    for one in commands:
        user = found.get(one.wish.user_id)
        if user is None:
            answers.append(NotFound("there is no such user"))
            continue
        found[user.user_id] = one.wish.of(user)
        answers.append(found[user.user_id])
        tx.publish(one.wish.told, one.origin)
    await people.save_users(tx.connection, found.values())
    return answers
