"""How the caller's orders are filled and charged."""

from chassis.security import SignedIn, Trading
from chassis.service import OwnDatabase, SharedCommands
from order.api.answers import orders_router
from order.commands.preferences import PreferWish, prefer
from order.repository.preferences import find_preferences
from order.schemas.preferences import ModelsResponse, OrderSettings

router = orders_router()


@router.get("/models")
async def list_models(_who: SignedIn) -> ModelsResponse:
    """The fill models and fee schedules that there are, and which are usual.

    A name never changes what it means; another rule gets another version.
    """
    return ModelsResponse.all()


@router.get("/settings")
async def show_settings(who: SignedIn, database: OwnDatabase) -> OrderSettings:
    """How orders are filled and charged that the caller places from now on."""
    async with database.engine.connect() as connection:
        return OrderSettings.of(await find_preferences(connection, who.account_id))


@router.put("/settings")
async def choose_settings(
    body: OrderSettings, who: Trading, shared: SharedCommands
) -> OrderSettings:
    """Choose a fill model and a fee schedule. Orders that are placed already keep theirs."""
    wish = PreferWish(who.account_id, body.preferences())
    return OrderSettings.of(await shared.run(prefer, wish))
