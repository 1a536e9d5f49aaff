"""Ending sessions before their time, and telling everybody who keeps a connection open for one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from auth.commands.callers import Asked
from auth.domain.sessions import Session
from auth.repository import sessions as stored
from bus.envelope import Origin
from chassis.commands import Command
from chassis.errors import NotFound
from chassis.tokens import Principal
from chassis.transaction import Transaction
from events import AuditRecorded, SessionRevoked
from vocabulary import AccountId, RevocationReason, SessionId, UserId


@dataclass(frozen=True, slots=True)
class RevokeOne:
    """Somebody wants one of their sessions to end."""

    who: Principal
    session_id: SessionId
    now: datetime
    told: AuditRecorded


@dataclass(frozen=True, slots=True)
class RevokeOthers:
    """Somebody wants all their sessions to end but the one they are in."""

    who: Principal
    now: datetime
    told: AuditRecorded


@dataclass(frozen=True, slots=True)
class Ending:
    """All sessions of a user shall end, but the one that is ``spared``, and why."""

    user_id: UserId
    account_id: AccountId
    reason: RevocationReason
    now: datetime
    origin: Origin
    spared: SessionId | None = None


def all_others(wish: Asked, reason: RevocationReason, origin: Origin) -> Ending:
    """All sessions of the caller shall end, but the one in which they ask for it."""
    who = wish.who
    return Ending(who.user_id, who.account_id, reason, wish.now, origin, who.session_id)


async def revoke_one(
    tx: Transaction, commands: Sequence[Command[RevokeOne]]
) -> Sequence[Exception | None]:
    """End sessions that their users point at. One that is over already stays as it is.

    Raises:
        NotFound: (as an answer) there is no such session, or it is another user's.
    """
    wishes = [one.wish for one in commands]
    found = await stored.lock_by_id(tx.connection, {wish.session_id for wish in wishes})
    answers: list[Exception | None] = []
    for command in commands:
        wish, session = command.wish, found.get(command.wish.session_id)
        if session is None or session.user_id != wish.who.user_id:
            answers.append(NotFound("you have no such session"))
            continue
        if not session.is_over(wish.now):
            session.revoke(wish.now)
            reason = RevocationReason.REVOKED
            tx.publish(revoked(session, wish.who.account_id, reason), command.origin)
            tx.publish(wish.told, command.origin)
        answers.append(None)
    await stored.save_sessions(tx.connection, found.values())
    return answers


async def revoke_others(
    tx: Transaction, commands: Sequence[Command[RevokeOthers]]
) -> Sequence[None]:
    """End the sessions of users, all but the one that each is in."""
    endings: list[Ending] = []
    for command in commands:
        endings.append(all_others(command.wish, RevocationReason.REVOKED, command.origin))
        tx.publish(command.wish.told, command.origin)
    await end_all(tx, endings)
    return [None] * len(commands)


async def end_all(tx: Transaction, endings: Sequence[Ending]) -> None:
    """End all sessions of several users at once, in an order in which nobody waits in a ring."""
    found = await stored.lock_of_users(tx.connection, {one.user_id for one in endings})
    theirs: defaultdict[UserId, list[Session]] = defaultdict(list)
    for session in found:
        theirs[session.user_id].append(session)
    for one in endings:
        for session in theirs[one.user_id]:
            if session.session_id != one.spared and not session.is_over(one.now):
                session.revoke(one.now)
                tx.publish(revoked(session, one.account_id, one.reason), one.origin)
    await stored.save_sessions(tx.connection, found)


def revoked(session: Session, account_id: AccountId, reason: RevocationReason) -> SessionRevoked:
    """What to tell everybody of a session that has ended before its time."""
    return SessionRevoked(
        account_id=session.account_id or account_id,
        user_id=session.user_id,
        session_id=session.session_id,
        reason=reason,
    )
