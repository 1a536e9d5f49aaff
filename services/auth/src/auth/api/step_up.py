"""Proving again who one is, before what is dangerous; and the password that it is proven with."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from auth.api.answers import LEFT, OVERTAKEN, TOO_COMMON, Answers, busy
from auth.api.caller import OwnClient
from auth.api.cookies import remember_device
from auth.api.sessions import OwnDesk
from auth.api.trail import deed
from auth.commands import audit
from auth.commands import passwords as commands
from auth.commands import step_up as proofs
from auth.commands.second_factor import WrongCode
from auth.credentials.common_passwords import refuse_common
from auth.credentials.desk import Desk
from auth.domain.second_factor import means_of
from auth.domain.users import User
from auth.queries import second_factor, users
from auth.schemas.profile import UserResponse
from auth.schemas.sessions import SessionResponse
from auth.schemas.step_up import PasswordRequest, StepUpRequest
from chassis.commands import Commands
from chassis.errors import Forbidden
from chassis.security import Fresh, Person, Principal, StepUpRequired
from chassis.service import OwnDatabase, SharedCommands
from chassis.tokens import ACCESS_SECONDS
from events import AuditRecorded
from vocabulary import AuditAction

WRONG_PASSWORD = "`wrong_password`: that is not the password"  # noqa: S105  # words about one
NOT_PROVEN: Answers = {
    403: {
        "description": f"{WRONG_PASSWORD}; `wrong_code`: it is wrong, or was used; "
        "`second_factor_required`: a code is needed and not the password; "
        "`password_required`: there is no second factor"
    },
    **LEFT,
    **OVERTAKEN,
}
BUSY = busy("in this session")
NOT_CHANGED: Answers = {
    403: {"description": WRONG_PASSWORD},
    **LEFT,
    **OVERTAKEN,
    **TOO_COMMON,
}

router = APIRouter(prefix="/api/auth", tags=["auth"])


class WrongPassword(Forbidden):
    """Somebody who is signed in has not shown their password."""

    code = "wrong_password"


GUESSES = (WrongPassword, WrongCode)
"""The refusals of somebody who may be guessing."""


async def _proven(who: Fresh, database: OwnDatabase) -> Principal:
    """The caller, freshly proven by a second factor if there is one.

    A token cannot know of a second factor that was set up after it was made.

    Raises:
        StepUpRequired: there is one, and the token was given for less.
    """
    factor = await second_factor.find_factor(database, who.user_id)
    if factor is not None and factor.enabled and not who.second_factor:
        raise StepUpRequired("prove who you are again with a code, at POST /api/auth/step-up")
    return who


Proven = Annotated[Principal, Depends(_proven)]
"""Ask for this in place of :data:`chassis.security.Fresh` where the users are known."""


@router.post("/step-up", responses=NOT_PROVEN | BUSY)
async def step_up(
    *,
    shown: StepUpRequest,
    response: Response,
    who: Person,
    client: OwnClient,
    desk: OwnDesk,
    database: OwnDatabase,
    shared: SharedCommands,
) -> SessionResponse:
    """Prove again who you are: by a code if you have a second factor, else by the password.

    For the next five minutes the access token in the answer opens what others are refused with
    `step_up_required`.
    """
    told = deed(AuditAction.STEP_UP, who, client, means_of(shown.code))
    user = await users.find_user(database, who.user_id)
    async with desk.throttle.attempt(desk.throttle.of_session(who.session_id), told, GUESSES):
        password_hash = None
        if shown.password is not None:
            password_hash = await _checked(user, shown.password, desk, shared, told)
        secret_of = desk.second_factors.secret_of
        wish = proofs.StepUp(who, password_hash, shown.code, secret_of, desk.now(), told)
        proven = await shared.run(proofs.step_up, wish)
    response.headers["cache-control"] = "no-store"
    return SessionResponse(
        access_token=desk.access_token(proven.user, proven.session),
        account_id=proven.session.account_id or proven.user.account_id,
        expires_in=ACCESS_SECONDS,
        user=UserResponse.model_validate(proven.user),
    )


@router.post("/password", status_code=HTTPStatus.NO_CONTENT, responses=NOT_CHANGED | BUSY)
async def change_password(
    *,
    wanted: PasswordRequest,
    response: Response,
    who: Proven,
    client: OwnClient,
    desk: OwnDesk,
    database: OwnDatabase,
    shared: SharedCommands,
) -> None:
    """Choose another password. The caller's other sessions end; API keys stay good.

    No other browser is known any more as one in which the caller has signed in.
    """
    told = deed(AuditAction.CHANGE_PASSWORD, who, client)
    user = await users.find_user(database, who.user_id)
    async with desk.throttle.attempt(desk.throttle.of_session(who.session_id), told, GUESSES):
        current = await _checked(user, wanted.current_password, desk, shared, told)
    refuse_common(wanted.new_password, user.email, user.display_name)
    chosen = await desk.passwords.hash(wanted.new_password)
    wish = commands.PasswordChange(who, current, chosen, desk.now(), told)
    remember_device(response, desk, await shared.run(commands.change_passwords, wish))


async def _checked(
    user: User, password: str, desk: Desk, shared: Commands, told: AuditRecorded
) -> str:
    """The stored hash, of which ``password`` is the password.

    Raises:
        WrongPassword: it is not.
    """
    good, _ = await desk.passwords.check(password, user.password_hash)
    if not good:
        await shared.run(audit.record, audit.failed(told, "wrong password"))
        raise WrongPassword("that is not the password")
    return user.password_hash
