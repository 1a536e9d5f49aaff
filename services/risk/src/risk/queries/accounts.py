"""What a trader can ask the risk service."""

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.errors import NotFound
from risk.domain.account import TradingAccount
from risk.domain.splitting import catch_up
from risk.repository import Accounts
from vocabulary import AccountId


class AccountNotOpen(NotFound):
    """The account has not been opened yet; that takes a moment after registration."""

    code = "account_not_open"


async def find_account(
    connection: AsyncConnection, accounts: Accounts, account_id: AccountId
) -> TradingAccount:
    """What the account can commit now.

    Raises:
        AccountNotOpen: there is no such account yet.
    """
    account = (await accounts.load(connection, [account_id]))[account_id]
    if account.free_cash is None:
        raise AccountNotOpen("this account is not open yet")
    catch_up(account)
    return account
