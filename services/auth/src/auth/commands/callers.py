"""Whether those who ask are signed in still, found out by the transaction that does what they ask.

Their token was checked a moment before that, against what was known up to a second earlier.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from auth.domain.sessions import Session
from auth.domain.users import User
from auth.repository import sessions as signed_in
from auth.repository import users as people
from chassis.errors import NotSignedIn
from chassis.tokens import Principal
from chassis.transaction import Transaction
from vocabulary import SessionId, UserId


class Asked(Protocol):
    """What somebody wants who is signed in."""

    @property
    def who(self) -> Principal:
        """The caller."""
        ...

    @property
    def now(self) -> datetime:
        """When they want it."""
        ...


@dataclass(frozen=True, slots=True)
class Callers:
    """Those who ask: the users, locked, and the sessions in which they ask."""

    users: dict[UserId, User]
    sessions: Mapping[SessionId, Session]

    def find(self, wish: Asked) -> tuple[User, Session] | None:
        """Who asks, and in which session, if they are signed in by it."""
        user, session = self.users.get(wish.who.user_id), self.sessions.get(wish.who.session_id)
        if user is None or user.disabled_at or session is None or session.is_over(wish.now):
            return None
        return user, session

    def refusal(self, wish: Asked) -> NotSignedIn | None:
        """What is answered to those who are not signed in any more."""
        return None if self.find(wish) else NotSignedIn("sign in again")


async def lock_callers(
    tx: Transaction, wishes: Collection[Asked], *, and_admins: bool = False
) -> Callers:
    """Look at all who ask; nobody can disable them meanwhile.

    Their sessions are not locked: one that is revoked before the end of the transaction counts as
    revoked after it. With ``and_admins`` all who administer are locked, too.
    """
    user_ids = {wish.who.user_id for wish in wishes}
    users = await people.lock_users(tx.connection, user_ids, and_admins=and_admins)
    session_ids = {wish.who.session_id for wish in wishes}
    return Callers(users, await signed_in.find_by_id(tx.connection, session_ids))
