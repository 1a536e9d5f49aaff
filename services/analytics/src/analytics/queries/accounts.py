"""What a trader can ask about how an account has done."""

from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.domain.record import TrackRecord
from analytics.repository.accounts import TrackRecords
from chassis.errors import NotFound
from vocabulary import AccountId


class AccountNotOpen(NotFound):
    """The account has not been opened yet; that takes a moment after registration."""

    code = "account_not_open"


async def find_record(connection: AsyncConnection, account_id: AccountId) -> TrackRecord:
    """The track record of an account, all of one moment.

    Raises:
        AccountNotOpen: there is no such account yet.
    """
    await connection.execution_options(isolation_level="REPEATABLE READ")
    found = await TrackRecords().load(connection, [account_id])
    if found[account_id].opening_cash is None:
        raise AccountNotOpen("this account is not open yet")
    return found[account_id]
