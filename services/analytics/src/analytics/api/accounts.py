"""What a signed-in trader may ask about profit and orders. No decisions are made here."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from analytics.domain.profit import Profit
from analytics.domain.record import TrackRecord
from analytics.queries import accounts as queries
from analytics.schemas.accounts import OrdersResponse, ProfitResponse
from chassis.security import SignedIn
from chassis.service import OwnDatabase, OwnPrices

REFUSED: dict[int | str, dict[str, Any]] = {
    401: {"description": "`not_signed_in`: sign in again"},
    404: {"description": "`account_not_open`: come back in a moment"},
}

router = APIRouter(prefix="/api/analytics", tags=["analytics"], responses=REFUSED)


async def _record(who: SignedIn, database: OwnDatabase) -> TrackRecord:
    async with database.engine.connect() as connection:
        return await queries.find_record(connection, who.account_id)


OwnRecord = Annotated[TrackRecord, Depends(_record)]


@router.get("/pnl")
async def show_profit(record: OwnRecord, prices: OwnPrices) -> ProfitResponse:
    """Profit and loss at this moment, realised and unrealised, in all and by symbol."""
    return ProfitResponse.of(record.account_id, Profit.of(record, prices.mark))


@router.get("/orders")
async def count_orders(record: OwnRecord) -> OrdersResponse:
    """How the account's orders went."""
    return OrdersResponse.of(record)
