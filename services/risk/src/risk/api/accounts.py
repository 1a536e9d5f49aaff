"""What a signed-in trader may ask about what the account can commit. No decisions are made here."""

from typing import Any

from fastapi import APIRouter, Request

from bus.envelope import new_id
from chassis.security import SignedIn
from chassis.service import OwnDatabase, OwnPrices
from risk.domain.assessing import estimate
from risk.queries.accounts import find_account
from risk.repository import Accounts
from risk.schemas.accounts import RiskAccountResponse
from risk.schemas.estimates import EstimateRequest, EstimateResponse
from vocabulary import OrderId

AREA = "risk"

REFUSED: dict[int | str, dict[str, Any]] = {
    401: {"description": "`not_signed_in`: sign in again"},
    404: {"description": "`account_not_open`: come back in a moment"},
}
UNPRICED: dict[int | str, dict[str, Any]] = {
    422: {
        "description": "`size_ambiguous`: say how much by either quantity or notional;"
        " `no_quote`: name a limit, or come back when somebody quotes the symbol;"
        " `notional_too_small`: so little money buys nothing"
    },
}

router = APIRouter(prefix=f"/api/{AREA}", tags=["risk"], responses=REFUSED)


@router.get("/account")
async def show_account(
    who: SignedIn, database: OwnDatabase, request: Request
) -> RiskAccountResponse:
    """Cash, buying power, shares, and what every open order holds of them."""
    accounts: Accounts = request.state.accounts
    async with database.engine.connect() as connection:
        found = await find_account(connection, accounts, who.account_id)
    return RiskAccountResponse.of(found)


@router.post("/estimate", responses=UNPRICED)
async def estimate_order(
    body: EstimateRequest,
    who: SignedIn,
    database: OwnDatabase,
    prices: OwnPrices,
    request: Request,
) -> EstimateResponse:
    """What an order would cost and hold, and which rules it would break, if it were placed now.

    Nothing is placed or held. The order service has rules of its own, and fees are what the request
    says they are.
    """
    accounts: Accounts = request.state.accounts
    wish = body.wish(OrderId(new_id()), prices)
    async with database.engine.connect() as connection:
        found = await find_account(connection, accounts, who.account_id)
    return EstimateResponse.of(estimate(found, wish, body.terms(prices)))
