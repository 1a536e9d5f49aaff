"""What a signed-in trader may ask about the account. No decisions are made here."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from chassis.errors import NotFound
from chassis.security import SignedIn
from chassis.service import OwnDatabase, OwnPrices
from portfolio import queries
from portfolio.domain.valuation import Valuation
from portfolio.schemas.history import BalanceResponse, LedgerPage, Paging, TradePage
from portfolio.schemas.holdings import PortfolioResponse, PositionResponse
from vocabulary import Symbol

AREA = "portfolio"

Answers = dict[int | str, dict[str, Any]]
REFUSED: Answers = {
    401: {"description": "`not_signed_in`: sign in again"},
    404: {"description": "`account_not_open`: come back in a moment"},
}
NO_POSITION: Answers = {404: {"description": "`position_not_found`, or `account_not_open`"}}

router = APIRouter(prefix=f"/api/{AREA}", tags=["portfolio"], responses=REFUSED)


class PositionNotFound(NotFound):
    """The account holds no shares of this symbol."""

    code = "position_not_found"


async def _valuation(who: SignedIn, database: OwnDatabase, prices: OwnPrices) -> Valuation:
    async with database.engine.connect() as connection:
        account = await queries.find_account(connection, who.account_id)
    return Valuation.of(account, prices.mark)


Valued = Annotated[Valuation, Depends(_valuation)]


@router.get("")
async def show_portfolio(valuation: Valued) -> PortfolioResponse:
    """Cash, positions and what all of it is worth at this moment."""
    return PortfolioResponse.of(valuation)


@router.get("/positions")
async def list_positions(valuation: Valued) -> list[PositionResponse]:
    """Every open position, in order of its symbol."""
    return PortfolioResponse.of(valuation).positions


@router.get("/positions/{symbol}", responses=NO_POSITION)
async def show_position(
    symbol: Annotated[Symbol, Path(examples=["IBM"])], valuation: Valued
) -> PositionResponse:
    """The open position in one symbol."""
    for one in valuation.positions:
        if one.position.symbol == symbol:
            return PositionResponse.of(one)
    raise PositionNotFound(f"no open position in {symbol}")


@router.get("/trades")
async def list_trades(paging: Paging, who: SignedIn, database: OwnDatabase) -> TradePage:
    """Every fill of the account, newest first."""
    async with database.engine.connect() as connection:
        page = await queries.list_trades(connection, who.account_id, paging.before, paging.limit)
    return TradePage.of(page)


@router.get("/ledger")
async def list_bookings(paging: Paging, who: SignedIn, database: OwnDatabase) -> LedgerPage:
    """Everything that was booked on the account, newest first, with both sides of each entry."""
    async with database.engine.connect() as connection:
        page, entries = await queries.list_bookings(
            connection, who.account_id, paging.before, paging.limit
        )
    return LedgerPage.of(page, entries)


@router.get("/ledger/balance")
async def show_balance(who: SignedIn, database: OwnDatabase) -> BalanceResponse:
    """The account's ledger added up: every total is zero, and `own` is what the account owns."""
    async with database.engine.connect() as connection:
        return BalanceResponse.of(await queries.account_balance(connection, who.account_id))
