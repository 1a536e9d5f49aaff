"""What a signed-in trader holds, and what it is worth. No decisions are made here."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from chassis.errors import NotFound
from chassis.security import SignedIn
from chassis.service import OwnDatabase, OwnPrices
from portfolio.api.answers import AREA, REFUSED, Answers
from portfolio.domain.valuation import Valuation
from portfolio.queries.accounts import find_account
from portfolio.schemas.holdings import PortfolioResponse, PositionResponse
from vocabulary import Symbol

NO_POSITION: Answers = {404: {"description": "`position_not_found`, or `account_not_open`"}}

router = APIRouter(prefix=f"/api/{AREA}", tags=["portfolio"], responses=REFUSED)


class PositionNotFound(NotFound):
    """The account holds no shares of this symbol."""

    code = "position_not_found"


async def _valuation(who: SignedIn, database: OwnDatabase, prices: OwnPrices) -> Valuation:
    async with database.engine.connect() as connection:
        account = await find_account(connection, who.account_id)
    return Valuation.of(account, prices.mark)


Valued = Annotated[Valuation, Depends(_valuation)]


@router.get("")
async def show_portfolio(valuation: Valued, prices: OwnPrices) -> PortfolioResponse:
    """Cash, positions and what all of it is worth at this moment."""
    return PortfolioResponse.of(valuation, prices.time.now())


@router.get("/positions")
async def list_positions(valuation: Valued) -> list[PositionResponse]:
    """Every open position, in order of its symbol."""
    return [PositionResponse.of(one) for one in valuation.positions]


@router.get("/positions/{symbol}", responses=NO_POSITION)
async def show_position(
    symbol: Annotated[Symbol, Path(examples=["IBM"])], valuation: Valued
) -> PositionResponse:
    """The open position in one symbol."""
    for one in valuation.positions:
        if one.position.symbol == symbol:
            return PositionResponse.of(one)
    raise PositionNotFound(f"no open position in {symbol}")
