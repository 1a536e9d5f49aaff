"""Where somebody is signed in, and how they end it from afar."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path

from auth.api.answers import Answers
from auth.api.caller import OwnClient
from auth.api.sessions import OwnDesk
from auth.api.trail import deed
from auth.commands import revocations as commands
from auth.queries import sessions as queries
from auth.schemas.devices import DeviceList, DeviceResponse
from chassis.security import Person
from chassis.service import OwnDatabase, SharedCommands
from vocabulary import AuditAction, SessionId

UNKNOWN: Answers = {404: {"description": "`not_found`: the caller has no such session"}}

router = APIRouter(prefix="/api/auth/sessions", tags=["sessions"])


@router.get("")
async def list_sessions(who: Person, desk: OwnDesk, database: OwnDatabase) -> DeviceList:
    """Where the caller is signed in."""
    found = await queries.list_sessions(database, who.user_id, desk.now())
    return DeviceList(items=[DeviceResponse.of(one, who.session_id) for one in found])


@router.delete("/{session_id}", status_code=HTTPStatus.NO_CONTENT, responses=UNKNOWN)
async def revoke_session(
    session_id: Annotated[SessionId, Path()],
    who: Person,
    client: OwnClient,
    desk: OwnDesk,
    shared: SharedCommands,
) -> None:
    """End one of the caller's sessions. Its tokens are worth nothing within ten seconds."""
    told = deed(AuditAction.REVOKE_SESSION, who, client, f"session {session_id}")
    wish = commands.RevokeOne(who, session_id, desk.now(), told)
    await shared.run(commands.revoke_one, wish)


@router.delete("", status_code=HTTPStatus.NO_CONTENT)
async def revoke_other_sessions(
    who: Person, client: OwnClient, desk: OwnDesk, shared: SharedCommands
) -> None:
    """End all the caller's sessions but this one."""
    told = deed(AuditAction.REVOKE_SESSION, who, client, "all other sessions")
    await shared.run(commands.revoke_others, commands.RevokeOthers(who, desk.now(), told))
