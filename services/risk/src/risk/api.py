"""What a signed-in trader may ask about what the account can commit. No decisions are made here."""

from typing import Any

from fastapi import APIRouter, Request

from chassis.security import Admin, SignedIn
from chassis.service import OwnDatabase
from risk import queries
from risk.domain.rules import Limits
from risk.repository import Accounts
from risk.schemas import LimitsResponse, RiskAccountResponse

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
        found = await queries.find_account(connection, accounts, who.account_id)
    return RiskAccountResponse.of(found)


@router.get("/admin/limits")
async def show_limits(_who: Admin, request: Request) -> LimitsResponse:
    """The house's limits for any one order, as the settings of the service say."""
    limits: Limits = request.state.limits
    return LimitsResponse.model_validate(limits)
