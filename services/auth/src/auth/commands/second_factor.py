"""Setting up a second factor, and taking it away. Of one user's wishes, one comes at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from auth.commands import audit
from auth.commands.callers import Callers, lock_callers
from auth.commands.revocations import all_others, end_all
from auth.domain.second_factor import SecondFactor, SecretOf
from auth.repository import second_factor as stored
from auth.repository import sessions as signed_in
from auth.repository import users as people
from chassis.commands import Command
from chassis.errors import Conflict, Forbidden
from chassis.tokens import Principal
from chassis.transaction import Transaction
from events import AuditRecorded
from vocabulary import RevocationReason, UserId


class AlreadyEnabled(Conflict):
    """There is a second factor, and one must prove to have it before it is replaced."""

    code = "second_factor_enabled"


class NotSetUp(Conflict):
    """There is no second factor, or nobody has begun to set one up."""

    code = "second_factor_off"


class WrongCode(Forbidden):
    """The code is wrong, too old, or was used before."""

    code = "wrong_code"


@dataclass(frozen=True, slots=True)
class SetUp:
    """A secret for somebody's app. It counts for nothing until a code of the app has come."""

    who: Principal
    sealed: bytes
    now: datetime


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A code that the app shows, and the digests of the recovery codes that stand in for it."""

    who: Principal
    code: str
    secret_of: SecretOf
    digests: Collection[bytes]
    now: datetime
    told: AuditRecorded


@dataclass(frozen=True, slots=True)
class Removal:
    """Somebody wants to sign in without a second factor again."""

    who: Principal
    now: datetime
    told: AuditRecorded


@dataclass(frozen=True, slots=True)
class Renewal:
    """The digests of new recovery codes."""

    who: Principal
    digests: Collection[bytes]
    now: datetime
    told: AuditRecorded


async def set_up_factors(
    tx: Transaction, commands: Sequence[Command[SetUp]]
) -> Sequence[Exception | None]:
    """Keep new secrets; one that was begun and not confirmed is replaced.

    Raises:
        AlreadyEnabled: (as an answer) the user has confirmed one.
        NotSignedIn: (as an answer) the caller was shut out, or has left, a moment ago.
    """
    wishes = [one.wish for one in commands]
    callers = await lock_callers(tx, wishes)
    factors = await stored.find_factors(tx.connection, callers.users)
    begun: dict[UserId, SecondFactor] = {}
    answers: list[Exception | None] = []
    for wish in wishes:
        user_id, there = wish.who.user_id, factors.get(wish.who.user_id)
        if refusal := callers.refusal(wish):
            answers.append(refusal)
        elif there is not None and there.enabled:
            answers.append(AlreadyEnabled("there is a second factor; take it away first"))
        else:
            begun[user_id] = SecondFactor(user_id, wish.sealed, wish.now)
            answers.append(None)
    await stored.save_factors(tx.connection, begun.values())
    return answers


async def confirm_factors(
    tx: Transaction, commands: Sequence[Command[Confirmation]]
) -> Sequence[Exception | None]:
    """Enable second factors. From now on they are asked for, and all other sessions end.

    Raises:
        AlreadyEnabled: (as an answer) it was confirmed before.
        NotSignedIn: (as an answer) the caller was shut out, or has left, a moment ago.
        NotSetUp: (as an answer) nothing was begun, too long ago, or too much was guessed since.
        WrongCode: (as an answer) the app shows another code.
    """
    callers = await _lock_all_sessions(tx, [one.wish.who for one in commands])
    factors = await stored.find_factors(tx.connection, callers.users)
    done: list[Command[Confirmation]] = []
    answers: list[Exception | None] = []
    for one in commands:
        wish = one.wish
        refusal = callers.refusal(wish) or _confirm(factors.get(wish.who.user_id), wish)
        answers.append(refusal)
        if refusal is None:
            callers.sessions[wish.who.session_id].prove(wish.now, second_factor=True)
            done.append(one)
        elif isinstance(refusal, WrongCode):
            tx.publish(audit.failed(wish.told, str(refusal)), one.origin)
    await stored.save_factors(tx.connection, factors.values())
    await signed_in.save_sessions(tx.connection, callers.sessions.values())
    await _end_others(tx, done)
    return answers


async def remove_factors(
    tx: Transaction, commands: Sequence[Command[Removal]]
) -> Sequence[Exception | None]:
    """Forget second factors, confirmed or not, and their codes. Without one nothing happens.

    No device of theirs is known then: what they prove at a login is less than it was.

    Raises:
        NotSignedIn: (as an answer) the caller was shut out, or has left, a moment ago.
    """
    callers = await lock_callers(tx, [one.wish for one in commands])
    users = callers.users
    factors = await stored.find_factors(tx.connection, users)
    answers = [callers.refusal(one.wish) for one in commands]
    granted = [one for one, refusal in zip(commands, answers, strict=True) if refusal is None]
    removed = [one for one in granted if factors.pop(one.wish.who.user_id, None)]
    fewer = [replace(users[one.wish.who.user_id], devices_since=one.wish.now) for one in removed]
    await people.save_users(tx.connection, fewer)
    await stored.delete_factors(tx.connection, {one.wish.who.user_id for one in removed})
    await _end_others(tx, removed)
    return answers


async def renew_codes(
    tx: Transaction, commands: Sequence[Command[Renewal]]
) -> Sequence[Exception | None]:
    """Replace recovery codes; the old ones are worth nothing.

    Raises:
        NotSetUp: (as an answer) there is no second factor that they could stand in for.
        NotSignedIn: (as an answer) the caller was shut out, or has left, a moment ago.
    """
    callers = await lock_callers(tx, [one.wish for one in commands])
    factors = await stored.find_factors(tx.connection, callers.users)
    answers: list[Exception | None] = []
    for one in commands:
        factor = factors.get(one.wish.who.user_id)
        if refusal := callers.refusal(one.wish):
            answers.append(refusal)
            continue
        if factor is None or not factor.enabled:
            answers.append(NotSetUp("there is no second factor"))
            continue
        factor.renew_codes(one.wish.digests)
        tx.publish(one.wish.told, one.origin)
        answers.append(None)
    await stored.save_factors(tx.connection, factors.values())
    return answers


def _confirm(factor: SecondFactor | None, wish: Confirmation) -> Exception | None:
    if factor is None or factor.lapsed(wish.now):
        return NotSetUp("set a second factor up first")
    if factor.enabled:
        before = set(factor.recovery) == set(wish.digests)  # by this very wish, whose answer is due
        return None if before else AlreadyEnabled("it was confirmed before")
    if not factor.confirm(wish.code, wish.secret_of(factor), wish.now):
        return WrongCode("the app shows another code by now, or has another secret")
    factor.renew_codes(wish.digests)
    return None


async def _lock_all_sessions(tx: Transaction, callers: Sequence[Principal]) -> Callers:
    """Those who ask, and all their sessions that were not revoked, locked in the usual order."""
    users = await people.lock_users(tx.connection, {who.user_id for who in callers})
    found = await signed_in.lock_of_users(tx.connection, users)
    return Callers(users, {session.session_id: session for session in found})


async def _end_others(
    tx: Transaction, done: Sequence[Command[Confirmation] | Command[Removal]]
) -> None:
    """End the sessions in which nobody has proven what is now asked for."""
    reason = RevocationReason.CREDENTIALS_CHANGED
    for one in done:
        tx.publish(one.wish.told, one.origin)
    await end_all(tx, [all_others(one.wish, reason, one.origin) for one in done])
