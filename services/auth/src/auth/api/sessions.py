"""Signing up, in and out, and what proves that somebody did."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from auth.api.answers import OVERTAKEN, STRANGER, TOO_COMMON, Answers, busy
from auth.api.caller import OwnClient
from auth.api.cookies import DEVICE, REFRESH, remember_device
from auth.commands import audit, logins
from auth.commands import sessions as commands
from auth.credentials.common_passwords import refuse_common
from auth.credentials.desk import TRADER, Desk
from auth.credentials.refresh import digest
from auth.domain.sessions import Session
from auth.domain.users import Rehash, User
from auth.queries import users as queries
from auth.schemas.profile import UserResponse
from auth.schemas.sessions import (
    JwkSet,
    LoginRequest,
    RefreshRequest,
    RegisterRequest,
    SessionResponse,
)
from chassis.commands import Commands
from chassis.errors import Forbidden, NotSignedIn
from chassis.service import OwnDatabase, SharedCommands
from chassis.tokens import ACCESS_SECONDS
from events import AuditRecorded
from vocabulary import AuditAction, AuditOutcome

router = APIRouter(prefix="/api/auth", tags=["auth"])
keys = APIRouter(tags=["auth"])

NOT_TAKEN_IN: Answers = {
    409: {"description": "`email_taken`: somebody has this e-mail already"},
    **TOO_COMMON,
}
WRONG: Answers = {
    401: {
        "description": "`wrong_credentials`: it is not said which is wrong; "
        "`second_factor_required`: send a `code` too; `wrong_code`: it is wrong, or was used"
    },
    **OVERTAKEN,
}
BUSY = busy("of this account or from this address")
NO_ACCOUNT: Answers = {
    404: {"description": "`account_not_found`: you have no such account, or it is closed"}
}
FOREIGN: Answers = {403: {"description": "`forbidden`: a page of another origin asked"}}


async def _desk(request: Request) -> Desk:
    return request.state.desk


async def _ask_from_our_page(request: Request) -> None:
    """The cookie is sent by the browser; make sure that no page of others made it do so.

    Raises:
        Forbidden: one did. Clients that are no browsers say nothing, and are fine.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    ours = {"same-origin", "none"} if site else {None, request.state.desk.public_origin}
    if (site or origin) not in ours:
        raise Forbidden("only our own pages may ask for this")


OwnDesk = Annotated[Desk, Depends(_desk)]
RefreshToken = Annotated[str, Depends(REFRESH.shown)]
KnownDevice = Annotated[str, Depends(DEVICE.shown)]


@router.post("/register", status_code=HTTPStatus.CREATED, responses=NOT_TAKEN_IN | BUSY)
async def register(
    *,
    wanted: RegisterRequest,
    response: Response,
    client: OwnClient,
    desk: OwnDesk,
    shared: SharedCommands,
) -> SessionResponse:
    """Sign up. A trading account is opened, and the answer signs in at once."""
    refuse_common(wanted.password, wanted.email, wanted.display_name or "")
    told = audit.entry(AuditAction.REGISTER, AuditOutcome.SUCCEEDED, client)
    subjects = desk.throttle.of_address(client)
    async with desk.throttle.attempt(subjects, told, (commands.EmailTaken,)):
        user = await desk.new_user(wanted.email, wanted.password, wanted.display_name, TRADER)
        session, token = desk.new_session(user, client)
        await shared.run(commands.register_users, commands.Registration(user, session))
    remember_device(response, desk, user)
    return _signed_in(response, desk, user, session, token)


