"""Signing up, in and out. Each command is given many wishes at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from logging import getLogger

from auth.domain.sessions import Outcome, Session
from auth.domain.users import Rehash, User
from auth.repository import sessions as stored
from auth.repository import users as people
from chassis.commands import Command
from chassis.errors import Conflict, NotSignedIn
from chassis.transaction import Transaction
from events import UserRegistered

logger = getLogger(__name__)


class EmailTaken(Conflict):
    """Somebody has registered with this e-mail before."""

    code = "email_taken"


@dataclass(frozen=True, slots=True)
class Registration:
    """A new user, and the session in which they are signed in at once."""

    user: User
    session: Session


@dataclass(frozen=True, slots=True)
class Login:
    """A session for somebody who has proven who they are, and a stronger hash if it is time."""

    session: Session
    rehash: Rehash | None


@dataclass(frozen=True, slots=True)
class Refresh:
    """Digests of the refresh token that was presented, and of the one that follows from it."""

    presented: bytes
    successor: bytes
    now: datetime


@dataclass(frozen=True, slots=True)
class Logout:
    """The digest of a refresh token whose session shall end."""

    presented: bytes
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
    for one in welcome:
        tx.publish(UserRegistered.model_validate(one.wish.user), one.origin)
    return [
        user if user.user_id in known else EmailTaken("somebody has this e-mail already")
        for user in (one.wish.user for one in commands)
    ]


async def open_sessions(
    tx: Transaction, commands: Sequence[Command[Login]]
) -> Sequence[Exception | None]:
    """Record that users have signed in."""
    logins = [one.wish for one in commands]
    await stored.add_sessions(tx.connection, [login.session for login in logins])
    await people.replace_hashes(tx.connection, [one.rehash for one in logins if one.rehash])
    return [None] * len(commands)


async def refresh_sessions(
    tx: Transaction, commands: Sequence[Command[Refresh]]
) -> Sequence[Continued | Exception]:
    """Replace refresh tokens by their successors.

    Raises:
        NotSignedIn: (as an answer) the token is unknown, its session is over, or it was spent
            before; then its session is revoked.
    """
    wishes = [one.wish for one in commands]
    found = await stored.lock_sessions(tx.connection, {one.presented for one in wishes})
    users = await people.find_users(tx.connection, {one.user_id for one in found.values()})
    answers: list[Continued | Exception] = []
    for wish in wishes:
        session = found.get(wish.presented)
        if session is not None and _goes_on(session, wish):
            answers.append(Continued(users[session.user_id], session))
        else:
            answers.append(NotSignedIn("sign in again"))
    await stored.save_sessions(tx.connection, found.values())
    return answers


async def end_sessions(
    tx: Transaction, commands: Sequence[Command[Logout]]
) -> Sequence[Exception | None]:
    """Revoke the sessions of these tokens. A token that we do not know is signed out already."""
    wishes = [one.wish for one in commands]
    found = await stored.lock_sessions(tx.connection, {one.presented for one in wishes})
    for wish in wishes:
        if wish.presented in found:
            found[wish.presented].revoke(wish.now)
    await stored.save_sessions(tx.connection, found.values())
    return [None] * len(commands)


def _goes_on(session: Session, wish: Refresh) -> bool:
    outcome = session.refresh(wish.presented, wish.successor, wish.now)
    if outcome is Outcome.REUSED:
        logger.warning("a spent refresh token came back; session %s ends", session.session_id)
    return outcome in {Outcome.ROTATED, Outcome.REPEATED}
