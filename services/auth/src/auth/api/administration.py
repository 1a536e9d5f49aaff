"""What administrators see of users, and change about them."""

from typing import Annotated

from fastapi import APIRouter, Depends

from auth.api.answers import Answers
from auth.api.caller import OwnClient
from auth.api.sessions import OwnDesk
from auth.api.step_up import Proven
from auth.commands import administration as commands
from auth.queries import administration as queries
from auth.queries.users import find_user
from auth.schemas.administration import UserDetails, UserPage, UserPatch, Wanted
from chassis.security import Admin, Principal
from chassis.service import OwnDatabase, SharedCommands
from vocabulary import UserId

UNKNOWN: Answers = {404: {"description": "`not_found`: there is no such user"}}
NOT_CHANGED: Answers = UNKNOWN | {
    409: {"description": "`own_account`: another administrator has to do that"}
}

router = APIRouter(prefix="/api/auth/admin/users", tags=["administration"])


async def _proven(_admin: Admin, who: Proven) -> Principal:
    return who


ProvenAdmin = Annotated[Principal, Depends(_proven)]
"""The caller, who is an administrator and proved so within the last minutes."""


@router.get("")
async def list_users(wanted: Wanted, _who: Admin, database: OwnDatabase) -> UserPage:
    """All users, or those whose e-mail or name begins like `search`."""
    before = None if wanted.cursor is None else UserId(wanted.cursor)
    return UserPage.of(await queries.list_users(database, wanted.search, before, wanted.limit))


@router.get("/{user_id}", responses=UNKNOWN)
async def show_user(user_id: UserId, _who: Admin, database: OwnDatabase) -> UserDetails:
    """One user."""
    return UserDetails.model_validate(await find_user(database, user_id))


@router.patch("/{user_id}", responses=NOT_CHANGED)
async def change_user(
    *,
    user_id: UserId,
    wanted: UserPatch,
    who: ProvenAdmin,
    client: OwnClient,
    desk: OwnDesk,
    shared: SharedCommands,
) -> UserDetails:
    """Disable a user or let them in again, give them other roles, or both.

    Who is disabled is signed in nowhere within ten seconds, and has no API keys any more. Who loses
    a role signs in again.
    """
    wish = commands.UserChange(who, client, user_id, wanted.disabled, wanted.role_set(), desk.now())
    return UserDetails.model_validate(await shared.run(commands.change_users, wish))
