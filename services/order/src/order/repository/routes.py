"""Approved orders that belong to brokers, and people who do not trade with any more."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import insert_missing
from order.domain.routing.keys import BrokerName
from order.domain.routing.leaver import Leaver
from order.domain.routing.report import SIMULATED
from order.repository.broker_keys import disconnect
from order.tables import orders, routed_orders
from vocabulary import AccountId, OrderId


class Approval(NamedTuple):
    """That risk let an order through: the event's id, and that of the click it comes from."""

    cause_id: UUID
    correlation_id: UUID
    time: datetime


class Leavers:
    """Accounts whose owners leave: their keys are forgotten."""

    async def load(
        self, _connection: AsyncConnection, account_ids: Collection[AccountId]
    ) -> dict[AccountId, Leaver]:
        """Nothing has to be known of them."""
        return {account_id: Leaver(account_id) for account_id in account_ids}

    async def save(self, connection: AsyncConnection, states: Collection[Leaver]) -> None:
        """Forget what let them in at their brokers."""
        if gone := [state.account_id for state in states if state.has_left]:
            await disconnect(connection, gone)


async def brokers_of(
    connection: AsyncConnection, order_ids: Collection[OrderId]
) -> dict[OrderId, BrokerName]:
    """Whom those of the orders belong to that belong to a broker."""
    query = select(orders.c.order_id, orders.c.broker)
    theirs = orders.c.order_id.in_(order_ids), orders.c.broker != SIMULATED
    found = await connection.execute(query.where(*theirs))
    return {row.order_id: BrokerName(row.broker) for row in found}


async def save_routed(connection: AsyncConnection, approved: Mapping[OrderId, Approval]) -> None:
    """Note down orders of brokers, with their exits, and what let them go."""
    if not approved:
        return
    own = orders.c.order_id.in_(approved) | orders.c.parent_id.in_(approved)
    columns = orders.c.order_id, orders.c.parent_id
    found = await connection.execute(select(*columns).where(own, orders.c.broker != SIMULATED))
    rows = [
        {
            "order_id": row.order_id,
            "cause_id": cause.cause_id,
            "correlation_id": cause.correlation_id,
            "approved_at": cause.time,
        }
        for row in found
        for cause in [approved.get(row.order_id) or approved[row.parent_id]]
    ]
    await insert_missing(connection, routed_orders, rows)