@router.post("/login", responses=WRONG | BUSY, openapi_extra=DEVICE.documented())
async def login(
    *,
    claim: LoginRequest,
    response: Response,
    client: OwnClient,
    desk: OwnDesk,
    database: OwnDatabase,
    shared: SharedCommands,
    device: KnownDevice,
) -> SessionResponse:
    """Sign in. The answer holds an access token; a cookie keeps the session going.

    Who has a second factor sends a code of the app, or a recovery code.
    """
    told = audit.entry(AuditAction.SIGN_IN, AuditOutcome.SUCCEEDED, client)
    claimed = await queries.find_user_by_email(database, claim.email)
    subjects = desk.throttle.of_login(claim.email, client, claimed, device)
    async with desk.throttle.attempt(subjects, told, logins.GUESSES):
        user, rehash = await _known(claimed, claim.password, desk, shared, told)
        session, token = desk.new_session(user, client)
        secret_of = desk.second_factors.secret_of
        wish = logins.Login(user, session, rehash, claim.code, secret_of)
        await shared.run(logins.open_sessions, wish)
    remember_device(response, desk, user)
    return _signed_in(response, desk, user, session, token)


@router.post(
    "/refresh",
    responses=STRANGER | FOREIGN | NO_ACCOUNT,
    dependencies=[Depends(_ask_from_our_page)],
    openapi_extra=REFRESH.documented(),
)
async def refresh(
    *,
    response: Response,
    client: OwnClient,
    desk: OwnDesk,
    shared: SharedCommands,
    token: RefreshToken,
    wanted: RefreshRequest | None = None,
) -> SessionResponse:
    """Get a new access token. The cookie is replaced; the old one is spent.

    A token speaks for one account. The session goes on with the one that it had, unless another of
    the caller's is named.
    """
    if not token:
        raise NotSignedIn("sign in again")
    successor = desk.refresh.successor(token)
    account_id = wanted and wanted.account_id
    wish = commands.Refresh(digest(token), digest(successor), client, desk.now(), account_id)
    continued = await shared.run(commands.refresh_sessions, wish)
    return _signed_in(response, desk, continued.user, continued.session, successor)


@router.post(
    "/logout",
    status_code=HTTPStatus.NO_CONTENT,
    responses=FOREIGN,
    dependencies=[Depends(_ask_from_our_page)],
    openapi_extra=REFRESH.documented(),
)
async def logout(
    *,
    response: Response,
    client: OwnClient,
    desk: OwnDesk,
    shared: SharedCommands,
    token: RefreshToken,
) -> None:
    """Sign out: the session ends and cannot be continued. Doing it again does no harm."""
    if token:
        await shared.run(commands.end_sessions, commands.Logout(digest(token), client, desk.now()))
    REFRESH.drop(response, desk)


@keys.get("/.well-known/jwks.json", include_in_schema=False)
@router.get("/jwks")
async def published_keys(response: Response, desk: OwnDesk) -> JwkSet:
    """The public keys that access tokens are signed with."""
    response.headers["cache-control"] = "public, max-age=60"
    return JwkSet.model_validate({"keys": desk.ring.published()})


async def _known(
    user: User | None, password: str, desk: Desk, shared: Commands, told: AuditRecorded
) -> tuple[User, Rehash | None]:
    """The user whose password it is, and a stronger hash of it if it is time.

    Raises:
        WrongCredentials: it is not, they are disabled, or there is no user. It takes as long as to
            find out that it is, and ``told`` is told as failed.
    """
    stored = user.password_hash if user else None
    good, stronger = await desk.passwords.check(password, stored)
    if user is None or not good or user.disabled_at:
        await shared.run(audit.record, audit.refused(told, user))
        raise logins.WrongCredentials("the e-mail or the password is wrong")
    return user, Rehash(user.user_id, user.password_hash, stronger) if stronger else None


def _signed_in(
    response: Response, desk: Desk, user: User, session: Session, refresh_token: str
) -> SessionResponse:
    """The answer to somebody who is now signed in; the refresh token goes into the cookie."""
    response.headers["cache-control"] = "no-store"
    REFRESH.give(response, desk, refresh_token)
    return SessionResponse(
        access_token=desk.access_token(user, session),
        expires_in=ACCESS_SECONDS,
        account_id=session.account_id or user.account_id,
        user=UserResponse.model_validate(user),
    )
