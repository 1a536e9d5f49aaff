"""Taking along what is known about oneself, and being forgotten."""

from http import HTTPStatus

from fastapi import APIRouter, Response

from auth.api.answers import LEFT, Answers
from auth.api.caller import OwnClient
from auth.api.cookies import REFRESH
from auth.api.sessions import OwnDesk
from auth.api.step_up import Proven
from auth.api.trail import deed
from auth.commands import audit
from auth.commands import departure as commands
from auth.queries import export as queries
from auth.schemas.export import DepartureRequest, ExportResponse
from chassis.service import OwnDatabase, SharedCommands
from vocabulary import AuditAction

NOT_DELETED: Answers = {
    409: {"description": "`last_admin`: there is no other administrator"},
    422: {"description": "`email_differs`: it is not the caller's"},
}

router = APIRouter(prefix="/api/auth", tags=["profile"])


@router.get("/export", responses=LEFT)
async def export(
    response: Response,
    who: Proven,
    client: OwnClient,
    database: OwnDatabase,
    shared: SharedCommands,
) -> ExportResponse:
    """Download everything that auth knows about the caller, but no secret and nothing like one."""
    await shared.run(audit.record, deed(AuditAction.EXPORT_DATA, who, client))
    response.headers["content-disposition"] = 'attachment; filename="outcry-export.json"'
    response.headers["cache-control"] = "no-store"
    return ExportResponse.model_validate(await queries.find_everything(database, who.user_id))


@router.delete("/me", status_code=HTTPStatus.NO_CONTENT, responses=NOT_DELETED)
async def leave(
    *,
    confirmed: DepartureRequest,
    response: Response,
    who: Proven,
    client: OwnClient,
    desk: OwnDesk,
    shared: SharedCommands,
) -> None:
    """Be forgotten, for good: e-mail, name, password, second factor, sessions, keys, preferences.

    What the account traded stays in the books, under ids that name nobody. All tokens are worth
    nothing within ten seconds, and the e-mail can register anew.
    """
    told = deed(AuditAction.DELETE_USER, who, client)
    wish = commands.Departure(who, confirmed.email, desk.now(), told)
    await shared.run(commands.delete_users, wish)
    REFRESH.drop(response, desk)
