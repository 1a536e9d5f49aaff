"""What a signed-in trader may ask about what happened. No decisions are made here."""

from fastapi import APIRouter

from chassis.security import SignedIn
from chassis.service import OwnDatabase
from portfolio.api.answers import AREA, REFUSED
from portfolio.queries import history
from portfolio.schemas.history import BalanceResponse, LedgerPage, Paging, TradePage

router = APIRouter(prefix=f"/api/{AREA}", tags=["portfolio"], responses=REFUSED)


@router.get("/trades")
async def list_trades(paging: Paging, who: SignedIn, database: OwnDatabase) -> TradePage:
    """Every fill of the account, newest first."""
    async with database.engine.connect() as connection:
        page = await history.list_trades(connection, who.account_id, paging.before, paging.limit)
    return TradePage.of(page)


@router.get("/ledger")
async def list_bookings(paging: Paging, who: SignedIn, database: OwnDatabase) -> LedgerPage:
    """Everything that was booked on the account, newest first, with both sides of each entry."""
    async with database.engine.connect() as connection:
        page, entries = await history.list_bookings(
            connection, who.account_id, paging.before, paging.limit
        )
    return LedgerPage.of(page, entries)


@router.get("/ledger/balance")
async def show_balance(who: SignedIn, database: OwnDatabase) -> BalanceResponse:
    """The account's ledger added up: every total is zero, and `own` is what the account owns."""
    async with database.engine.connect() as connection:
        return BalanceResponse.of(await history.account_balance(connection, who.account_id))
