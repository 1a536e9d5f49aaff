"""The leaderboard: everybody sees it, and who wants to be named there says so."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from analytics.commands import Naming, call
from analytics.domain.leaderboard import Season, UnknownSeason
from analytics.queries.leaderboard import Boards
from analytics.schemas.leaderboard import BoardResponse, NameRequest, OwnBoard
from chassis.errors import NotFound
from chassis.security import SignedIn, Trading
from chassis.service import SharedCommands

router = APIRouter(
    prefix="/api/analytics/leaderboard",
    tags=["leaderboard"],
    responses={401: {"description": "`not_signed_in`: sign in again"}},
)


class SeasonNotFound(NotFound):
    """There is no such month."""

    code = "season_not_found"


async def _boards(request: Request) -> Boards:
    return request.state.boards


@router.get("", responses={404: {"description": "`season_not_found`: there is no such month"}})
async def show_leaderboard(
    asked: OwnBoard, who: SignedIn, boards: Annotated[Boards, Depends(_boards)]
) -> BoardResponse:
    """Who returned most in a season, deposits excluded; half a minute old at most."""
    try:
        season = Season.named(asked.season)
    except UnknownSeason as unknown:
        raise SeasonNotFound(str(unknown)) from None
    return BoardResponse.of(season, await boards.show(season), who.account_id)


@router.put("/name", status_code=204)
async def name_me(wanted: NameRequest, who: Trading, shared: SharedCommands) -> None:
    """Show the caller's account under a name from now on."""
    await shared.run(call, Naming(who.account_id, who.user_id, wanted.name))


@router.delete("/name", status_code=204)
async def forget_my_name(who: Trading, shared: SharedCommands) -> None:
    """Show the caller's account without a name, as it is before anybody gave one."""
    await shared.run(call, Naming(who.account_id, who.user_id, None))
