"""Approved orders that brokers are to have: they leave here, and no book sees them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bus.envelope import Envelope
from events import OrderRejected
from order.domain.routing.keys import BrokerName
from order.repository.routes import Approval, brokers_of, save_routed
from vocabulary import OrderId, RejectedBy, RejectionReason

Approvals = Mapping[OrderId, Envelope[Any]]


@dataclass(frozen=True, slots=True)
class Departures:
    """Notes down what is to be handed over. ``wake`` tells whoever does it, once that is stored."""

    reachable: Collection[BrokerName]
    wake: Callable[[], None]

    async def note(
        self, connection: AsyncConnection, approved: Approvals
    ) -> Sequence[OrderRejected]:
        """Have orders handed over that belong to brokers; return the refusal of those that cannot.

        While its broker is out of reach by configuration, an order ends here: it is not what its
        account asked for that it be simulated.
        """
        if not approved:
            return ()
        brokers = await brokers_of(connection, approved)
        ready = {id_: one for id_, one in approved.items() if brokers.get(id_) in self.reachable}
        causes = {id_: Approval(one.id, one.correlationid, one.time) for id_, one in ready.items()}
        await save_routed(connection, causes)
        return [_refused(approved[id_], name) for id_, name in brokers.items() if id_ not in ready]


def _refused(approval: Envelope[Any], broker: BrokerName) -> OrderRejected:
    approved = approval.data
    return OrderRejected(
        order_id=approved.order_id,
        account_id=approved.account_id,
        symbol=approved.symbol,
        market_time=approved.market_time,
        rejected_by=RejectedBy.BROKER,
        reason=RejectionReason.REFUSED_BY_BROKER,
        rule=f"orders to {broker} are switched off in this deployment",
    )
