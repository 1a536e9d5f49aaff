"""Orders that risk approved and that belong to brokers; and people who have left."""

from collections.abc import Iterator

from bus.handlers import Handlers, Occurrence
from events import Event, OrderApproved, OrderRejected, UserDeleted
from order.domain.routing.approvals import Approval, Approvals
from vocabulary import RejectedBy, RejectionReason

routing = Handlers[Approvals](key="account_id")


@routing.on_occurrences(OrderApproved)
def hand_over(account: Approvals, occurrence: Occurrence) -> Iterator[Event]:
    """Have the order handed over, if the account trades with a broker; never those of others.

    While its broker is out of reach by configuration, the order ends here: it is not what the
    account asked for that it be simulated.
    """
    approved: OrderApproved = occurrence.data
    if account.broker is None:
        return
    if account.is_reachable:
        approval = Approval(occurrence.id, occurrence.correlationid, occurrence.time)
        account.approved[approved.order_id] = approval
        return
    yield OrderRejected(
        order_id=approved.order_id,
        account_id=approved.account_id,
        symbol=approved.symbol,
        market_time=approved.market_time,
        rejected_by=RejectedBy.BROKER,
        reason=RejectionReason.REFUSED_BY_BROKER,
        rule=f"orders to {account.broker} are switched off in this deployment",
    )


@routing.on(UserDeleted)
def forget_keys(account: Approvals, _left: UserDeleted) -> Iterator[Event]:
    """Forget what lets the account in at its broker."""
    account.has_left = True
    yield from ()
