"""Splits and dividends."""

from chassis.security import SignedIn
from chassis.service import OwnDatabase
from market_data.api.reach import STRANGER, market_router
from market_data.queries import actions
from market_data.schemas.actions import ActionsPage, AskedActions

router = market_router()


@router.get("/actions", responses=STRANGER)
async def list_actions(wanted: AskedActions, _who: SignedIn, database: OwnDatabase) -> ActionsPage:
    """What companies have done to their shares, and what is known that they will do."""
    async with database.engine.connect() as connection:
        page = await actions.list_actions(connection, wanted.symbol, wanted.cursor, wanted.limit)
    return ActionsPage.of(page)
