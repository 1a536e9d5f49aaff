"""What people do with their accounts as such. No decisions are made here."""

from http import HTTPStatus

from fastapi import APIRouter, Response

from bus.envelope import new_id
from chassis.security import Person, SignedIn
from chassis.service import OwnDatabase
from portfolio.api.answers import AREA, REFUSED
from portfolio.api.asking import NOT_OPENED, NOT_RENAMED, UNKNOWN, Asked
from portfolio.commands.asking import own_account
from portfolio.commands.opening import OpenWish, RenameWish, open_accounts, rename_accounts
from portfolio.repository import shown
from portfolio.schemas.asking import OpenRequest, RenameRequest
from portfolio.schemas.lives import (
    AccountList,
    AccountResponse,
    EpochList,
    PartOfAccounts,
    PartOfEpochs,
)
from vocabulary import AccountId, Money

router = APIRouter(prefix=f"/api/{AREA}/accounts", tags=["accounts"], responses=REFUSED)


@router.post("", status_code=HTTPStatus.CREATED, responses=NOT_OPENED)
async def open_account(
    body: OpenRequest, who: Person, asked: Asked, response: Response
) -> AccountResponse:
    """Open another account. A token for it comes from `POST /api/auth/refresh`."""
    cash = Money(body.cash or asked.allowance.opening_cash)
    account_id, by = AccountId(new_id()), asked.by(who, body)
    wish = OpenWish(by, account_id, cash, body.terms(), asked.allowance)
    opened = AccountResponse.of(await asked.commands.run(open_accounts, wish))
    response.headers["location"] = f"{router.prefix}/{opened.account_id}"
    return opened


@router.get("")
async def list_accounts(part: PartOfAccounts, who: SignedIn, database: OwnDatabase) -> AccountList:
    """The caller's accounts; of a machine with an API key, the one that the key is for."""
    async with database.engine.connect() as connection:
        rows = await shown.list_own(connection, who, part.cursor, part.limit)
    return AccountList.of(rows, part.limit)


@router.get("/{account_id}", responses=UNKNOWN)
async def show_account(
    account_id: AccountId, who: SignedIn, database: OwnDatabase
) -> AccountResponse:
    """One account of the caller."""
    async with database.engine.connect() as connection:
        await own_account(connection, who, account_id)
        return AccountResponse.of(await shown.account_row(connection, account_id))


@router.patch("/{account_id}", responses=NOT_RENAMED)
async def rename_account(
    account_id: AccountId, body: RenameRequest, who: Person, asked: Asked
) -> AccountResponse:
    """Call an account something else."""
    wish = RenameWish(asked.by(who, body), account_id, body.name)
    return AccountResponse.of(await asked.commands.run(rename_accounts, wish))


@router.get("/{account_id}/epochs", responses=UNKNOWN)
async def list_epochs(
    account_id: AccountId, part: PartOfEpochs, who: SignedIn, database: OwnDatabase
) -> EpochList:
    """The epochs of an account that are over: every reset ends one, and so does closing."""
    async with database.engine.connect() as connection:
        await own_account(connection, who, account_id)
        rows = await shown.list_epochs(connection, account_id, part.cursor, part.limit)
    return EpochList.of(rows, part.limit)
