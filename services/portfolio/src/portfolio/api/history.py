"""What a signed-in trader may ask about what happened. No decisions are made here."""

from typing import Annotated

from fastapi import APIRouter, Query

from chassis.security import SignedIn
from chassis.service import OwnDatabase
from portfolio.api.answers import AREA, REFUSED, Answers
from portfolio.queries import history
from portfolio.queries.curve import find_curve
from portfolio.queries.lots import list_open_lots
from portfolio.schemas.curve import CurveResponse, CurveWanted
from portfolio.schemas.history import BalanceResponse, LedgerPage, TradePage
from portfolio.schemas.lots import ClosingPage, LotPage, LotsWanted
from portfolio.schemas.paging import BookingsPart, ClosingsPart, TradesPart

NO_EPOCH: Answers = {404: {"description": "`epoch_not_found`, or `account_not_open`"}}

router = APIRouter(prefix=f"/api/{AREA}", tags=["portfolio"], responses=REFUSED)


@router.get("/trades")
async def list_trades(
    asked: Annotated[TradesPart, Query()], who: SignedIn, database: OwnDatabase
) -> TradePage:
    """Every fill of the account, newest first."""
    wanted = asked.wanted(who.account_id)
    async with database.engine.connect() as connection:
        page = await history.list_trades(connection, wanted, asked.before, asked.limit)
    return TradePage.of(page)


@router.get("/ledger")
async def list_bookings(
    asked: Annotated[BookingsPart, Query()], who: SignedIn, database: OwnDatabase
) -> LedgerPage:
    """Everything that was booked on the account, newest first, with both sides of each entry."""
    wanted = asked.wanted(who.account_id)
    async with database.engine.connect() as connection:
        page, entries = await history.list_bookings(connection, wanted, asked.before, asked.limit)
    return LedgerPage.of(page, entries)


@router.get("/ledger/balance")
async def show_balance(who: SignedIn, database: OwnDatabase) -> BalanceResponse:
    """The account's ledger added up: every total is zero, and `own` is what the account owns."""
    async with database.engine.connect() as connection:
        return BalanceResponse.of(await history.account_balance(connection, who.account_id))


@router.get("/lots")
async def list_lots(asked: LotsWanted, who: SignedIn, database: OwnDatabase) -> LotPage:
    """Which fills brought the shares that are held or owed now, first in, first out."""
    async with database.engine.connect() as connection:
        found = await list_open_lots(
            connection, who.account_id, asked.symbol, asked.before, asked.limit
        )
    return LotPage.of(*found)


@router.get("/closings")
async def list_closings(
    asked: Annotated[ClosingsPart, Query()], who: SignedIn, database: OwnDatabase
) -> ClosingPage:
    """What each sale took out of which lot, and what that earned, newest first."""
    wanted = asked.wanted(who.account_id)
    async with database.engine.connect() as connection:
        page = await history.list_closings(connection, wanted, asked.before, asked.limit)
    return ClosingPage.of(page)


@router.get("/curve", responses=NO_EPOCH)
async def show_curve(asked: CurveWanted, who: SignedIn, database: OwnDatabase) -> CurveResponse:
    """What the account was worth when minutes, hours or days ended, the oldest first."""
    async with database.engine.connect() as connection:
        found = await find_curve(connection, asked.stretch(who.account_id))
    return CurveResponse.of(asked.interval, found)
