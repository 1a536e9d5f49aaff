"""What a trader can ask about how an account has done."""

from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.domain.record import TrackRecord
from analytics.repository.accounts import TrackRecords
from chassis.errors import NotFound
from vocabulary import AccountId


class AccountNotOpen(NotFound):
    """The account has not been opened yet; that takes a moment after registration."""

    code = "account_not_open"


class EpochNotFound(NotFound):
    """The account has not begun so often."""

    code = "epoch_not_found"


async def find_record(
    connection: AsyncConnection, account_id: AccountId, epoch: int | None = None
) -> TrackRecord:
    """The track record of an account, all of one moment.

    Raises:
        AccountNotOpen: there is no such account yet.
        EpochNotFound: it has no such epoch.
    """
    await connection.execution_options(isolation_level="REPEATABLE READ")
    found = (await TrackRecords().load(connection, [account_id]))[account_id]
    if not found.beginnings:
        raise AccountNotOpen("this account is not open yet")
    if epoch is not None and epoch not in found.beginnings:
        raise EpochNotFound(f"this account has begun {len(found.beginnings)} times")
    return found
