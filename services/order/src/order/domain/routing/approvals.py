"""What has to be done about the orders of one account that trades with a broker."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from order.domain.routing.keys import BrokerName
from vocabulary import AccountId, OrderId


class Approval(NamedTuple):
    """That risk let an order through: the event's id, and that of the click it comes from."""

    cause_id: UUID
    correlation_id: UUID
    time: datetime


@dataclass(slots=True)
class Approvals:
    """Orders of an account that were approved and are not stored yet as such.

    Without a ``broker`` there are none: the account trades on the simulated exchange.
    """

    account_id: AccountId
    broker: BrokerName | None = None
    is_reachable: bool = False
    has_left: bool = False
    approved: dict[OrderId, Approval] = field(default_factory=dict[OrderId, Approval])
