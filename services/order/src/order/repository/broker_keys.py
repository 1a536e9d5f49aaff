"""Which accounts trade with a broker, and the sealed keys that let them in there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from order.domain.routing.keys import BrokerName
from order.tables import IS_LIVE, broker_keys
from vocabulary import AccountId

_BUSY = f"select exists (select 1 from orders where account_id = :account_id and {IS_LIVE})"  # noqa: S608
_HOLDS = "select exists (select 1 from positions where account_id = :account_id and quantity <> 0)"


@dataclass(frozen=True, slots=True)
class Connected:
    """An account's broker, and the sealed keys."""

    account_id: AccountId
    broker: BrokerName
    sealed: bytes
    created_at: datetime


async def find_connected(connection: AsyncConnection, account_id: AccountId) -> Connected | None:
    """What the account trades with, if not with the simulated exchange."""
    query = select(broker_keys).where(broker_keys.c.account_id == account_id)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    return Connected(row.account_id, BrokerName(row.broker), row.sealed, row.created_at)


async def keep_orders_out(connection: AsyncConnection) -> None:
    """Let nobody place an order before this transaction ends, and wait for who is about to.

    So whoever looks at an account's orders then, and says with whom it trades, decides for all of
    them: the statement that stores an order reads its broker from the table that is locked here.
    Nothing else waits.

    Raises:
        sqlalchemy.exc.DBAPIError: somebody takes longer than two seconds.
    """
    await connection.execute(text("set local lock_timeout = '2s'"))
    await connection.execute(text("lock table broker_keys in access exclusive mode"))


async def has_open_orders(connection: AsyncConnection, account_id: AccountId) -> bool:
    """Whether any order of the account lives."""
    return bool(await connection.scalar(text(_BUSY), {"account_id": account_id}))


async def has_positions(connection: AsyncConnection, account_id: AccountId) -> bool:
    """Whether the account holds or owes anything."""
    return bool(await connection.scalar(text(_HOLDS), {"account_id": account_id}))


async def connect(connection: AsyncConnection, keys: Connected) -> None:
    """Let the account trade with this broker from now on."""
    row = {
        "account_id": keys.account_id,
        "broker": keys.broker,
        "sealed": keys.sealed,
        "created_at": keys.created_at,
    }
    new = insert(broker_keys).values(row)
    changes = {name: new.excluded[name] for name in row if name != "account_id"}
    await connection.execute(new.on_conflict_do_update(index_elements=["account_id"], set_=changes))


async def disconnect(connection: AsyncConnection, account_ids: Collection[AccountId]) -> None:
    """Forget the keys; the accounts trade on the simulated exchange again."""
    await connection.execute(delete(broker_keys).where(broker_keys.c.account_id.in_(account_ids)))
