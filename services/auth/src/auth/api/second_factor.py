"""Setting up a second factor, and living with it."""

from http import HTTPStatus

from fastapi import APIRouter, Response

from auth.api.answers import LEFT, Answers
from auth.api.caller import OwnClient
from auth.api.sessions import OwnDesk
from auth.api.step_up import Proven
from auth.api.trail import deed
from auth.commands import second_factor as commands
from auth.credentials.second_factor import new_recovery_codes
from auth.domain.second_factor import code_digest, normal_code
from auth.queries import second_factor as queries
from auth.queries import users
from auth.schemas.second_factor import (
    ConfirmRequest,
    EnrolmentResponse,
    RecoveryCodesResponse,
    SecondFactorResponse,
)
from chassis.security import Person
from chassis.service import OwnDatabase, SharedCommands
from vocabulary import AuditAction

ENABLED: Answers = {
    **LEFT,
    409: {"description": "`second_factor_enabled`: take it away before another is set up"},
}
NOT_CONFIRMED: Answers = {
    403: {"description": "`wrong_code`: the app shows another by now, or has another secret"},
    409: {
        "description": "`second_factor_enabled`: it was confirmed before; "
        "`second_factor_off`: nothing was begun within the last hour, or five codes were wrong"
    },
}
OFF: Answers = {409: {"description": "`second_factor_off`: there is none"}}

router = APIRouter(prefix="/api/auth/second-factor", tags=["second factor"])


@router.get("")
async def second_factor(who: Person, database: OwnDatabase) -> SecondFactorResponse:
    """Whether the caller has a second factor, and how many recovery codes are left."""
    factor = await queries.find_factor(database, who.user_id)
    if factor is None or not factor.enabled:
        return SecondFactorResponse(enabled=False, recovery_codes_left=0)
    return SecondFactorResponse(enabled=True, recovery_codes_left=factor.codes_left)


@router.post("", responses=ENABLED)
async def set_up_second_factor(
    *,
    response: Response,
    who: Proven,
    desk: OwnDesk,
    database: OwnDatabase,
    shared: SharedCommands,
) -> EnrolmentResponse:
    """Begin to set up a second factor. Nothing changes until a code of the app confirms it.

    Beginning again replaces what was begun.
    """
    user = await users.find_user(database, who.user_id)
    enrolment = desk.second_factors.enrol(user.user_id, user.email)
    wish = commands.SetUp(who, enrolment.sealed, desk.now())
    await shared.run(commands.set_up_factors, wish)
    response.headers["cache-control"] = "no-store"
    return EnrolmentResponse.model_validate(enrolment)


@router.post("/confirm", responses=NOT_CONFIRMED)
async def confirm_second_factor(
    *,
    shown: ConfirmRequest,
    response: Response,
    who: Person,
    client: OwnClient,
    desk: OwnDesk,
    shared: SharedCommands,
) -> RecoveryCodesResponse:
    """Show that the app has the secret. From now on a code is asked for at every login.

    The caller's other sessions end. The answer holds recovery codes, which are never shown again.
    """
    codes = new_recovery_codes()
    told = deed(AuditAction.ENABLE_SECOND_FACTOR, who, client)
    secret_of = desk.second_factors.secret_of
    wish = commands.Confirmation(who, shown.code, secret_of, _digests(codes), desk.now(), told)
    await shared.run(commands.confirm_factors, wish)
    return _shown_once(response, codes)


@router.post("/recovery-codes", responses=OFF)
async def renew_recovery_codes(
    *, response: Response, who: Proven, client: OwnClient, desk: OwnDesk, shared: SharedCommands
) -> RecoveryCodesResponse:
    """Get new recovery codes. The old ones are worth nothing from now on."""
    codes = new_recovery_codes()
    told = deed(AuditAction.RENEW_RECOVERY_CODES, who, client)
    wish = commands.Renewal(who, _digests(codes), desk.now(), told)
    await shared.run(commands.renew_codes, wish)
    return _shown_once(response, codes)


@router.delete("", status_code=HTTPStatus.NO_CONTENT)
async def remove_second_factor(
    who: Proven, client: OwnClient, desk: OwnDesk, shared: SharedCommands
) -> None:
    """Sign in without a second factor again. The caller's other sessions end.

    Without one, nothing happens.
    """
    told = deed(AuditAction.DISABLE_SECOND_FACTOR, who, client)
    await shared.run(commands.remove_factors, commands.Removal(who, desk.now(), told))


def _digests(codes: list[str]) -> list[bytes]:
    return [code_digest(normal_code(code)) for code in codes]


def _shown_once(response: Response, codes: list[str]) -> RecoveryCodesResponse:
    response.headers["cache-control"] = "no-store"
    return RecoveryCodesResponse(recovery_codes=codes)
