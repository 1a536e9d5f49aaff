"""Leaving: what is about a person is erased, what their account did stays in the books."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from auth.commands.api_keys import end_keys
from auth.commands.callers import lock_callers
from auth.commands.revocations import Ending, end_all
from auth.domain.users import User
from auth.repository import users as people
from auth.repository.accounts import find_accounts
from auth.repository.erasure import erase
from chassis.commands import Command
from chassis.errors import Conflict, Unprocessable
from chassis.tokens import Principal
from chassis.transaction import Transaction
from events import AuditRecorded, UserDeleted
from vocabulary import RevocationReason, UserId


class EmailDiffers(Unprocessable):
    """The e-mail that should confirm it is not that of the caller."""

    code = "email_differs"


class LastAdmin(Conflict):
    """Without this user nobody could administer anything."""

    code = "last_admin"


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody wants to be forgotten, and repeats their e-mail to show that they mean it."""

    who: Principal
    email: str
    now: datetime
    told: AuditRecorded


async def delete_users(
    tx: Transaction, commands: Sequence[Command[Departure]]
) -> Sequence[Exception | None]:
    """Erase people, end all they are signed in with, and tell everybody that they have left.

    Who is not there any more has left before.

    Raises:
        EmailDiffers: (as an answer) the e-mail is not theirs.
        LastAdmin: (as an answer) there is no other administrator.
        NotSignedIn: (as an answer) the caller was shut out a moment ago.
    """
    callers = await lock_callers(tx, [one.wish for one in commands], and_admins=True)
    there = callers.users
    answers: list[Exception | None] = []
    leaving: list[tuple[User, Command[Departure]]] = []
    for one in commands:
        user = there.get(one.wish.who.user_id)
        refusal = callers.refusal(one.wish) or _refusal(user, one.wish, there) if user else None
        answers.append(refusal)
        if user and refusal is None:
            leaving.append((there.pop(user.user_id), one))
    await _let_go(tx, leaving)
    return answers


def _refusal(user: User, wish: Departure, there: Mapping[UserId, User]) -> Exception | None:
    if wish.email != user.email:
        return EmailDiffers("to confirm it, send the e-mail that you registered with")
    if user.is_admin and not any(one.is_admin for one in there.values() if one is not user):
        return LastAdmin("you are the last administrator: make somebody else one first")
    return None


async def _let_go(tx: Transaction, leaving: Sequence[tuple[User, Command[Departure]]]) -> None:
    endings = [
        Ending(
            user.user_id,
            user.account_id,
            RevocationReason.USER_DELETED,
            command.wish.now,
            command.origin,
        )
        for user, command in leaving
    ]
    await end_all(tx, endings)
    await end_keys(tx, endings)
    await erase(tx.connection, [user.user_id for user, _ in leaving])
    await people.save_users(tx.connection, [user.gone(one.wish.now) for user, one in leaving])
    accounts = await find_accounts(tx.connection, [user.user_id for user, _ in leaving])
    for user, command in leaving:
        theirs = {one.account_id for one in accounts.get(user.user_id, ())}
        for account_id in sorted({user.account_id, *theirs}):
            left = UserDeleted(user_id=user.user_id, account_id=account_id)
            tx.publish(left, command.origin)
        tx.publish(command.wish.told, command.origin)
