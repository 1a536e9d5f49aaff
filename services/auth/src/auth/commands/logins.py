"""Signing in: a session is opened for who has shown all that they have to show."""

from collections.abc import Sequence
from dataclasses import dataclass

from auth.commands import audit
from auth.domain.clients import Client
from auth.domain.second_factor import Proof, SecondFactor, SecretOf, means_of
from auth.domain.sessions import Session
from auth.domain.users import Rehash, User
from auth.repository import second_factor as factors_stored
from auth.repository import sessions as stored
from auth.repository import users as people
from chassis.commands import Command
from chassis.errors import Conflict, NotSignedIn
from chassis.transaction import Transaction
from events import AuditRecorded
from vocabulary import AuditAction, AuditOutcome


class WrongCredentials(NotSignedIn):
    """The e-mail or the password is wrong; it is not said which."""

    code = "wrong_credentials"


class SecondFactorRequired(NotSignedIn):
    """The password is right, and not enough."""

    code = "second_factor_required"


class WrongLoginCode(NotSignedIn):
    """The password is right; the code is wrong, too old, or was used before."""

    code = "wrong_code"


GUESSES = (WrongCredentials, WrongLoginCode)
"""The refusals of somebody who may be guessing. Who has the password, and sends no code, is not."""


@dataclass(frozen=True, slots=True)
class Login:
    """A session for somebody who has shown the password, and maybe a code.

    ``user`` is who they were when the password was checked. There is a stronger hash if it is time.
    """

    user: User
    session: Session
    rehash: Rehash | None
    code: str | None
    secret_of: SecretOf


async def open_sessions(
    tx: Transaction, commands: Sequence[Command[Login]]
) -> Sequence[Exception | None]:
    """Open sessions; who has a second factor needs a code, which is then spent.

    A session that is there already is known from a first try, whose answer was lost.

    Raises:
        Conflict: (as an answer) the password was changed between its check and now.
        SecondFactorRequired: (as an answer) no code was given.
        WrongCredentials: (as an answer) the user has left or was disabled a moment ago.
        WrongLoginCode: (as an answer) the code is not good.
    """
    logins = [one.wish for one in commands]
    users = await people.lock_users(tx.connection, {login.user.user_id for login in logins})
    factors = await factors_stored.find_factors(tx.connection, users)
    there = await stored.lock_by_id(tx.connection, {one.session.session_id for one in logins})
    answers: list[Exception | None] = []
    opened: list[Login] = []
    for one in commands:
        login, user_id = one.wish, one.wish.user.user_id
        refusal = None
        if login.session.session_id not in there:
            refusal = _refusal(users.get(user_id), factors.get(user_id), login)
            tx.publish(_told(login, refusal), one.origin)
        if refusal is None:
            opened.append(login)
        answers.append(refusal)
    await factors_stored.save_factors(tx.connection, factors.values())
    await stored.add_sessions(tx.connection, [login.session for login in opened])
    await people.replace_hashes(tx.connection, [one.rehash for one in opened if one.rehash])
    return answers


def _refusal(user: User | None, factor: SecondFactor | None, login: Login) -> Exception | None:
    if user is None or user.disabled_at is not None:
        return WrongCredentials("the e-mail or the password is wrong")
    if user.password_hash != login.user.password_hash:
        return Conflict("the password was changed a moment ago; sign in again")
    if factor is None or not factor.enabled:
        return None
    now = login.session.created_at
    proof = factor.prove(login.code, login.secret_of, now)
    if proof is Proof.MISSING:
        return SecondFactorRequired("a code of the second factor is needed, too")
    if proof is Proof.WRONG:
        return WrongLoginCode("the code is wrong, or was used before")
    login.session.prove(now, second_factor=True)
    return None


def _told(login: Login, refusal: Exception | None) -> AuditRecorded:
    session = login.session
    return audit.entry(
        AuditAction.SIGN_IN,
        AuditOutcome.FAILED if refusal else AuditOutcome.SUCCEEDED,
        Client(session.address, session.user_agent),
        login.user,
        session_id=None if refusal else session.session_id,
        detail=str(refusal or (means_of(login.code) if session.second_factor else "")),
    )
