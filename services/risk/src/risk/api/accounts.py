"""What a signed-in trader may ask about what the account can commit. No decisions are made here."""

from typing import Any

from fastapi import APIRouter, Request

from chassis.security import SignedIn
from chassis.service import OwnDatabase
from risk.queries.accounts import find_account
from risk.repository import Accounts
from risk.schemas.accounts import RiskAccountResponse

AREA = "risk"

REFUSED: dict[int | str, dict[str, Any]] = {
    401: {"description": "`not_signed_in`: sign in again"},
    404: {"description": "`account_not_open`: come back in a moment"},
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
