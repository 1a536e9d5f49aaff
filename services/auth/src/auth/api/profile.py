"""Who somebody is, and how they are shown."""

from fastapi import APIRouter

from auth.api.answers import LEFT, STRANGER
from auth.api.caller import OwnClient
from auth.api.trail import deed
from auth.commands import profile as commands
from auth.queries import users as queries
from auth.schemas.profile import ProfileRequest, UserResponse
from chassis.security import Person, SignedIn
from chassis.service import OwnDatabase, SharedCommands
from vocabulary import AuditAction

router = APIRouter(prefix="/api/auth", tags=["profile"], responses=STRANGER | LEFT)


@router.get("/me")
async def me(who: SignedIn, database: OwnDatabase) -> UserResponse:
    """Who the caller is."""
    return UserResponse.model_validate(await queries.find_user(database, who.user_id))


@router.patch("/me")
async def change_me(
    wanted: ProfileRequest, who: Person, client: OwnClient, shared: SharedCommands
) -> UserResponse:
    """Change the caller's name, time zone, or both."""
    told = deed(AuditAction.CHANGE_PROFILE, who, client, ", ".join(sorted(wanted.model_fields_set)))
    wish = commands.ProfileChange(who.user_id, wanted.display_name, wanted.time_zone, told)
    return UserResponse.model_validate(await shared.run(commands.change_profiles, wish))
