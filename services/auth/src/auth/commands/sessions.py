"""Signing up, going on, signing out. Each command is given many wishes at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from logging import getLogger

from auth.commands import audit
from auth.commands.revocations import revoked
from auth.domain.accounts import Own
from auth.domain.clients import Client
from auth.domain.sessions import Outcome, Session
from auth.domain.users import User
from auth.repository import sessions as stored
from auth.repository import users as people
from auth.repository.accounts import find_accounts
from chassis.commands import Command
from chassis.errors import Conflict, NotFound, NotSignedIn
from chassis.transaction import Transaction
from events import AuditRecorded, UserRegistered
from vocabulary import AccountId, AuditAction, AuditOutcome, RevocationReason

logger = getLogger(__name__)


class AccountNotFound(NotFound):
    """There is no such account of the caller, or it is closed."""

    code = "account_not_found"


class EmailTaken(Conflict):
    """Somebody has registered with this e-mail before."""

    code = "email_taken"


@dataclass(frozen=True, slots=True)
class Registration:
    """A new user, and the session in which they are signed in at once."""

    user: User
    session: Session


@dataclass(frozen=True, slots=True)
class Refresh:
    """Digests of the refresh token that was presented, and of the one that follows from it."""

    presented: bytes
    successor: bytes
    client: Client
    now: datetime
    account_id: AccountId | None = None
    """The account to go on with; without one, the one that the session speaks for."""


@dataclass(frozen=True, slots=True)
class Logout:
    """The digest of a refresh token whose session shall end."""

    presented: bytes
    client: Client
    now: datetime


@dataclass(frozen=True, slots=True)
class Continued:
    """A session that goes on, and whose it is."""

    user: User
    session: Session


async def register_users(
    tx: Transaction, commands: Sequence[Command[Registration]]
) -> Sequence[User | Exception]:
    """Record new users and tell everybody, so that their accounts are opened.

    One that is known already by its id is known from a first try, whose answer was lost.

    Raises:
        EmailTaken: (as an answer) the e-mail is another user's.
    """
    added = await people.add_users(tx.connection, [one.wish.user for one in commands])
    known = await people.known_ids(tx.connection, [one.wish.user for one in commands])
    welcome = [one for one in commands if one.wish.user.user_id in added]
    await stored.add_sessions(tx.connection, [one.wish.session for one in welcome])
    answers: list[User | Exception] = []
    for one in commands:
        user, session = one.wish.user, one.wish.session
        if user.user_id in added:
            tx.publish(UserRegistered.model_validate(user), one.origin)
            tx.publish(_opened(AuditAction.REGISTER, user, session), one.origin)
        if user.user_id in known:
            answers.append(user)
        else:
            tx.publish(_taken(session), one.origin)
            answers.append(EmailTaken("somebody has this e-mail already"))
    return answers


async def refresh_sessions(
    tx: Transaction, commands: Sequence[Command[Refresh]]
) -> Sequence[Continued | Exception]:
    """Replace refresh tokens by their successors.

    Raises:
        NotSignedIn: (as an answer) the token is unknown, its session is over, its user is
            disabled, or it was spent before; then its session is revoked.
        AccountNotFound: (as an answer) it would go on with an account that is not theirs, or is
            closed. The token is not spent by that.
    """
    wishes = [one.wish for one in commands]
    found = await stored.lock_sessions(tx.connection, {one.presented for one in wishes})
    user_ids = {one.user_id for one in found.values()}
    users = await people.find_users(tx.connection, user_ids)
    accounts = await find_accounts(tx.connection, user_ids)
    answers: list[Continued | Exception] = []
    for command in commands:
        session = found.get(command.wish.presented)
        user = users[session.user_id] if session else None
        own = Own.of(user, accounts.get(user.user_id, ())) if user else None
        answers.append(_continued(tx, user, session, own, command))
    await stored.save_sessions(tx.connection, found.values())
    return answers


async def end_sessions(
    tx: Transaction, commands: Sequence[Command[Logout]]
) -> Sequence[Exception | None]:
    """Revoke the sessions of these tokens. A token that we do not know is signed out already."""
    wishes = [one.wish for one in commands]
    found = await stored.lock_sessions(tx.connection, {one.presented for one in wishes})
    users = await people.find_users(tx.connection, {one.user_id for one in found.values()})
    for command in commands:
        session = found.get(command.wish.presented)
        if session and not session.is_over(command.wish.now):
            session.revoke(command.wish.now)
            user, client = users[session.user_id], command.wish.client
            reason = RevocationReason.SIGNED_OUT
            tx.publish(revoked(session, user.account_id, reason), command.origin)
            tx.publish(_of(AuditAction.SIGN_OUT, user, session, client), command.origin)
    await stored.save_sessions(tx.connection, found.values())
    return [None] * len(commands)


def _continued(
    tx: Transaction,
    user: User | None,
    session: Session | None,
    own: Own | None,
    command: Command[Refresh],
) -> Continued | Exception:
    wanted, now = command.wish.account_id, command.wish.now
    if session is None or user is None or own is None or user.disabled_at:
        return NotSignedIn("sign in again")
    if wanted is not None and not session.is_over(now) and wanted not in own.open:
        return AccountNotFound("you have no such account")
    if not _goes_on(tx, user, session, command):
        return NotSignedIn("sign in again")
    session.account_id = wanted or session.speaks_for(user.account_id, own.closed)
    return Continued(user, session)


def _goes_on(tx: Transaction, user: User, session: Session, command: Command[Refresh]) -> bool:
    wish = command.wish
    outcome = session.refresh(wish.presented, wish.successor, wish.now)
    if outcome is Outcome.REUSED:
        logger.warning("a spent refresh token came back; session %s ends", session.session_id)
        reason = RevocationReason.TOKEN_REUSED
        tx.publish(revoked(session, user.account_id, reason), command.origin)
        tx.publish(_reused(user, session, wish.client), command.origin)
    return outcome in {Outcome.ROTATED, Outcome.REPEATED}


def _opened(action: AuditAction, user: User, session: Session) -> AuditRecorded:
    return _of(action, user, session, Client(session.address, session.user_agent))


def _of(action: AuditAction, user: User, session: Session, client: Client) -> AuditRecorded:
    done = AuditOutcome.SUCCEEDED
    return audit.entry(action, done, client, user, session_id=session.session_id)


def _taken(session: Session) -> AuditRecorded:
    client = Client(session.address, session.user_agent)
    detail = "the e-mail is another user's"
    return audit.entry(AuditAction.REGISTER, AuditOutcome.FAILED, client, detail=detail)


def _reused(user: User, session: Session, client: Client) -> AuditRecorded:
    return audit.entry(
        AuditAction.REFRESH,
        AuditOutcome.FAILED,
        client,
        user,
        session_id=session.session_id,
        detail="a spent refresh token came back, so the session was revoked",
    )
