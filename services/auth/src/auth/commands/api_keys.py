"""Making API keys, using them, and taking them away."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from auth.commands.callers import lock_callers
from auth.commands.revocations import Ending
from auth.domain.api_keys import KEYS_MAX, ApiKey
from auth.repository import api_keys as stored
from auth.repository.accounts import are_closed
from chassis.commands import Command
from chassis.errors import Conflict, NotFound, Unprocessable
from chassis.tokens import Principal
from chassis.transaction import Transaction
from events import AuditRecorded, SessionRevoked
from vocabulary import AccountId, RevocationReason, UserId


class TooManyKeys(Conflict):
    """The user has as many keys as anybody may have."""

    code = "too_many_keys"


class AccountClosed(Conflict):
    """The account that the key would open has been closed."""

    code = "account_closed"


class ExpiryPassed(Unprocessable):
    """The key would be over before it is made."""

    code = "expiry_passed"


@dataclass(frozen=True, slots=True)
class Creation:
    """A new key that somebody wants, and what the audit trail is told."""

    who: Principal
    key: ApiKey
    told: AuditRecorded

    @property
    def now(self) -> datetime:
        """When it is wanted."""
        return self.key.created_at


@dataclass(frozen=True, slots=True)
class Revocation:
    """Somebody wants one of their keys to end."""

    who: Principal
    key_id: str
    now: datetime
    told: AuditRecorded


@dataclass(frozen=True, slots=True)
class Use:
    """A key was used."""

    key_id: str
    at: datetime


async def create_keys(
    tx: Transaction, commands: Sequence[Command[Creation]]
) -> Sequence[ApiKey | Exception]:
    """Store new keys. One that is known already is known from a first try, whose answer was lost.

    Raises:
        NotSignedIn: (as an answer) the caller was shut out, or has left, a moment ago.
        AccountClosed: (as an answer) it would open an account that is closed.
        ExpiryPassed: (as an answer) it would be over already.
        TooManyKeys: (as an answer) the user has twenty that are good.
    """
    wishes = [one.wish for one in commands]
    callers = await lock_callers(tx, wishes)
    known = await stored.known_ids(tx.connection, [wish.key.key_id for wish in wishes])
    closed = await are_closed(tx.connection, {wish.key.account_id for wish in wishes})
    now = max(wish.now for wish in wishes)
    count = Counter(await stored.count_good(tx.connection, callers.users, now))
    made: list[ApiKey] = []
    answers: list[ApiKey | Exception] = []
    for one in commands:
        key = one.wish.key
        is_new = key.key_id not in known
        refusal = None
        if is_new:
            refusal = callers.refusal(one.wish) or _refusal(key, count, closed)
        answers.append(refusal or key)
        if is_new and refusal is None:
            made.append(key)
            count[key.user_id] += 1
            tx.publish(one.wish.told, one.origin)
    await stored.add_keys(tx.connection, made)
    return answers


async def revoke_keys(
    tx: Transaction, commands: Sequence[Command[Revocation]]
) -> Sequence[Exception | None]:
    """End keys. One that was revoked before stays as it is.

    Raises:
        NotFound: (as an answer) there is no such key, or it is not of the caller's account.
    """
    found = await stored.lock_keys(tx.connection, {one.wish.key_id for one in commands})
    answers: list[Exception | None] = []
    for one in commands:
        key = found.get(one.wish.key_id)
        if key is None or not _is_of(key, one.wish.who):
            answers.append(NotFound("you have no such key"))
            continue
        if key.revoke(one.wish.now):
            tx.publish(_ended(key, RevocationReason.REVOKED), one.origin)
            tx.publish(one.wish.told, one.origin)
        answers.append(None)
    await stored.save_ends(tx.connection, found.values())
    return answers


async def end_keys(tx: Transaction, endings: Sequence[Ending]) -> None:
    """End all keys of users who may do nothing any more."""
    by_user = {one.user_id: one for one in endings}
    found = await stored.lock_of_users(tx.connection, by_user)
    for key in found:
        why = by_user[key.user_id]
        if key.revoke(why.now):
            tx.publish(_ended(key, why.reason), why.origin)
    await stored.save_ends(tx.connection, found)


async def note_uses(tx: Transaction, commands: Sequence[Command[Use]]) -> Sequence[None]:
    """Remember that keys were used."""
    await stored.note_uses(tx.connection, {one.wish.key_id: one.wish.at for one in commands})
    return [None] * len(commands)


def _refusal(
    key: ApiKey, count: Counter[UserId], closed: Collection[AccountId]
) -> Exception | None:
    if key.account_id in closed:
        return AccountClosed("the account has been closed")
    if key.is_over(key.created_at):
        return ExpiryPassed("a key must expire in the future")
    if count[key.user_id] >= KEYS_MAX:
        return TooManyKeys(f"you have {KEYS_MAX} keys; revoke one first", keys_max=KEYS_MAX)
    return None


def _is_of(key: ApiKey, who: Principal) -> bool:
    return (key.user_id, key.account_id) == (who.user_id, who.account_id)


def _ended(key: ApiKey, reason: RevocationReason) -> SessionRevoked:
    return SessionRevoked(
        account_id=key.account_id,
        user_id=key.user_id,
        session_id=key.session_id,
        reason=reason,
    )
