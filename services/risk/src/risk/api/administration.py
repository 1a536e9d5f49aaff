"""What administrators lay down: limits, and where trading is halted. No decisions are made here."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response

from chassis.security import Admin, FreshAdmin, Principal
from chassis.service import OwnDatabase, SharedCommands
from risk.commands.deeds import Doer
from risk.commands.halts import HaltWish, switch_trading
from risk.commands.limits import LimitsWish, change_limits, etag
from risk.queries.following import Following
from risk.repository.rulebook import Layer, find_halts, find_layers
from risk.schemas.conditions import VersionRequired, versions_in
from risk.schemas.places import (
    HaltBody,
    HaltResponse,
    HaltScope,
    HaltsResponse,
    LayerResponse,
    LayersResponse,
    LimitsBody,
    LimitScope,
    Name,
    place_of,
)

Answers = dict[int | str, dict[str, Any]]
TAG: dict[str, Any] = {
    "ETag": {
        "description": 'The version, counted by changes; `"0"` before the first.',
        "required": True,
        "schema": {"type": "string", "examples": ['"1"']},
    }
}
PLACED: Answers = {
    404: {"description": "`not_found`: no name looks like this, and no place can be there"},
    422: {"description": "`unknown_place`: nobody is called so"},
}
SHOWN: Answers = {200: {"headers": TAG}} | PLACED
CHANGED: Answers = SHOWN | {
    412: {
        "description": "`version_passed`: somebody has changed them since; `ETag` says which"
        " version it is",
        "headers": TAG,
    },
    428: {"description": "`version_required`: say in `If-Match` which version you have seen"},
}

router = APIRouter(prefix="/api/risk/admin", tags=["limits"])


async def _following(request: Request) -> Following:
    return request.state.following


def _doer(who: Principal, request: Request) -> Doer:
    """Who asks, and where from as the gateway saw it."""
    said = filter(str.isprintable, request.headers.get("user-agent", "")[:256])
    return Doer(who, request.headers.get("x-real-ip", "")[:64], "".join(said))


Rules = Annotated[Following, Depends(_following)]


@router.get("/limits")
async def list_limits(_who: Admin, rules: Rules, database: OwnDatabase) -> LayersResponse:
    """All limits: those of the settings, and what was laid down for the house, users, accounts."""
    async with database.engine.connect() as connection:
        layers = await find_layers(connection)
    return LayersResponse.of(rules.rulebook.house, layers)


@router.get("/limits/{scope}/{name}", responses=SHOWN)
async def show_limits(
    scope: LimitScope, name: Name, _who: Admin, database: OwnDatabase, response: Response
) -> LayerResponse:
    """The limits of the house, a user or an account; version 0 if there are none yet."""
    place = place_of(scope, name)
    async with database.engine.connect() as connection:
        layer = (await find_layers(connection, place)).get(place, Layer())
    response.headers["etag"] = etag(layer.version)
    return LayerResponse.of(place, layer)


@router.put("/limits/{scope}/{name}", responses=CHANGED)
async def replace_limits(  # noqa: PLR0917  # what a request consists of
    scope: LimitScope,
    name: Name,
    body: LimitsBody,
    who: FreshAdmin,
    rules: Rules,
    shared: SharedCommands,
    database: OwnDatabase,
    request: Request,
    response: Response,
    if_match: Annotated[str | None, Header(alias="If-Match", examples=['"0"'])] = None,
) -> LayerResponse:
    """Replace the limits of the house, a user or an account; the next order obeys them.

    `If-Match` names the version that is replaced. What was changed, and by whom, is written to the
    audit trail.
    """
    if if_match is None:
        raise VersionRequired("say in If-Match which version you have seen")
    place, doer = place_of(scope, name), _doer(who, request)
    wish = LimitsWish(place, body.limits(), versions_in(if_match), doer)
    layer = await shared.run(change_limits, wish)
    await rules.read(database)
    response.headers["etag"] = etag(layer.version)
    return LayerResponse.of(place, layer)


@router.get("/halts")
async def list_halts(_who: Admin, database: OwnDatabase) -> HaltsResponse:
    """Where trading is halted by hand, and why."""
    async with database.engine.connect() as connection:
        return HaltsResponse.of(await find_halts(connection))


@router.put("/halts/{scope}/{name}", responses=PLACED)
async def halt_trading(  # noqa: PLR0917
    scope: HaltScope,
    name: Name,
    body: HaltBody,
    who: FreshAdmin,
    rules: Rules,
    shared: SharedCommands,
    database: OwnDatabase,
    request: Request,
) -> HaltResponse:
    """Halt trading for an account, for a symbol or for all: open orders go, no new ones come.

    Where trading is halted already, nothing changes, the reason neither.
    """
    place = place_of(scope, name)
    await shared.run(switch_trading, HaltWish(place, body.reason, _doer(who, request)))
    await rules.read(database)
    reason = rules.rulebook.halts.get(place, body.reason)
    return HaltResponse(scope=place[0], name=place[1], reason=reason)


@router.delete("/halts/{scope}/{name}", status_code=204, responses=PLACED)
async def resume_trading(  # noqa: PLR0917
    scope: HaltScope,
    name: Name,
    who: FreshAdmin,
    rules: Rules,
    shared: SharedCommands,
    database: OwnDatabase,
    request: Request,
) -> None:
    """Let trading go on; orders that were canceled do not come back."""
    wish = HaltWish(place_of(scope, name), None, _doer(who, request))
    await shared.run(switch_trading, wish)
    await rules.read(database)
