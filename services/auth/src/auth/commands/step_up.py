"""Proving again who one is, in the session that one is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from auth.commands import audit
from auth.commands.callers import Callers
from auth.commands.second_factor import WrongCode
from auth.commands.sessions import Continued
from auth.domain.second_factor import Proof, SecondFactor, SecretOf
from auth.domain.users import User
from auth.repository import second_factor as factors_stored
from auth.repository import sessions as stored
from auth.repository import users as people
from chassis.commands import Command
from chassis.errors import Conflict, Forbidden, NotSignedIn
from chassis.tokens import Principal
from chassis.transaction import Transaction
from events import AuditRecorded
from vocabulary import UserId


class CodeRequired(Forbidden):
    """The password is not enough: there is a second factor."""

    code = "second_factor_required"


class PasswordRequired(Forbidden):
    """A code was given, and there is no second factor that it could be of."""

    code = "password_required"


@dataclass(frozen=True, slots=True)
class StepUp:
    """What somebody shows to prove who they are: a code, or the hash of the password shown."""

    who: Principal
    shown: str | None
    code: str | None
    secret_of: SecretOf
    now: datetime
    told: AuditRecorded


async def step_up(
    tx: Transaction, commands: Sequence[Command[StepUp]]
) -> Sequence[Continued | Exception]:
    """Renew the moment at which the callers last proved who they are.

    If this is done a second time because nobody knows what became of the first, the code may be
    spent, and the next one is needed.

    Raises:
        Conflict: (as an answer) the password was changed between its check and now.
        CodeRequired: (as an answer) there is a second factor, and no code was given.
        NotSignedIn: (as an answer) the session is over, or the user disabled.
        PasswordRequired: (as an answer) there is no second factor, and only a code was given.
        WrongCode: (as an answer) the code is wrong, or was used.
    """
    wishes = [one.wish for one in commands]
    users = await people.lock_users(tx.connection, {wish.who.user_id for wish in wishes})
    factors = await factors_stored.find_factors(tx.connection, users)
    sessions = await stored.lock_by_id(tx.connection, {wish.who.session_id for wish in wishes})
    callers = Callers(users, sessions)
    answers: list[Continued | Exception] = []
    for one in commands:
        told, answer = one.wish.told, _answer(callers, factors, one.wish)
        refused = isinstance(answer, Exception)
        tx.publish(audit.failed(told, str(answer)) if refused else told, one.origin)
        answers.append(answer)
    await factors_stored.save_factors(tx.connection, factors.values())
    await stored.save_sessions(tx.connection, sessions.values())
    return answers


def _answer(
    callers: Callers, factors: Mapping[UserId, SecondFactor], wish: StepUp
) -> Continued | Exception:
    there = callers.find(wish)
    if there is None:
        return NotSignedIn("sign in again")
    user, session = there
    factor = factors.get(user.user_id)
    enabled = factor is not None and factor.enabled
    refusal = _wrong_code(factor, wish) if factor and enabled else _wrong_password(user, wish)
    if refusal is not None:
        return refusal
    session.prove(wish.now, second_factor=enabled)
    return Continued(user, session)


def _wrong_code(factor: SecondFactor, wish: StepUp) -> Exception | None:
    proof = factor.prove(wish.code, wish.secret_of, wish.now)
    if proof is Proof.MISSING:
        return CodeRequired("a code of the second factor is needed")
    return WrongCode("the code is wrong, or was used before") if proof is Proof.WRONG else None


def _wrong_password(user: User, wish: StepUp) -> Exception | None:
    if wish.shown is None:
        return PasswordRequired("there is no second factor; the password is needed")
    changed = wish.shown != user.password_hash
    return Conflict("the password was changed a moment ago; ask again") if changed else None
