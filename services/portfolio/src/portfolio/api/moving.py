"""Deposits, withdrawals, resets and closings, as wishes. No decisions are made here."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Response

from bus.envelope import new_id
from chassis.security import Person, SignedIn, Trading
from chassis.service import OwnDatabase
from chassis.tokens import Principal
from portfolio.api.answers import AREA, REFUSED, Answers
from portfolio.api.asking import NOT_CLOSED, NOT_MOVED, UNKNOWN, Asked
from portfolio.commands.asking import own_account
from portfolio.commands.moving import (
    TransferWish,
    WindingWish,
    request_transfers,
    request_windings,
)
from portfolio.repository import shown
from portfolio.schemas.asking import ResetRequest, TransferRequest
from portfolio.schemas.lives import Part, TransferPage, TransferResponse, WindingResponse
from vocabulary import AccountId, Money, TransferKind, WindingPurpose

NO_TRANSFER: Answers = {404: {"description": "`account_not_found`, `transfer_not_found`"}}
NO_WINDING: Answers = {404: {"description": "`account_not_found`, `winding_not_found`"}}

PLACE = f"/api/{AREA}/accounts/{{account_id}}"
router = APIRouter(prefix=PLACE, tags=["accounts"], responses=REFUSED)


@router.post("/deposits", status_code=HTTPStatus.ACCEPTED, responses=NOT_MOVED)
async def deposit(
    account_id: AccountId, body: TransferRequest, who: Trading, asked: Asked, response: Response
) -> TransferResponse:
    """Pay play money in. What becomes of it is under the `Location`, and arrives as an event."""
    wish = _transfer(account_id, body, who, asked, TransferKind.DEPOSIT)
    return await _requested(wish, asked, response)


@router.post("/withdrawals", status_code=HTTPStatus.ACCEPTED, responses=NOT_MOVED)
async def withdraw(
    account_id: AccountId, body: TransferRequest, who: Trading, asked: Asked, response: Response
) -> TransferResponse:
    """Take play money out, if it is free. What becomes of it is under the `Location`."""
    wish = _transfer(account_id, body, who, asked, TransferKind.WITHDRAWAL)
    return await _requested(wish, asked, response)


@router.get("/transfers", responses=UNKNOWN)
async def list_transfers(
    account_id: AccountId, part: Part, who: SignedIn, database: OwnDatabase
) -> TransferPage:
    """Deposits and withdrawals, newest first; those that were refused too."""
    async with database.engine.connect() as connection:
        await own_account(connection, who, account_id)
        rows = await shown.list_transfers(connection, account_id, part.cursor, part.limit)
    return TransferPage.of(rows, part.limit)


@router.get("/transfers/{transfer_id}", responses=NO_TRANSFER)
async def show_transfer(
    account_id: AccountId, transfer_id: UUID, who: SignedIn, database: OwnDatabase
) -> TransferResponse:
    """How far a deposit or a withdrawal has come."""
    async with database.engine.connect() as connection:
        await own_account(connection, who, account_id)
        row = await shown.transfer_row(connection, account_id, transfer_id)
    return TransferResponse.model_validate(row)


@router.post("/reset", status_code=HTTPStatus.ACCEPTED, responses=NOT_MOVED)
async def reset(
    account_id: AccountId, body: ResetRequest, who: Trading, asked: Asked, response: Response
) -> WindingResponse:
    """Cancel what is open, let go of all positions, and start over. API keys go on working.

    What was before stays to be seen, by `?epoch=`.
    """
    by, cash = asked.by(who, body), None if body.cash is None else Money(body.cash)
    wish = WindingWish(
        by,
        account_id,
        new_id(),
        WindingPurpose.RESET,
        cash,
        asked.market_time,
        asked.allowance,
    )
    return await _winding_up(wish, asked, response)


@router.post("/close", status_code=HTTPStatus.ACCEPTED, responses=NOT_CLOSED)
async def close(
    account_id: AccountId, who: Person, asked: Asked, response: Response
) -> WindingResponse:
    """Cancel what is open, let go of everything, and end the account with its API keys."""
    by, purpose = asked.by(who), WindingPurpose.CLOSE
    wish = WindingWish(by, account_id, new_id(), purpose, None, asked.market_time, asked.allowance)
    return await _winding_up(wish, asked, response)


@router.get("/windings/{winding_id}", responses=NO_WINDING)
async def show_winding(
    account_id: AccountId, winding_id: UUID, who: SignedIn, database: OwnDatabase
) -> WindingResponse:
    """How far a reset or a closing has come."""
    async with database.engine.connect() as connection:
        await own_account(connection, who, account_id)
        row = await shown.winding_row(connection, account_id, winding_id)
    return WindingResponse.model_validate(row)


def _transfer(
    account_id: AccountId,
    body: TransferRequest,
    who: Principal,
    asked: Asked,
    kind: TransferKind,
) -> TransferWish:
    by, amount = asked.by(who, body), Money(body.amount)
    return TransferWish(by, account_id, new_id(), kind, amount, asked.market_time, asked.allowance)


async def _requested(wish: TransferWish, asked: Asked, response: Response) -> TransferResponse:
    row = await asked.commands.run(request_transfers, wish)
    path = f"/api/{AREA}/accounts/{row.account_id}/transfers/{row.transfer_id}"
    response.headers["location"] = path
    return TransferResponse.model_validate(row)


async def _winding_up(wish: WindingWish, asked: Asked, response: Response) -> WindingResponse:
    row = await asked.commands.run(request_windings, wish)
    path = f"/api/{AREA}/accounts/{row.account_id}/windings/{row.winding_id}"
    response.headers["location"] = path
    return WindingResponse.model_validate(row)
