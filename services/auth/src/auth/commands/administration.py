"""What administrators change about users: whether they may sign in, and what they may do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from auth.commands import audit
from auth.commands.api_keys import end_keys
from auth.commands.revocations import Ending, end_all
from auth.domain.clients import Client
from auth.domain.users import User
from auth.repository import users as people
from chassis.commands import Command
from chassis.errors import Conflict, Forbidden, NotFound
from chassis.tokens import Principal
from chassis.transaction import Transaction
from events import AuditRecorded
from vocabulary import AuditAction, AuditOutcome, RevocationReason, Role, UserId


class OwnAccount(Conflict):
    """Administrators do not lock themselves out."""

    code = "own_account"


@dataclass(frozen=True, slots=True)
class UserChange:
    """An administrator wants a user to be disabled or not, to have other roles, or both."""

    who: Principal
    client: Client
    user_id: UserId
    disabled: bool | None
    roles: frozenset[Role] | None
    now: datetime

    def of(self, user: User) -> User:
        """The user as changed."""
        changed = replace(user, roles=self.roles or user.roles)
        if self.disabled is None:
            return changed
        return changed.disabled(self.now) if self.disabled else replace(changed, disabled_at=None)


async def change_users(
    tx: Transaction, commands: Sequence[Command[UserChange]]
) -> Sequence[User | Exception]:
    """Change users, and end all sessions of those who lose something by it.

    The caller stays an administrator, so there always is one: who administers is looked at here,
    where nobody else can change it, and not in the token.

    Raises:
        Forbidden: (as an answer) the caller is no administrator any more.
        NotFound: (as an answer) there is no such user.
        OwnAccount: (as an answer) the caller would lock themselves out.
    """
    chosen = {user_id for one in commands for user_id in (one.wish.user_id, one.wish.who.user_id)}
    there = await people.lock_users(tx.connection, chosen)
    answers: list[User | Exception] = []
    endings: list[Ending] = []
    for one in commands:
        wish, before = one.wish, there.get(one.wish.user_id)
        refusal = _refusal(wish, there)
        if refusal is not None or before is None:
            answers.append(refusal or NotFound("there is no such user"))
            continue
        after = there[wish.user_id] = wish.of(before)
        answers.append(after)
        for entry in _told(wish, before, after, there[wish.who.user_id]):
            tx.publish(entry, one.origin)
        endings += _endings(before, after, one)
    await end_all(tx, endings)
    await end_keys(tx, [one for one in endings if one.reason is RevocationReason.USER_DISABLED])
    await people.save_users(tx.connection, there.values())
    return answers


def _refusal(wish: UserChange, there: Mapping[UserId, User]) -> Exception | None:
    caller = there.get(wish.who.user_id)
    if caller is None or not caller.is_admin:
        return Forbidden("you are no administrator any more")
    if wish.user_id == caller.user_id and not wish.of(caller).is_admin:
        return OwnAccount("another administrator has to do that")
    return None


def _told(wish: UserChange, before: User, after: User, caller: User) -> Iterator[AuditRecorded]:
    """What the audit trail is told; of what was so before, nothing."""
    whose, session_id, done = f"user {after.user_id}", wish.who.session_id, AuditOutcome.SUCCEEDED
    if bool(before.disabled_at) != bool(after.disabled_at):
        action = AuditAction.DISABLE_USER if after.disabled_at else AuditAction.ENABLE_USER
        yield audit.entry(action, done, wish.client, caller, session_id=session_id, detail=whose)
    if before.roles != after.roles:
        detail = f"{whose}: {', '.join(sorted(after.roles))}"
        action = AuditAction.CHANGE_ROLES
        yield audit.entry(action, done, wish.client, caller, session_id=session_id, detail=detail)


def _endings(before: User, after: User, command: Command[UserChange]) -> Iterator[Ending]:
    """Tokens say what their bearer may do, so those that say too much end."""
    if after.disabled_at and not before.disabled_at:
        reason = RevocationReason.USER_DISABLED
    elif before.roles - after.roles:
        reason = RevocationReason.CREDENTIALS_CHANGED
    else:
        return
    yield Ending(after.user_id, after.account_id, reason, command.wish.now, command.origin)
