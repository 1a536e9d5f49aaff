"""What a signed-in trader may ask about days, ratios and round trips. No decisions are made here.

Only the account of the caller is looked at: its id comes from the token.
"""

from fastapi import APIRouter

from analytics.api.accounts import REFUSED
from analytics.queries import report, trips
from analytics.queries.accounts import find_record
from analytics.schemas.days import OwnCurve, OwnDays
from analytics.schemas.figures import DayResponse, ReportResponse, SymbolDayResponse
from analytics.schemas.trips import OpenTripResponse, OwnEpoch, OwnSymbol, OwnTrips, TripPage
from chassis.security import SignedIn
from chassis.service import OwnDatabase

router = APIRouter(prefix="/api/analytics", tags=["analytics"], responses=REFUSED)


@router.get("/performance")
async def show_performance(asked: OwnEpoch, who: SignedIn, database: OwnDatabase) -> ReportResponse:
    """Ratios of the daily returns, exposure, the benchmark, and what round trips come to."""
    async with database.engine.connect() as connection:
        record = await find_record(connection, who.account_id, asked.epoch)
        found = await report.find_report(connection, record, asked.epoch or record.epoch)
    return ReportResponse.of(found)


@router.get("/curve")
async def show_curve(asked: OwnCurve, who: SignedIn, database: OwnDatabase) -> list[DayResponse]:
    """The account at the end of its last days, with returns, drawdown and the benchmark."""
    async with database.engine.connect() as connection:
        record = await find_record(connection, who.account_id, asked.epoch)
        found = await report.find_curve(connection, record, asked.epoch or record.epoch)
    return [DayResponse.of(one) for one in asked.part(found, lambda one: one.day.day)]


@router.get("/days")
async def list_days(
    asked: OwnDays, who: SignedIn, database: OwnDatabase
) -> list[SymbolDayResponse]:
    """Profit and loss of the last days, realised and unrealised, by market day and symbol."""
    async with database.engine.connect() as connection:
        record = await find_record(connection, who.account_id, asked.epoch)
        epoch = asked.epoch or record.epoch
        found = await report.find_days(connection, record, epoch, asked.symbol)
    return SymbolDayResponse.all_of(asked.part(found, lambda one: one.day))


@router.get("/trips")
async def list_trips(asked: OwnTrips, who: SignedIn, database: OwnDatabase) -> TripPage:
    """Round trips that are over, those that ended last first, with MAE and MFE."""
    async with database.engine.connect() as connection:
        record = await find_record(connection, who.account_id, asked.epoch)
        wanted = trips.Wanted(who.account_id, asked.epoch or record.epoch, asked.symbol)
        page = await trips.list_over(connection, wanted, asked.cursor, asked.limit)
    return TripPage.of(page)


@router.get("/trips/open")
async def list_open_trips(
    asked: OwnSymbol, who: SignedIn, database: OwnDatabase
) -> list[OpenTripResponse]:
    """Round trips that are not over, by symbol."""
    async with database.engine.connect() as connection:
        record = await find_record(connection, who.account_id, asked.epoch)
        wanted = trips.Wanted(who.account_id, asked.epoch or record.epoch, asked.symbol)
        found = await trips.list_under_way(connection, wanted)
    return [OpenTripResponse.of(one) for one in found]
