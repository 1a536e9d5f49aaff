"""Orders: one with its life, or many."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.errors import NotFound
from order.domain.record import OrderRecord
from order.repository import history, listing
from order.repository import orders as repository
from order.repository.listing import Filter
from order.repository.rows import Found
from vocabulary import AccountId, OrderId


@dataclass(frozen=True, slots=True)
class Page:
    """Some orders, and the one to go on from, if there are more."""

    records: Sequence[OrderRecord]
    next_beyond: OrderId | None


async def find_order(
    connection: AsyncConnection, account_id: AccountId, order_id: OrderId
) -> tuple[OrderRecord, Sequence[Found]]:
    """One of the account's own orders, with its exits, and what it traded, all of one moment.

    Raises:
        NotFound: there is no such order, or it belongs to someone else.
    """
    await connection.execution_options(isolation_level="REPEATABLE READ")
    record = await _own(connection, account_id, order_id)
    return record, await history.list_fills(connection, order_id)


async def find_history(
    connection: AsyncConnection, account_id: AccountId, order_id: OrderId
) -> tuple[OrderRecord, Sequence[Found]]:
    """One of the account's own orders, and all that happened to it, all of one moment.

    Raises:
        NotFound: there is no such order, or it belongs to someone else.
    """
    await connection.execution_options(isolation_level="REPEATABLE READ")
    record = await _own(connection, account_id, order_id)
    return record, await history.list_events(connection, order_id)


async def list_orders(connection: AsyncConnection, account_id: AccountId, wanted: Filter) -> Page:
    """The account's own orders, newest first unless the oldest are to be."""
    one_more = replace(wanted, limit=wanted.limit + 1)
    found = await listing.list_own(connection, account_id, one_more)
    records = found[: wanted.limit]
    more = len(found) > wanted.limit
    return Page(records, records[-1].order_id if more else None)


async def _own(
    connection: AsyncConnection, account_id: AccountId, order_id: OrderId
) -> OrderRecord:
    record = await repository.find_own(connection, account_id, order_id)
    if record is None:
        raise NotFound(f"no order {order_id}")
    return record
