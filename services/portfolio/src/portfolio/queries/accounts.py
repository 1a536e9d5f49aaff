"""An account as it is now."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.errors import NotFound
from portfolio.domain.account import Account
from portfolio.repository.accounts import find_open
from portfolio.tables import accounts
from vocabulary import AccountId


class AccountNotOpen(NotFound):
    """The account has not been opened yet; that takes a moment after registration."""

    code = "account_not_open"


async def find_account(connection: AsyncConnection, account_id: AccountId) -> Account:
    """The account with its positions, all of one moment.

    Raises:
        AccountNotOpen: there is no such account yet.
    """
    found = await find_open(connection, [account_id])
    if account_id not in found:
        raise AccountNotOpen("this account is not open yet")
    return found[account_id]


async def require_open(connection: AsyncConnection, account_id: AccountId) -> None:
    """Look whether there is such an account at all.

    Raises:
        AccountNotOpen: there is none yet.
    """
    query = select(accounts.c.number).where(accounts.c.account_id == account_id)
    if await connection.scalar(query) is None:
        raise AccountNotOpen("this account is not open yet")
