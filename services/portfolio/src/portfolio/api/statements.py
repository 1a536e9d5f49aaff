"""Statements of a day, a month or any time. No decisions are made here."""

from collections.abc import AsyncGenerator, Sequence

from fastapi import APIRouter

from chassis.security import SignedIn
from chassis.service import OwnDatabase
from portfolio.api.answers import AREA, REFUSED, Answers
from portfolio.api.downloads import CsvResponse, csv_of
from portfolio.domain.statement import Balances
from portfolio.queries import exports
from portfolio.queries.statement import Statements, find_statement
from portfolio.queries.wanted import Wanted
from portfolio.schemas.spreadsheet import Cell
from portfolio.schemas.statement import (
    NAMES,
    StatementResponse,
    StatementWanted,
    balance_cells,
    booked_cells,
)

BOOKINGS_MAX = 10_000
TOO_LARGE: Answers = {
    422: {"description": "`export_too_large`: too many bookings; ask for less time at once"}
}

router = APIRouter(prefix=f"/api/{AREA}", tags=["portfolio"], responses=REFUSED | TOO_LARGE)


@router.get("/statement")
async def show_statement(
    asked: StatementWanted, who: SignedIn, database: OwnDatabase
) -> StatementResponse:
    """What there was, every booking, and what there is then; of 10,000 bookings at most."""
    wanted = asked.wanted(who.account_id)
    found = await find_statement(database.engine, wanted, BOOKINGS_MAX)
    return StatementResponse.of(wanted, found)


@router.get("/statement.csv", response_class=CsvResponse)
async def export_statement(
    asked: StatementWanted, who: SignedIn, database: OwnDatabase
) -> CsvResponse:
    """The same as CSV, with a balance after each line; of 100,000 bookings at most."""
    wanted = asked.wanted(who.account_id)
    parts = _lines(Statements(database.engine, wanted), wanted)
    return await csv_of("statement", NAMES, parts, lambda line: [line])


async def _lines(
    statements: Statements, wanted: Wanted
) -> AsyncGenerator[Sequence[Sequence[Cell]]]:
    opening = await statements.opening(exports.ROWS_MAX)
    yield [*balance_cells("opening balance", wanted.since, opening.of)]
    balances = Balances.at(opening.of)
    async for part in statements.booked(balances):
        yield [line for booked in part for line in booked_cells(booked)]
    yield [*balance_cells("closing balance", wanted.until, balances.of)]
