"""Changing a password."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from auth.commands.callers import lock_callers
from auth.commands.revocations import Ending, all_others, end_all
from auth.domain.users import User
from auth.repository import users as people
from chassis.commands import Command
from chassis.errors import Conflict
from chassis.tokens import Principal
from chassis.transaction import Transaction
from events import AuditRecorded
from vocabulary import RevocationReason


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """Hashes of the password that was shown, as it was stored, and of the one that replaces it."""

    who: Principal
    shown: str
    chosen: str
    now: datetime
    told: AuditRecorded


async def change_passwords(
    tx: Transaction, commands: Sequence[Command[PasswordChange]]
) -> Sequence[User | Exception]:
    """Replace passwords, forget devices, and end all sessions but those in which it is done.

    Raises:
        Conflict: (as an answer) the password was changed meanwhile.
        NotSignedIn: (as an answer) the caller was shut out, or has left, a moment ago.
    """
    callers = await lock_callers(tx, [one.wish for one in commands])
    users = callers.users
    endings: list[Ending] = []
    answers: list[User | Exception] = []
    for one in commands:
        wish, who = one.wish, one.wish.who
        if refusal := callers.refusal(wish):
            answers.append(refusal)
        elif users[who.user_id].password_hash not in {wish.shown, wish.chosen}:
            answers.append(Conflict("the password was changed a moment ago"))
        else:  # or done before, by this very wish, whose answer is due
            user = users[who.user_id]
            changed = replace(user, password_hash=wish.chosen, devices_since=wish.now)
            users[who.user_id] = changed
            endings.append(all_others(wish, RevocationReason.CREDENTIALS_CHANGED, one.origin))
            tx.publish(wish.told, one.origin)
            answers.append(changed)
    await people.save_users(tx.connection, users.values())
    await end_all(tx, endings)
    return answers
