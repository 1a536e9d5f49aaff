"""Which accounts the caller may get tokens for, and with which one they sign in."""

from http import HTTPStatus

from fastapi import APIRouter

from auth.api.answers import LEFT, STRANGER, Answers
from auth.api.caller import OwnClient
from auth.api.trail import deed
from auth.commands import accounts as commands
from auth.queries import accounts as queries
from auth.schemas.accounts import DefaultRequest, OwnAccounts
from chassis.security import Person, SignedIn
from chassis.service import OwnDatabase, SharedCommands
from vocabulary import AuditAction

NOT_CHOSEN: Answers = {
    404: {"description": "`account_not_found`: you have no such account, or it is closed"}
}

router = APIRouter(prefix="/api/auth/accounts", tags=["profile"], responses=STRANGER)


@router.get("", responses=LEFT)
async def list_accounts(who: SignedIn, database: OwnDatabase) -> OwnAccounts:
    """The caller's accounts; a token for another one is from `POST /api/auth/refresh`."""
    user, accounts = await queries.list_accounts(database, who.user_id)
    return OwnAccounts.of(who, user.account_id, accounts)


@router.put("/default", status_code=HTTPStatus.NO_CONTENT, responses=NOT_CHOSEN)
async def choose_default(
    wanted: DefaultRequest, who: Person, client: OwnClient, shared: SharedCommands
) -> None:
    """Sign in with this account from now on. Who is signed in goes on with the one they have."""
    told = deed(AuditAction.CHANGE_PROFILE, who, client, "default account")
    wish = commands.DefaultChoice(who.user_id, wanted.account_id, told)
    await shared.run(commands.choose_defaults, wish)
