"""Histories as CSV files. No decisions are made here."""

from typing import Annotated

from fastapi import APIRouter, Query

from chassis.security import SignedIn
from chassis.service import OwnDatabase
from portfolio.api.answers import AREA, REFUSED, Answers
from portfolio.api.downloads import CsvResponse, csv_of
from portfolio.queries.exports import Exports
from portfolio.schemas.exports import (
    BOOKINGS,
    CLOSINGS,
    TRADES,
    booking_cells,
    closing_cells,
    trade_cells,
)
from portfolio.schemas.paging import BookingsRequest, ClosingsRequest, TradesRequest

TOO_LARGE: Answers = {
    422: {"description": "`export_too_large`: more than 100,000 rows; ask for less time at once"}
}

router = APIRouter(prefix=f"/api/{AREA}", tags=["portfolio"], responses=REFUSED | TOO_LARGE)


@router.get("/trades.csv", response_class=CsvResponse)
async def export_trades(
    asked: Annotated[TradesRequest, Query()], who: SignedIn, database: OwnDatabase
) -> CsvResponse:
    """Every fill of the account, newest first, as CSV."""
    parts = Exports(database.engine, asked.wanted(who.account_id)).trades()
    return await csv_of("trades", TRADES, parts, trade_cells)


@router.get("/ledger.csv", response_class=CsvResponse)
async def export_bookings(
    asked: Annotated[BookingsRequest, Query()], who: SignedIn, database: OwnDatabase
) -> CsvResponse:
    """Every booking, newest first, as CSV: a line for each asset of the account that it moved."""
    parts = Exports(database.engine, asked.wanted(who.account_id)).bookings()
    return await csv_of(
        "ledger", BOOKINGS, parts, lambda booked: booking_cells(who.account_id, *booked)
    )


@router.get("/closings.csv", response_class=CsvResponse)
async def export_closings(
    asked: Annotated[ClosingsRequest, Query()], who: SignedIn, database: OwnDatabase
) -> CsvResponse:
    """What each sale took out of which lot, first in, first out, newest first, as CSV."""
    parts = Exports(database.engine, asked.wanted(who.account_id)).closings()
    return await csv_of("closings", CLOSINGS, parts, closing_cells)
