"""Approved orders that belong to brokers: which are to be handed over, on behalf of whom."""

from collections.abc import Callable, Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import insert_missing
from order.domain.routing.approvals import Approvals
from order.domain.routing.keys import BrokerName
from order.domain.routing.report import SIMULATED
from order.repository.broker_keys import disconnect, find_brokers
from order.tables import orders, routed_orders
from vocabulary import AccountId


class Routes:
    """Notes down what is to be handed over, and tells whoever does it by ``wake``."""

    def __init__(self, reachable: Collection[BrokerName], wake: Callable[[], None]) -> None:
        self._reachable = reachable
        self._wake = wake

    async def load(
        self, connection: AsyncConnection, account_ids: Collection[AccountId]
    ) -> dict[AccountId, Approvals]:
        """With whom the accounts trade."""
        brokers = await find_brokers(connection, account_ids)
        return {one: self._approvals(one, brokers.get(one)) for one in account_ids}

    async def save(self, connection: AsyncConnection, states: Collection[Approvals]) -> None:
        """Note down orders with their exits, if that is what they were placed for."""
        approved = {id_: one for state in states for id_, one in state.approved.items()}
        if approved:
            own = orders.c.order_id.in_(approved) | orders.c.parent_id.in_(approved)
            columns = orders.c.order_id, orders.c.parent_id
            found = await connection.execute(
                select(*columns).where(own, orders.c.broker != SIMULATED)
            )
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
            self._wake()
        if gone := [state.account_id for state in states if state.has_left]:
            await disconnect(connection, gone)

    def _approvals(self, account_id: AccountId, broker: BrokerName | None) -> Approvals:
        return Approvals(account_id, broker, is_reachable=broker in self._reachable)
