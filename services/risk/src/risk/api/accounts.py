"""What a signed-in trader may ask about what the account can commit. No decisions are made here."""

from typing import Any

from fastapi import APIRouter, Request

from bus.envelope import new_id
from chassis.security import SignedIn
from chassis.service import OwnDatabase, OwnPrices
from risk.queries.accounts import find_account
from risk.queries.estimating import estimated
from risk.repository import Accounts
from risk.schemas.accounts import RiskAccountResponse
from risk.schemas.estimates import EstimateResponse
from risk.schemas.estimating import EstimateRequest
from risk.schemas.wishes import stopping_of, terms_of, wish_of

AREA = "risk"

REFUSED: dict[int | str, dict[str, Any]] = {
    401: {"description": "`not_signed_in`: sign in again"},
    404: {"description": "`account_not_open`: come back in a moment"},
}
UNPRICED: dict[int | str, dict[str, Any]] = {
    422: {
        "description": "`size_ambiguous`: say how much by either quantity or notional;"
        " `no_quote`: name a limit, or come back when somebody quotes the symbol;"
        " `notional_too_small`: so little money buys nothing;"
        " `bound_missing`: of an order that waits for a price, `POST /api/orders/preview` says how"
        " much it may cost;"
        " `replaces_unknown`: no open order of yours that such an order could replace;"
        " `prices_mismatched`, `bounds_differ`, `fees_differ`, `legs_mismatched`: it contradicts"
        " itself"
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

    Nothing is placed or held. Sent what `POST /api/orders/preview` answers, it says what becomes of
    that order, if nothing happens between: by the same rules, with the same bounds, fees and exits.
    """
    accounts: Accounts = request.state.accounts
    order = body.order(who.account_id, new_id, prices)
    async with database.engine.connect() as connection:
        found = await find_account(connection, accounts, who.account_id)
    terms = terms_of(order, prices.time.now())
    said = estimated(found, wish_of(order), terms, reduce_only=order.reduce_only)
    return EstimateResponse.of(said, stopping_of(order))
