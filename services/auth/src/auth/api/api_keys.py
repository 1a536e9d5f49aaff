"""Keys for machines that trade: made, listed and taken away by people."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Response

from auth.api.admission import OwnTurnstile
from auth.api.answers import Answers
from auth.api.caller import OwnClient
from auth.api.sessions import OwnDesk
from auth.api.step_up import Proven
from auth.api.trail import deed
from auth.commands import api_keys as commands
from auth.credentials.api_keys import ID_PATTERN, draw
from auth.queries import api_keys as queries
from auth.schemas.api_keys import KeyList, KeyRequest, KeyResponse, NewKeyResponse
from chassis.security import Person, SignedIn
from chassis.service import OwnDatabase, SharedCommands
from vocabulary import AuditAction

UNKNOWN: Answers = {404: {"description": "`not_found`: the caller has no such key"}}
NOT_MADE: Answers = {
    409: {"description": "`too_many_keys`: revoke one first; `account_closed`"},
    422: {"description": "`expiry_passed`: a key must expire in the future"},
}

router = APIRouter(prefix="/api/auth/keys", tags=["API keys"])
KeyId = Annotated[str, Path(pattern=ID_PATTERN, examples=["OCX4JQ2M7ZK5WRA3TBDE"])]


@router.post("", status_code=HTTPStatus.CREATED, responses=NOT_MADE)
async def create_api_key(
    *,
    wanted: KeyRequest,
    response: Response,
    who: Proven,
    client: OwnClient,
    desk: OwnDesk,
    shared: SharedCommands,
) -> NewKeyResponse:
    """Make a key to the caller's account. Its secret is in this answer and in no other.

    A machine sends both as `APCA-API-KEY-ID` and `APCA-API-SECRET-KEY`, or by HTTP Basic, in place
    of a token. The gateway turns them into one: what a service sees is always a token.
    """
    key, secret = draw(who, wanted.name, wanted.scopes, wanted.expires_at, desk.now())
    told = deed(AuditAction.CREATE_API_KEY, who, client, _detail(key.key_id, *sorted(key.scopes)))
    made = await shared.run(commands.create_keys, commands.Creation(who, key, told))
    response.headers["cache-control"] = "no-store"
    shown = KeyResponse.model_validate(made)
    return NewKeyResponse(**shown.model_dump(), secret=secret)


@router.get("")
async def list_api_keys(who: SignedIn, desk: OwnDesk, database: OwnDatabase) -> KeyList:
    """The keys to the caller's account. A machine is shown its own key and no other."""
    found = await queries.list_keys(database, who, desk.now())
    return KeyList(items=[KeyResponse.model_validate(key) for key in found])


@router.delete("/{key_id}", status_code=HTTPStatus.NO_CONTENT, responses=UNKNOWN)
async def revoke_api_key(
    *,
    key_id: KeyId,
    who: Person,
    client: OwnClient,
    desk: OwnDesk,
    turnstile: OwnTurnstile,
    shared: SharedCommands,
) -> None:
    """Take a key away. It is worth nothing within ten seconds; doing it again does no harm."""
    told = deed(AuditAction.REVOKE_API_KEY, who, client, _detail(key_id))
    await shared.run(commands.revoke_keys, commands.Revocation(who, key_id, desk.now(), told))
    turnstile.forget(key_id)


def _detail(key_id: str, *more: str) -> str:
    return " ".join(["API key", key_id, *more])
