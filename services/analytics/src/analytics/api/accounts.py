"""What a signed-in trader may ask about profit and orders. No decisions are made here."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from analytics.domain.profit import Profit
from analytics.domain.record import TrackRecord
from analytics.queries import accounts as queries
from analytics.schemas.accounts import OrdersResponse, ProfitResponse
from chassis.security import SignedIn
from chassis.service import OwnDatabase, OwnPrices
from vocabulary import Price, Quantity, Symbol

REFUSED: dict[int | str, dict[str, Any]] = {
    401: {"description": "`not_signed_in`: sign in again"},
    404: {"description": "`account_not_open`: come back in a moment; or `epoch_not_found`"},
}

router = APIRouter(prefix="/api/analytics", tags=["analytics"], responses=REFUSED)


Epoch = Annotated[
    int | None,
    Query(ge=1, le=1_000_000, description="How often the account had begun; the last by default."),
]


async def _record(who: SignedIn, database: OwnDatabase, epoch: Epoch = None) -> TrackRecord:
    async with database.engine.connect() as connection:
        return await queries.find_record(connection, who.account_id, epoch)


OwnRecord = Annotated[TrackRecord, Depends(_record)]


def _no_price(_symbol: Symbol, _quantity: Quantity) -> Price | None:
    """Nothing is held in an epoch that is over."""
    return None


@router.get("/pnl")
async def show_profit(record: OwnRecord, prices: OwnPrices, epoch: Epoch = None) -> ProfitResponse:
    """Profit and loss at this moment, realised and unrealised, in all and by symbol."""
    is_over = epoch is not None and epoch < record.epoch
    profit = Profit.of(record, _no_price if is_over else prices.mark, epoch)
    return ProfitResponse.of(record.account_id, epoch or record.epoch, profit)


@router.get("/orders")
async def count_orders(record: OwnRecord) -> OrdersResponse:
    """How the account's orders went."""
    return OrdersResponse.of(record)
